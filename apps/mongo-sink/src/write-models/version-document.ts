import type { DocumentSchema } from './document-schema';
import { TWEET_SCHEMA } from './tweet-document';
import { versionId, type StoredDocument } from './versioned';

/** What a document of `tweet_versions` consists of. */
export const VERSION_SCHEMA: DocumentSchema = {
  fields: [
    { name: '_id', type: 'string', doc: "X's id of this version." },
    ...TWEET_SCHEMA.fields.filter(({ name }) => name !== '_id'),
    { name: 'chainId', type: 'string', doc: 'The post that this is a version of: its _id in tweets.' },
  ],
  records: TWEET_SCHEMA.records,
};

/**
 * The document of an older version in `tweet_versions`, from its document in `tweets`: the same
 * under its own id, with the id of its chain.
 */
export function toVersionDocument(document: StoredDocument): StoredDocument {
  // The first version did not know yet that it would be edited.
  return { ...document, _id: versionId(document), chainId: document._id, isEdited: true };
}

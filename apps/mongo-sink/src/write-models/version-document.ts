import { versionId, type StoredDocument } from './versioned';

/**
 * The document of an older version in `tweet_versions`, from its document in `tweets`: the same
 * under its own id, with the id of its chain.
 */
export function toVersionDocument(document: StoredDocument): StoredDocument {
  // The first version did not know yet that it would be edited.
  return { ...document, _id: versionId(document), chainId: document._id, isEdited: true };
}

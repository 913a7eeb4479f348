import { latestSchema, type Profile } from '@tdp/contracts';
import { STORED_AT } from './added-fields';
import { compileDocument } from './compile-document';
import { describeDocument, type DocumentShape } from './document-schema';
import type { StoredDocument } from './versioned';

const SCHEMA = latestSchema('Profile');
const SHAPE: DocumentShape = { subject: 'user', added: [STORED_AT] };
const toDocument = compileDocument<Profile, { storedAt: Date }>(SCHEMA, SHAPE);

/** What a document of `users` consists of. */
export const USER_SCHEMA = describeDocument(SCHEMA, SHAPE);

/** The document of a user: the profile's fields, every one always present. */
export function toUserDocument(profile: Profile, storedAt: Date): StoredDocument {
  return toDocument(profile, { storedAt }) as StoredDocument;
}

import { latestSchema, type Profile } from '@tdp/contracts';
import { compileDocument } from './compile-document';
import type { StoredDocument } from './versioned';

const toDocument = compileDocument<Profile, { storedAt: Date }>(latestSchema('Profile'), {
  subject: 'user',
  added: ['storedAt'],
});

/** The document of a user: the profile's fields, every one always present. */
export function toUserDocument(profile: Profile, storedAt: Date): StoredDocument {
  return toDocument(profile, { storedAt }) as StoredDocument;
}

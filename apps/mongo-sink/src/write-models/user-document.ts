import { latestSchema, type Profile } from '@tdp/contracts';
import { compileToBson } from './to-bson';
import type { StoredDocument } from './versioned';

const toBson = compileToBson(latestSchema('Profile'));

/** The document of a user: the profile's fields, every one always present. */
export function toUserDocument(profile: Profile, storedAt: Date): StoredDocument {
  const { user, observedAt, ...fields } = toBson(profile) as {
    user: Record<string, unknown>;
    observedAt: Date;
  };
  const { id, ...userFields } = user;
  return { _id: id as string, ...userFields, ...fields, observedAt, storedAt };
}

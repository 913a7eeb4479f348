import type { Profile } from '@tdp/contracts';
import { toUserDocument } from '../write-models/user-document';
import { versionId } from '../write-models/versioned';
import { createVersionedWriter } from '../writes/versioned-writer';
import { prepare, writePrepared, type CreateWriter } from './writer';

/** Stores profiles: one document per user, the newest observed. */
export const createProfileWriter: CreateWriter = ({ database, operations, metrics, clock }) => {
  const users = createVersionedWriter({ collection: database.users, operations, metrics, clock });
  return (slice) => {
    const storedAt = new Date(clock.now());
    const prepared = slice.map((envelope) =>
      prepare(envelope, versionId, () => toUserDocument(envelope.record as Profile, storedAt)),
    );
    return writePrepared(users, prepared);
  };
};

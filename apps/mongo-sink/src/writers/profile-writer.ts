import type { Profile } from '@tdp/contracts';
import type { Envelope } from '@tdp/streaming';
import { toUserDocument } from '../write-models/user-document';
import { toUserSnapshot } from '../write-models/user-snapshot-document';
import { versionId, type StoredDocument } from '../write-models/versioned';
import { createVersionedWriter } from '../writes/versioned-writer';
import { prepare, writePrepared, type CreateWriter, type Prepared } from './writer';

/** Stores profiles: in `users` one document per user, the newest observed; in `user_snapshots` one per user and day. */
export const createProfileWriter: CreateWriter = ({ database, operations, metrics, clock }) => {
  const parts = { operations, metrics, clock };
  const users = createVersionedWriter({ collection: database.users, ...parts });
  const snapshots = createVersionedWriter({ collection: database.userSnapshots, ...parts });
  return async (slice) => {
    const storedAt = new Date(clock.now());
    const ofUsers = await writePrepared(users, prepareEach(slice, storedAt, toUserDocument, versionId));
    const ofSnapshots = await writePrepared(
      snapshots,
      prepareEach(slice, storedAt, toUserSnapshot, ({ userId }) => String(userId)),
    );
    // A profile refused by either is dead-lettered; sent back, it is written to both again.
    return ofUsers.map((result, index) => (result.kind === 'ok' ? (ofSnapshots[index] ?? result) : result));
  };
};

const prepareEach = (
  slice: readonly Envelope[],
  storedAt: Date,
  toDocument: (profile: Profile, storedAt: Date) => StoredDocument,
  idOf: (document: StoredDocument) => string,
): readonly Prepared[] =>
  slice.map((envelope) => prepare(envelope, idOf, () => toDocument(envelope.record as Profile, storedAt)));

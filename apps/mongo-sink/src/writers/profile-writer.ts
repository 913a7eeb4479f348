import { CORRECTION_HEADER, type Profile } from '@tdp/contracts';
import { deadLetter, type Envelope } from '@tdp/streaming';
import { userKey } from '../write-models/removal-keys';
import { toUserDocument } from '../write-models/user-document';
import { toUserSnapshot } from '../write-models/user-snapshot-document';
import { versionId, type StoredDocument } from '../write-models/versioned';
import type { Known } from '../writes/known-marks';
import { createVersionedWriter } from '../writes/versioned-writer';
import {
  isDocument,
  prepare,
  REMOVED,
  STORED,
  writePrepared,
  type CreateWriter,
  type Prepared,
  type SinkResult,
} from './writer';

const NOT_OURS: SinkResult = deadLetter(
  'REMOVAL_INVALID',
  new Error('a null that is not from the sink itself: to remove a user, say so in the topic removals'),
  'removal',
);

/**
 * Stores profiles: in `users` one document per user, the newest observed; in `user_snapshots` one per user and day; of
 * removed users nothing.
 */
export const createProfileWriter: CreateWriter = ({
  database,
  operations,
  metrics,
  clock,
  removals,
  corrections,
}) => {
  const parts = { operations, metrics, clock };
  const users = createVersionedWriter({ collection: database.users, ...parts });
  const snapshots = createVersionedWriter({ collection: database.userSnapshots, ...parts });

  /** The users that are removed, taken out of the topic as well. */
  async function removedOf(ids: readonly string[], known: Known): Promise<ReadonlySet<string>> {
    const marked = await removals.among(ids.map(userKey).filter((key) => known.mayHave(key)));
    const removed = new Set(ids.filter((id) => marked.has(userKey(id))));
    await corrections.send([...removed].map((removedUser) => ({ removedUser })));
    return removed;
  }

  return async (slice) => {
    const storedAt = new Date(clock.now());
    const known = await removals.known.current();
    const ids = [
      ...new Set(slice.flatMap(({ record }) => (record === null ? [] : [(record as Profile).user.id]))),
    ];
    const removed = await removedOf(ids, known);
    const prepareEach = (
      toDocument: (profile: Profile, storedAt: Date) => StoredDocument,
      idOf: (document: StoredDocument) => string,
    ): readonly Prepared[] =>
      slice.map((envelope: Envelope) => {
        const profile = envelope.record as Profile | null;
        if (profile === null) {
          // The sink's own says what it did before.
          return envelope.headers[CORRECTION_HEADER] === undefined ? NOT_OURS : STORED;
        }
        return removed.has(profile.user.id)
          ? REMOVED
          : prepare(envelope, idOf, () => toDocument(profile, storedAt));
      });
    const ofUsers = await writePrepared(users, prepareEach(toUserDocument, versionId));
    const documents = prepareEach(toUserSnapshot, ({ userId }) => String(userId));
    const ofSnapshots = await writePrepared(snapshots, documents);
    const now = await removals.known.refresh();
    if (now !== known) {
      // Another replica may have marked some of them since we looked.
      await removals.forgetUsers([...(await removedOf(ids, now))]);
    }
    // A profile refused by either is dead-lettered; sent back, it is written to both again.
    return ofUsers.map((result, index) =>
      result.kind === 'ok' && isDocument(documents[index] as Prepared)
        ? (ofSnapshots[index] ?? result)
        : result,
    );
  };
};

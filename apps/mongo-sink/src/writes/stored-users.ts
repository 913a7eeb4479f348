import type { mongo } from 'mongoose';
import type { Operations } from '../operations';
import type { StoredDocument } from '../write-models/versioned';
import type { Corrections } from './corrections';
import { mustDelete } from './must-write';

/** What is stored of users beside their posts: profiles and snapshots. */
export interface StoredUsers {
  /**
   * Deletes users with their snapshots, and their profiles from the topic, which comes first: whoever dies in between
   * finds the documents again. @throws MONGO_UNAVAILABLE (retriable); doing it again is harmless
   */
  forget(ids: readonly string[]): Promise<void>;
}

export interface StoredUsersDeps {
  readonly users: mongo.Collection<StoredDocument>;
  readonly userSnapshots: mongo.Collection<StoredDocument>;
  readonly corrections: Corrections;
  readonly operations: Operations;
}

export function createStoredUsers(deps: StoredUsersDeps): StoredUsers {
  const { users, userSnapshots, corrections, operations } = deps;
  return {
    async forget(ids) {
      if (ids.length === 0) {
        return;
      }
      await corrections.send(ids.map((removedUser) => ({ removedUser })));
      await mustDelete(operations, users, ids);
      const snapshots = await operations.read("looking up a user's snapshots", () =>
        userSnapshots.find({ userId: { $in: [...ids] } }, { projection: { _id: 1 } }).toArray(),
      );
      await mustDelete(
        operations,
        userSnapshots,
        snapshots.map(({ _id }) => _id),
      );
    },
  };
}

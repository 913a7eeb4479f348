import type { mongo } from 'mongoose';
import type { Clock } from '@tdp/service';
import type { RemovedTweet } from './models/removed-tweet';
import { unavailable } from './mongo-errors';
import type { StoredDocument } from './write-models/versioned';

/** Removed posts: taken out of `tweets` and kept out. */
export interface Removals {
  /** Which of these ids were removed at any time. @throws MONGO_UNAVAILABLE (retriable) */
  among(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Removes posts for good, whether they are stored yet or not. @throws MONGO_UNAVAILABLE (retriable) */
  remove(ids: readonly string[]): Promise<void>;
}

export interface RemovalsDeps {
  readonly tweets: mongo.Collection<StoredDocument>;
  readonly removedTweets: mongo.Collection<RemovedTweet>;
  readonly clock: Clock;
}

export function createRemovals({ tweets, removedTweets, clock }: RemovalsDeps): Removals {
  return {
    async among(ids) {
      if (ids.length === 0) {
        return new Set();
      }
      try {
        const found = await removedTweets
          .find({ _id: { $in: [...ids] } }, { projection: { _id: 1 } })
          .toArray();
        return new Set(found.map(({ _id }) => _id));
      } catch (error) {
        throw unavailable('looking up removed posts', error);
      }
    },
    async remove(ids) {
      if (ids.length === 0) {
        return;
      }
      const removedAt = new Date(clock.now());
      try {
        // The marker first: a crash in between must not let a replay store the post again.
        await removedTweets.bulkWrite(
          ids.map((_id) => ({
            updateOne: { filter: { _id }, update: { $setOnInsert: { removedAt } }, upsert: true },
          })),
          { ordered: false },
        );
        await tweets.deleteMany({ _id: { $in: [...ids] } });
      } catch (error) {
        throw unavailable('removing posts', error);
      }
    },
  };
}

import type { mongo } from 'mongoose';
import { type Clock, PipelineError } from '@tdp/service';
import type { RemovedTweet } from '../models/removed-tweet';
import type { Operations, Write } from '../operations';
import type { StoredDocument } from '../write-models/versioned';

/**
 * Removed posts: taken out of `tweets` and `tweet_versions`, and kept out by a marker for every
 * known id of their edit chains. A removal marks before it deletes, and a store looks for markers
 * after it wrote, so whichever comes second undoes the store (ADR 0017).
 */
export interface Removals {
  /** Which of these ids are marked as removed. @throws MONGO_UNAVAILABLE (retriable) */
  among(ids: ReadonlySet<string>): Promise<ReadonlySet<string>>;
  /**
   * Removes every post whose edit chain has one of these ids, whether it is stored yet or not.
   * @throws MONGO_UNAVAILABLE (retriable); removing the same again is harmless
   */
  remove(ids: ReadonlySet<string>): Promise<void>;
}

export interface RemovalsDeps {
  readonly tweets: mongo.Collection<StoredDocument>;
  readonly tweetVersions: mongo.Collection<StoredDocument>;
  readonly removedTweets: mongo.Collection<RemovedTweet>;
  readonly operations: Operations;
  readonly clock: Clock;
}

/** Edit chains found in the database. */
interface Chains {
  readonly chainIds: ReadonlySet<string>;
  /** Of all their versions that are known. */
  readonly versionIds: ReadonlySet<string>;
}

const LINKS = { projection: { chainId: 1, editHistoryTweetIds: 1 } };

export function createRemovals(deps: RemovalsDeps): Removals {
  const { tweets, tweetVersions, removedTweets, operations, clock } = deps;

  async function among(ids: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    if (ids.size === 0) {
      return new Set();
    }
    const marked = await operations.read('looking up removed posts', () =>
      removedTweets.find({ _id: { $in: [...ids] } }, { projection: { _id: 1 } }).toArray(),
    );
    return new Set(marked.map(({ _id }) => _id));
  }

  async function mark(ids: ReadonlySet<string>): Promise<void> {
    const marked = await among(ids);
    const removedAt = new Date(clock.now());
    const markers = [...ids].filter((id) => !marked.has(id)).map((_id) => ({ _id, removedAt }));
    await write({
      doing: 'marking removed posts',
      items: markers,
      command: (items) => ({ insert: removedTweets.collectionName, documents: items }),
    });
  }

  /** The stored chains that have one of these ids. A version on its way out of `tweets` is in `tweet_versions` first. */
  async function chainsOf(ids: readonly string[]): Promise<Chains> {
    const filter = { editHistoryTweetIds: { $in: ids } };
    const doing = 'looking up edit chains';
    const newest = await operations.read(doing, () =>
      tweets.find({ isEdited: true, ...filter }, LINKS).toArray(),
    );
    const older = await operations.read(doing, () => tweetVersions.find(filter, LINKS).toArray());
    return {
      chainIds: new Set([...newest.map(({ _id }) => _id), ...older.map(({ chainId }) => String(chainId))]),
      versionIds: new Set(
        [...newest, ...older].flatMap((document) => document['editHistoryTweetIds'] as string[]),
      ),
    };
  }

  async function deleteChains(chainIds: readonly string[], only: object): Promise<void> {
    for (const [collection, key] of [
      [tweetVersions, 'chainId'],
      [tweets, '_id'],
    ] as const) {
      const name = collection.collectionName;
      await write({
        doing: `deleting from ${name}`,
        items: [{ [key]: { $in: chainIds }, ...only }],
        command: (items) => ({ delete: name, deletes: items.map((q) => ({ q, limit: 0 })) }),
      });
    }
  }

  async function write<T>(request: Write<T>): Promise<void> {
    if (request.items.length === 0) {
      return;
    }
    const { refusals } = await operations.write(request);
    const refused = refusals.find(({ isDuplicateId }) => !isDuplicateId);
    if (refused !== undefined) {
      // A removal cannot be dead-lettered: what was removed would stay readable.
      throw new PipelineError('MONGO_WRITE_FAILED', `${request.doing}: ${refused.message}`);
    }
  }

  return {
    among,
    async remove(ids) {
      if (ids.size === 0) {
        return;
      }
      await mark(ids);
      const { chainIds, versionIds } = await chainsOf([...ids]);
      if (chainIds.size > 0) {
        await mark(new Set([...chainIds, ...versionIds]));
        // What does not tell its chain by one of the ids goes first: after a crash in between, the
        // rest leads to the same chains again.
        await deleteChains([...chainIds], { editHistoryTweetIds: { $nin: [...ids] } });
      }
      await deleteChains([...ids, ...chainIds], {});
    },
  };
}

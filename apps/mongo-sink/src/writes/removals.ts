import type { mongo } from 'mongoose';
import type { SinkMetrics } from '../metrics';
import type { RemovalMark } from '../models/removal';
import type { DeadLetterSummary } from '../models/dead-letter';
import type { SinkState } from '../models/sink-state';
import type { Clock } from '@tdp/service';
import type { Operations } from '../operations';
import { postKey, userKey, type RemovalKey } from '../write-models/removal-keys';
import type { StoredDocument } from '../write-models/versioned';
import type { Corrections } from './corrections';
import { createKnownMarks, type KnownMarks } from './known-marks';
import { createMarks, type Consequence, type Marks, type Word } from './marks';
import { createStoredLetters, type StoredLetters } from './stored-letters';
import { createStoredPosts } from './stored-posts';
import { createStoredUsers } from './stored-users';

/**
 * What has been removed at X: taken out of every collection and topic, and kept out by marks. A removal marks before
 * it deletes, and who stores looks for marks before and, if any was set meanwhile, after, so whichever comes second
 * undoes the store (ADR 0017).
 */
export interface Removals extends Pick<Marks, 'among'> {
  /** Which marks there are, as far as most posts need to know. */
  readonly known: KnownMarks;
  /**
   * Takes words to heart: marks, then cleans all that is stored and the topics.
   * @throws MONGO_UNAVAILABLE (retriable); hearing the same again is harmless
   */
  hear(words: readonly Word[]): Promise<void>;
  /** Posts are found to be of chains with a mark: the other ids are marked, too, and what is stored of them is cleaned. */
  spread(chains: readonly Chain[]): Promise<void>;
  /** Looks again at posts that were just stored. */
  recheck(chainIds: readonly string[]): Promise<void>;
  /** Deletes users with their snapshots, and their profiles from the topic. */
  forgetUsers(ids: readonly string[]): Promise<void>;
  readonly letters: StoredLetters;
}

/** Ids that are one post, and the mark that one of them has. */
export interface Chain {
  readonly ids: readonly string[];
  readonly because: RemovalKey;
}

export interface RemovalsDeps {
  readonly tweets: mongo.Collection<StoredDocument>;
  readonly tweetVersions: mongo.Collection<StoredDocument>;
  readonly users: mongo.Collection<StoredDocument>;
  readonly userSnapshots: mongo.Collection<StoredDocument>;
  readonly deadLetters: mongo.Collection<DeadLetterSummary>;
  readonly removals: mongo.Collection<RemovalMark>;
  readonly sinkState: mongo.Collection<SinkState>;
  readonly corrections: Corrections;
  readonly operations: Operations;
  readonly metrics: SinkMetrics;
  readonly clock: Clock;
}

type Filter = mongo.Filter<StoredDocument>;

export function createRemovals(deps: RemovalsDeps): Removals {
  const { tweets, tweetVersions, corrections, operations, metrics } = deps;
  const known = createKnownMarks(deps);
  const marks = createMarks(deps);
  const newest = createStoredPosts({ ...deps, collection: tweets, marks });
  const older = createStoredPosts({ ...deps, collection: tweetVersions, marks });
  const letters = createStoredLetters({ ...deps, marks });
  const storedUsers = createStoredUsers(deps);

  /** Every id of the stored chains that have one of these, by the id that led to it. */
  async function chainsOf(ids: readonly string[]): Promise<readonly Consequence[]> {
    const wanted = new Set(ids);
    const filter = { editHistoryTweetIds: { $in: ids } };
    const projection = { editHistoryTweetIds: 1 };
    // A version on its way out of `tweets` is in `tweet_versions` first.
    const found = [
      ...(await read('looking up edit chains', tweets, { isEdited: true, ...filter }, projection)),
      ...(await read('looking up edit chains', tweetVersions, filter, projection)),
    ];
    return found.flatMap((document) => {
      const chain = document['editHistoryTweetIds'] as readonly string[];
      const because = chain.find((id) => wanted.has(id)) as string;
      return chain
        .filter((id) => !wanted.has(id))
        .map((id) => ({ key: postKey(id), because: postKey(because) }));
    });
  }

  /** Every id of a user's posts. */
  async function postsOf(ids: readonly string[]): Promise<readonly Consequence[]> {
    const doing = "looking up a user's posts";
    const projection = { id: 1, authorId: 1, editHistoryTweetIds: 1 };
    const found = [
      ...(await read(doing, tweets, { authorId: { $in: ids } }, projection)),
      ...(await read(
        doing,
        tweetVersions,
        { holds: { $in: ids.map(userKey) }, authorId: { $in: ids } },
        projection,
      )),
    ];
    return found.flatMap(({ id, authorId, editHistoryTweetIds }) => {
      const all = new Set([...(editHistoryTweetIds as readonly string[]), String(id)]);
      return [...all].map((post) => ({ key: postKey(post), because: userKey(String(authorId)) }));
    });
  }

  const read = (doing: string, from: mongo.Collection<StoredDocument>, filter: object, projection: object) =>
    operations.read(doing, () => from.find(filter as Filter, { projection }).toArray());

  /** Posts and users in one: the posts themselves, their versions, and whatever holds any of them. */
  async function clean(keys: readonly RemovalKey[]): Promise<void> {
    const posts = idsOf(keys, 'post');
    const authors = idsOf(keys, 'user');
    const holding = { holds: { $in: keys } };
    const own = { editHistoryTweetIds: { $in: posts } };
    await older.clean(own);
    await older.clean(holding);
    await newest.clean({ _id: { $in: posts } });
    await newest.clean({ isEdited: true, ...own });
    await newest.clean({ authorId: { $in: authors } });
    await newest.clean(holding);
  }

  return {
    letters,
    forgetUsers: (ids) => storedUsers.forget(ids),
    known,
    among: (keys) => marks.among(keys),
    async hear(words) {
      if (words.length === 0) {
        return;
      }
      await marks.hear(words);
      known.expire();
      const said = [...new Set(words.map(({ key }) => key))];
      const marked = await marks.among(said);
      const removed = said.filter((key) => marked.has(key));
      // Even if nothing is stored of a post, the topics may have it.
      await corrections.send(idsOf(removed, 'post').map((removedPost) => ({ removedPost })));
      const authors = idsOf(removed, 'user');
      await marks.follow([...(await chainsOf(idsOf(removed, 'post'))), ...(await postsOf(authors))]);
      const following = await marks.followingFrom(removed);
      await clean([...said, ...following]);
      await storedUsers.forget(authors);
      const unwanted = words.filter(({ action }) => action !== 'restore').map(({ key }) => key);
      await letters.forget([...unwanted, ...following]);
      for (const { key } of words.filter(({ action }) => action !== 'restore')) {
        metrics.removed.inc({ subject: key.startsWith('user') ? 'user' : 'post' });
      }
    },
    async spread(chains) {
      const consequences = chains.flatMap(({ ids, because }) =>
        ids.map((id) => ({ key: postKey(id), because })).filter(({ key }) => key !== because),
      );
      await marks.follow(consequences);
      known.expire();
      const keys = [...new Set(consequences.map(({ key }) => key))];
      await clean(keys);
      await letters.forget(keys);
    },
    async recheck(ids) {
      await older.clean({ chainId: { $in: ids } });
      await newest.clean({ _id: { $in: [...ids] } });
    },
  };
}

const idsOf = (keys: readonly RemovalKey[], subject: 'post' | 'user'): readonly string[] =>
  keys.filter((key) => key.startsWith(subject)).map((key) => key.slice(subject.length + 1));

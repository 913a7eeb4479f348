import { mongo } from 'mongoose';
import type { Tweet } from '@tdp/contracts';
import type { RemovalMark } from '../models/removal';
import type { SinkState } from '../models/sink-state';
import type { Operations } from '../operations';
import { chainIds, postKey, userKey, type RemovalKey } from '../write-models/removal-keys';
import { compareIds } from '../write-models/versioned';
import type { Removed } from '../write-models/without-removed';
import { GENERATION } from './known-marks';
import { mustWrite } from './must-write';

/** What somebody said about a post or a user. */
export interface Word {
  readonly key: RemovalKey;
  readonly action: 'remove' | 'restore' | 'scrub_geo';
  /** When it happened at X. */
  readonly at: Date;
  readonly reason: string | null;
  readonly source: string;
  /** Of scrub_geo for a user. */
  readonly upToPostId?: string | null;
}

/** A mark that follows from another. */
export interface Consequence {
  readonly key: RemovalKey;
  readonly because: RemovalKey;
}

/** Marks of what must not be stored, in `removals`; see ADR 0017. */
export interface Marks {
  /** What is marked among these. @throws MONGO_UNAVAILABLE (retriable) */
  among(keys: Iterable<RemovalKey>): Promise<Marked>;
  /** Records words; of two about one thing the later holds. Afterwards the generation goes up. */
  hear(words: readonly Word[]): Promise<void>;
  /** Marks what follows from removals that hold; afterwards the generation goes up. */
  follow(consequences: readonly Consequence[]): Promise<void>;
  /** Keys whose marks follow from these. */
  followingFrom(keys: Iterable<RemovalKey>): Promise<readonly RemovalKey[]>;
}

/** Marks that were looked up. */
export interface Marked extends Removed {
  /** Whether there is any. */
  readonly isEmpty: boolean;
  /** Whether anything must go of it: all, or where it was written. */
  isNamed(key: RemovalKey): boolean;
}

export interface MarksDeps {
  readonly removals: mongo.Collection<RemovalMark>;
  readonly sinkState: mongo.Collection<SinkState>;
  readonly operations: Operations;
}

/** A 64-bit integer from the first on: one BSON type whatever the value. */
const ONE = mongo.Long.fromNumber(1);
const LOOK = { projection: { state: 1, geoScrubbedAt: 1, geoUpToPostId: 1 } };

export function createMarks({ removals, sinkState, operations }: MarksDeps): Marks {
  const name = removals.collectionName;

  const update = (doing: string, updates: readonly mongo.Document[]): Promise<void> =>
    mustWrite(operations, { doing, items: updates, command: (items) => ({ update: name, updates: items }) });

  /** Only now, when the marks are there: whoever sees it go up sees them. */
  async function raiseGeneration(): Promise<void> {
    await mustWrite(operations, {
      doing: 'marking removals',
      items: [GENERATION],
      command: (items) => ({
        update: sinkState.collectionName,
        updates: items.map((_id) => ({ q: { _id }, u: { $inc: { generation: ONE } }, upsert: true })),
      }),
    });
  }

  /** A post that is kept again takes with it what was removed because of it, and of what its mark followed from. */
  async function restore(word: Word): Promise<void> {
    const mark = await operations.read('looking up removals', () => removals.findOne({ _id: word.key }));
    const cause = mark?.because?.startsWith('post/') === true ? mark.because : null;
    const roots = [word.key, ...(cause === null ? [] : [cause])];
    const set = { state: 'restored', at: word.at };
    const followed = { because: { $in: roots }, state: 'removed', at: { $lt: word.at } };
    const following = await operations.read('looking up removals', () =>
      removals
        .find({ ...followed, _id: { $nin: roots } } as mongo.Filter<RemovalMark>, { projection: { _id: 1 } })
        .toArray(),
    );
    // What they follow from comes last: until then the same word finds them again.
    await update(
      'taking back removals',
      following.map(({ _id }) => ({ q: { _id, ...followed }, u: { $set: set, ...RECORDED_NOW } })),
    );
    await update(
      'taking back removals',
      roots.map((_id) => ({
        q: { _id, ...olderThan(word.at) },
        u: {
          $set: { ...set, because: null, reason: word.reason, source: word.source },
          ...RECORDED_NOW,
          $setOnInsert: NO_GEO,
        },
        upsert: true,
      })),
    );
  }

  return {
    async among(keys) {
      const ids = [...keys];
      if (ids.length === 0) {
        return toMarked([]);
      }
      const filter = { _id: { $in: ids }, $or: [{ state: 'removed' }, { geoScrubbedAt: { $ne: null } }] };
      return toMarked(
        await operations.read('looking up removals', () =>
          removals.find(filter as mongo.Filter<RemovalMark>, LOOK).toArray(),
        ),
      );
    },
    async hear(words) {
      // In any order: what each changes is only what an earlier word said.
      const [restores, others] = partition(words, ({ action }) => action === 'restore');
      await update('marking removals', others.map(toUpdate));
      for (const word of restores) {
        await restore(word);
      }
      await raiseGeneration();
    },
    async follow(consequences) {
      if (consequences.length === 0) {
        return;
      }
      const causes = new Map(
        (
          await operations.read('looking up removals', () =>
            removals
              .find({ _id: { $in: [...new Set(consequences.map(({ because }) => because))] } })
              .toArray(),
          )
        ).map((mark) => [mark._id, mark]),
      );
      await update(
        'marking removals',
        consequences.flatMap((consequence) => {
          const cause = causes.get(consequence.because);
          return cause === undefined ? [] : [toFollowing(consequence, cause)];
        }),
      );
      await raiseGeneration();
    },
    async followingFrom(keys) {
      const filter = { because: { $in: [...keys] }, state: 'removed' } as mongo.Filter<RemovalMark>;
      const marks = await operations.read('looking up removals', () =>
        removals.find(filter, { projection: { _id: 1 } }).toArray(),
      );
      return marks.map(({ _id }) => _id as RemovalKey);
    },
  };
}

const NO_GEO = { geoScrubbedAt: null, geoUpToPostId: null };
/** The server's time: a process that was frozen meanwhile must not date it back (known-marks.ts). */
const RECORDED_NOW = { $currentDate: { recordedAt: true } };
const NO_STATE = { state: null, at: null, reason: null, source: null, because: null };

const olderThan = (at: Date) => ({ $or: [{ at: null }, { at: { $lt: at } }] });

function toUpdate({ key, action, at, reason, source, upToPostId = null }: Word): object {
  if (action === 'scrub_geo') {
    return {
      q: { _id: key, $or: [{ geoScrubbedAt: null }, { geoScrubbedAt: { $lt: at } }] },
      u: {
        $set: { geoScrubbedAt: at, geoUpToPostId: upToPostId },
        ...RECORDED_NOW,
        $setOnInsert: NO_STATE,
      },
      upsert: true,
    };
  }
  return {
    // What only followed from another removal is now removed for its own sake, whichever came first.
    q: { _id: key, $or: [...olderThan(at).$or, { state: 'removed', because: { $gt: '' } }] },
    u: {
      $set: { state: 'removed', at, reason, source, because: null },
      ...RECORDED_NOW,
      $setOnInsert: NO_GEO,
    },
    upsert: true,
  };
}

/** Does not touch what is removed already, for its own sake or because of another. */
function toFollowing({ key, because }: Consequence, cause: RemovalMark): object {
  const { at, reason, source } = cause;
  return {
    q: { _id: key, $or: [{ state: null }, { state: 'restored', at: { $lt: at } }] },
    u: {
      $set: { state: 'removed', at, reason, source, because },
      ...RECORDED_NOW,
      $setOnInsert: NO_GEO,
    },
    upsert: true,
  };
}

type Look = Pick<RemovalMark, '_id' | 'state' | 'geoScrubbedAt' | 'geoUpToPostId'>;

function toMarked(marks: readonly Look[]): Marked {
  const removed = new Set(marks.filter(({ state }) => state === 'removed').map(({ _id }) => _id));
  const scrubbed = new Map(
    marks.filter(({ geoScrubbedAt }) => geoScrubbedAt !== null).map((mark) => [mark._id, mark]),
  );
  const upTo = (post: Tweet): boolean => {
    const mark = post.authorId === null ? undefined : scrubbed.get(userKey(post.authorId));
    const last = mark?.geoUpToPostId ?? null;
    return mark !== undefined && (last === null || compareIds(post.id, last) <= 0);
  };
  return {
    isEmpty: marks.length === 0,
    isNamed: (key) => removed.has(key) || scrubbed.has(key),
    has: (key) => removed.has(key),
    hasNoPlace: (post) => chainIds(post).some((id) => scrubbed.has(postKey(id))) || upTo(post),
  };
}

function partition<T>(items: readonly T[], is: (item: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [items.filter(is), items.filter((item) => !is(item))];
}

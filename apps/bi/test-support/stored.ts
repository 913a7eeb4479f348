import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readDataDictionary } from '@tdp/bi/testing';
import type { EnrichedTweet, Profile, StreamGap } from '@tdp/contracts';
import { AN_INSTANT } from '@tdp/testing';
import { Double, Long, type Document } from 'mongodb';

const FILES = ['data-dictionary.md', 'rollup-dictionary.md'].map((file) =>
  path.resolve(__dirname, '../../../docs', file),
);
const dictionary = readDataDictionary(FILES.map((file) => readFileSync(file, 'utf8')).join('\n'));
const storedAt = AN_INSTANT + 2_000;

/** A post as the sink stores it; the dictionary says so, which the sink's own tests hold to what it does. */
export function storedPost({ tweet, ...enrichments }: EnrichedTweet): Document {
  const _id = tweet.editHistoryTweetIds[0] ?? tweet.id;
  const added = { _id, location: null, isEdited: _id !== tweet.id, holds: [], timesCut: 0, storedAt };
  return toDocument('tweets', { ...tweet, ...enrichments, ...added });
}

export function storedUser({ user: { id, ...user }, ...profile }: Profile): Document {
  return toDocument('users', { _id: id, ...user, ...profile, storedAt });
}

export function storedSnapshot(
  userId: string,
  day: number,
  counts: { readonly [name: string]: number | null } = {},
): Document {
  const unknown = { followersCount: null, followingCount: null, tweetCount: null, listedCount: null };
  const fields = { ...unknown, likeCount: null, ...counts, observedAt: day + 1, storedAt: day + 2 };
  const _id = `${userId}/${new Date(day).toISOString().slice(0, 10)}`;
  return toDocument('user_snapshots', { _id, userId, day, username: 'ann_lee', ...fields });
}

export function storedGap(gap: StreamGap): Document {
  const _id = `${gap.source}/${new Date(gap.openedAt).toISOString()}`;
  return toDocument('stream_gaps', { _id, ...gap, observedAt: gap.closedAt ?? gap.openedAt, storedAt });
}

/** A row of rollup_hourly or rollup_daily, as `apps/rollup` keeps it. */
export function storedRow(
  collection: 'rollup_hourly' | 'rollup_daily',
  row: {
    readonly dimension: string;
    readonly at: number;
    readonly key?: string;
    readonly otherKey?: string;
    readonly posts: number;
  },
): Document {
  const { posts, key = '', otherKey = '' } = row;
  const measures = {
    ...{ posts, originalPosts: posts - 1, scoredPosts: posts, sentimentSum: -4_588 * posts },
    ...{
      positivePosts: 1,
      neutralPosts: 0,
      negativePosts: posts - 1,
      engagedPosts: 1,
      engagements: 5_000_000_004,
    },
  };
  const time = new Date(row.at).toISOString().slice(0, collection === 'rollup_hourly' ? 13 : 10);
  const _id = [row.dimension, time, key, ...(otherKey === '' ? [] : [otherKey])].join('/');
  return toDocument(collection, { _id, ...row, key, otherKey, ...measures });
}

/** A conversation or a group of copies, as `apps/rollup` keeps it. */
export function storedGroup(group: {
  readonly kind: string;
  readonly key: string;
  readonly posts: number;
  readonly authors: number;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly firstPostId: string;
}): Document {
  const _id = `${group.kind}/${group.key}`;
  return toDocument('rollup_groups', { _id, ...group, scoredPosts: 2, sentimentSum: -4_588 });
}

function toDocument(collection: string, fields: Document): Document {
  const [given, wanted] = [Object.keys(fields).sort(), [...dictionary.fieldsOf(collection)].sort()];
  if (given.join() !== wanted.join()) {
    throw new Error(`a document of ${collection} has other fields than its dictionary: ${given.join()}`);
  }
  return convert(collection, '', fields) as Document;
}

/** Each value in the BSON type that its field has. */
function convert(collection: string, at: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object') {
    return typeof value === 'number' ? toNumber(collection, at, value) : value;
  }
  if (Array.isArray(value)) {
    return value.map((item) => convert(collection, at, item));
  }
  const inside = at === '' ? '' : `${at}.`;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, convert(collection, `${inside}${name}`, field)]),
  );
}

function toNumber(collection: string, at: string, value: number): unknown {
  const type = dictionary.fieldAt(collection, at)?.type.replace('array of ', '');
  switch (type) {
    case 'date':
      return new Date(value);
    case 'long':
      return Long.fromNumber(value);
    case 'double':
      return new Double(value);
    case 'int':
      return value;
    default:
      throw new Error(`${collection}.${at} is no number in the dictionary`);
  }
}

import type { Db, Document } from 'mongodb';

/** Rows by what tells them apart, with their measures. */
export type Rows = Readonly<Record<string, Readonly<Record<string, number>>>>;

const is = (condition: Document): Document => ({ $cond: [condition, 1, 0] });
const known = (field: string): Document => ({ $ne: [{ $ifNull: [field, null] }, null] });
const one = (dimension: string, field: string): Document => ({
  $cond: [known(field), [{ dimension, key: field, otherKey: '' }], []],
});
const each = (dimension: string, list: unknown): Document => ({
  $map: { input: { $ifNull: [list, []] }, as: 'key', in: { dimension, key: '$$key', otherKey: '' } },
});
const tags = { $slice: [{ $ifNull: ['$tags.hashtags.key', []] }, 10] };
const webLinks = {
  $filter: {
    input: { $ifNull: ['$links.links', []] },
    as: 'link',
    cond: { $and: [{ $eq: ['$$link.kind', 'web'] }, known('$$link.domain')] },
  },
};
const pairs = {
  $reduce: {
    input: tags,
    initialValue: [],
    in: {
      $concatArrays: [
        '$$value',
        {
          $map: {
            input: { $filter: { input: tags, as: 'other', cond: { $lt: ['$$this', '$$other'] } } },
            as: 'other',
            in: { dimension: 'hashtag_pair', key: '$$this', otherKey: '$$other' },
          },
        },
      ],
    },
  },
};
const isOriginal = { $and: [known('$conversation.kind'), { $ne: ['$conversation.kind', 'repost'] }] };
const isEngaged = { $and: [isOriginal, known('$reach.engagements')] };
const sounds = (label: string): Document => is({ $eq: ['$sentiment.label', label] });

const MEASURES: Readonly<Record<string, unknown>> = {
  posts: { $literal: 1 },
  originalPosts: is(isOriginal),
  scoredPosts: is(known('$sentiment.compound')),
  sentimentSum: { $round: [{ $multiply: [{ $ifNull: ['$sentiment.compound', 0] }, 10_000] }, 0] },
  positivePosts: sounds('positive'),
  neutralPosts: sounds('neutral'),
  negativePosts: sounds('negative'),
  engagedPosts: is(isEngaged),
  engagements: { $cond: [isEngaged, '$reach.engagements', 0] },
};

export const MEASURE_NAMES = Object.keys(MEASURES);

/** Stages over `tweets` that count all posts anew; `_id` has `at` and `cell`. */
export function cellStages(unit: 'hour' | 'day'): Document[] {
  return [
    { $match: { createdAt: { $type: 'date' } } },
    {
      $project: {
        ...MEASURES,
        at: { $dateTrunc: { date: '$createdAt', unit } },
        cell: {
          $concatArrays: [
            [{ dimension: 'all', key: '', otherKey: '' }],
            each('hashtag', '$tags.hashtags.key'),
            pairs,
            each('topic', '$topics.topics.name'),
            one('sentiment', '$sentiment.label'),
            one('language', '$language.tag'),
            one('country', '$geo.countryCode'),
            each('domain', {
              $setUnion: [{ $map: { input: webLinks, as: 'link', in: '$$link.domain' } }, []],
            }),
            one('kind', '$conversation.kind'),
            one('author', '$authorId'),
          ],
        },
      },
    },
    { $unwind: '$cell' },
    {
      $group: {
        _id: { at: '$at', cell: '$cell' },
        ...Object.fromEntries(MEASURE_NAMES.map((name) => [name, { $sum: `$${name}` }])),
      },
    },
  ];
}

/** What the rollups must be: all posts, counted anew by MongoDB. */
export async function recount(db: Db, unit: 'hour' | 'day'): Promise<Rows> {
  const rows = await db.collection('tweets').aggregate(cellStages(unit)).toArray();
  return toRows(rows.map(({ _id, ...measures }) => ({ ...(_id as { at: Date; cell: Document }), measures })));
}

/** What the rollups are. */
export async function stored(db: Db, unit: 'hour' | 'day'): Promise<Rows> {
  const rows = await db
    .collection(unit === 'hour' ? 'rollup_hourly' : 'rollup_daily')
    .find({}, { projection: { _id: 0 } })
    .toArray();
  return toRows(
    rows.map(({ at, dimension, key, otherKey, ...measures }) => ({
      at: at as Date,
      cell: { dimension, key, otherKey },
      measures,
    })),
  );
}

/** What conversations and groups of copies must be. */
export async function recountGroups(db: Db): Promise<Rows> {
  const groups = { conversation: '$conversation.threadRootId', copies: '$copies.textHash' };
  const found: [string, Record<string, number>][] = [];
  for (const [kind, key] of Object.entries(groups)) {
    const rows = await db
      .collection('tweets')
      .aggregate([
        {
          $match: { createdAt: { $type: 'date' }, 'conversation.kind': { $in: ['post', 'reply', 'quote'] } },
        },
        { $project: { ...MEASURES, key: { $ifNull: [key, null] }, createdAt: 1, authorId: 1 } },
        { $match: { key: { $ne: null } } },
        { $sort: { createdAt: 1, _id: 1 } },
        {
          $group: {
            _id: '$key',
            posts: { $sum: 1 },
            authors: { $addToSet: '$authorId' },
            scoredPosts: { $sum: '$scoredPosts' },
            sentimentSum: { $sum: '$sentimentSum' },
            firstAt: { $first: '$createdAt' },
            firstPostId: { $first: '$_id' },
            lastAt: { $last: '$createdAt' },
          },
        },
        { $match: { posts: { $gte: 2 } } },
        { $set: { authors: { $size: { $setDifference: ['$authors', [null]] } } } },
      ])
      .toArray();
    found.push(
      ...rows.map(({ _id, ...row }): [string, Record<string, number>] => [
        `${kind}/${String(_id)}`,
        { ...row, kind, key: _id } as unknown as Record<string, number>,
      ]),
    );
  }
  return Object.fromEntries(found.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What they are. */
export async function storedGroups(db: Db): Promise<Rows> {
  const rows = await db.collection('rollup_groups').find().sort({ _id: 1 }).toArray();
  return Object.fromEntries(rows.map(({ _id, ...row }) => [String(_id), row as Record<string, number>]));
}

function toRows(
  rows: readonly { readonly at: Date; readonly cell: Document; readonly measures: Document }[],
): Rows {
  const entries = rows.map(({ at, cell, measures }): [string, Record<string, number>] => [
    [cell['dimension'], at.toISOString(), cell['key'], cell['otherKey']].join(' '),
    measures,
  ]);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Whether rollups are what MongoDB counts anew. */
export async function expectExact(db: Db): Promise<void> {
  expect(await stored(db, 'hour')).toEqual(await recount(db, 'hour'));
  expect(await stored(db, 'day')).toEqual(await recount(db, 'day'));
  expect(await storedGroups(db)).toEqual(await recountGroups(db));
}

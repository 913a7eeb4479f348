import { dimension, measure, REQUIRED } from './columns';
import type { Expression, ExpressionObject, Table } from './table';

/** Earlier weeks that are looked at, and how many of them must be known. */
const WEEKS = 8;
const LEAST_WEEKS = 3;
/** Below so many posts an hour chance has the greater part. */
const LEAST_POSTS = 10;
const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

const hourText = (date: Expression): ExpressionObject => ({ $dateToString: { date, format: '%Y-%m-%dT%H' } });
const over = (input: Expression, as: string, value: Expression): ExpressionObject => ({
  $map: { input, as, in: value },
});
/** Posts of the row of that hour among looked up ones; null when there is none. */
const postsAt = (rows: string, hour: string): ExpressionObject => ({
  $first: over(
    { $filter: { input: rows, as: 'row', cond: { $eq: ['$$row.at', hour] } } },
    'row',
    '$$row.posts',
  ),
});
/** Whether posts of that hour may have passed unseen. */
const isCovered = (hour: string): ExpressionObject => ({
  $anyElementTrue: [
    over('$gaps', 'gap', {
      $and: [
        { $lt: ['$$gap.from', { $add: [hour, HOUR_MS] }] },
        { $or: [{ $eq: [{ $ifNull: ['$$gap.to', null] }, null] }, { $gt: ['$$gap.to', hour] }] },
      ],
    }),
  ],
});
const expected: Expression = { $multiply: ['$total', { $avg: '$shares' }] };
const weeks: Expression = { $size: '$shares' };

/** The same hour of earlier weeks, of the row's own key and of all posts, each found by its _id. */
const LOOK_BACK: readonly ExpressionObject[] = [
  {
    $set: {
      hours: over(
        Array.from({ length: WEEKS }, (_, week) => (week + 1) * WEEK_MS),
        'ago',
        { $subtract: ['$at', '$$ago'] },
      ),
      // The slash and the key, as the _id has it.
      rest: {
        $substrBytes: ['$_id', { $add: [{ $strLenBytes: '$dimension' }, '/2026-01-15T10'.length] }, -1],
      },
    },
  },
  {
    $set: {
      earlierIds: over('$hours', 'hour', { $concat: ['$dimension', '/', hourText('$$hour'), '$rest'] }),
      totalIds: over({ $concatArrays: [['$at'], '$hours'] }, 'hour', {
        $concat: ['all/', hourText('$$hour'), '/'],
      }),
    },
  },
  { $lookup: { from: 'rollup_hourly', localField: 'earlierIds', foreignField: '_id', as: 'earlier' } },
  { $lookup: { from: 'rollup_hourly', localField: 'totalIds', foreignField: '_id', as: 'totals' } },
  {
    $lookup: {
      from: 'stream_gaps',
      // The same for every row: the server asks once.
      pipeline: [{ $match: { complete: { $ne: true } } }, { $project: { _id: 0, from: 1, to: 1 } }],
      as: 'gaps',
    },
  },
];

/** Shares, not counts: where twice as much is said, twice as much is said of everything. */
const COMPARE: readonly ExpressionObject[] = [
  {
    $set: {
      total: postsAt('$totals', '$at'),
      shares: over(
        {
          $filter: {
            input: '$hours',
            as: 'hour',
            cond: { $and: [{ $gt: [postsAt('$totals', '$$hour'), 0] }, { $not: [isCovered('$$hour')] }] },
          },
        },
        'hour',
        { $divide: [{ $ifNull: [postsAt('$earlier', '$$hour'), 0] }, postsAt('$totals', '$$hour')] },
      ),
    },
  },
  {
    $set: {
      baseline: {
        $switch: {
          branches: [
            { case: isCovered('$at'), then: 'unknown' },
            { case: { $lt: [weeks, LEAST_WEEKS] }, then: 'no baseline' },
            { case: { $eq: [expected, 0] }, then: 'new' },
          ],
          default: 'known',
        },
      },
    },
  },
];

const isKnown: Expression = { $eq: ['$baseline', 'known'] };
const ALL_OF_IT = ['dimension', 'at', 'key', 'posts'];

/** Counted at reading: it depends on other hours, on all posts and on gaps, any of which may change later. */
export const BURST_TABLE: Table = {
  name: 'bi_bursts',
  description: `One row per hour (UTC) and hashtag or topic with ${LEAST_POSTS} posts or more: whether that is more than in the same hour of the ${WEEKS} weeks before.`,
  collection: 'rollup_hourly',
  unwind: null,
  match: { dimension: { $in: ['hashtag', 'topic'] }, posts: { $gte: LEAST_POSTS } },
  stages: [...LOOK_BACK, ...COMPARE],
  key: ['hour_at', 'subject', 'term'],
  columns: [
    dimension('hour_at', 'timestamp', 'at', 'The beginning of the hour, UTC.', REQUIRED),
    dimension('subject', 'string', 'dimension', 'hashtag or topic.', REQUIRED),
    dimension(
      'term',
      'string',
      'key',
      'Which one: hashtag in bi_tweet_hashtags, topic in bi_tweet_topics.',
      REQUIRED,
    ),
    measure('posts', 'long', 'sum', 'posts', 'Posts with it in this hour.', REQUIRED),
    dimension(
      'baseline',
      'string',
      { paths: ALL_OF_IT, expression: '$baseline' },
      `known; new: never seen in those hours; no baseline: fewer than ${LEAST_WEEKS} of the weeks are known; unknown: posts of this hour may be missing.`,
      REQUIRED,
    ),
    measure(
      'baseline_weeks',
      'long',
      'minimum',
      { paths: ALL_OF_IT, expression: weeks },
      'Weeks of which this hour is known: something was stored, and no gap covers it.',
      REQUIRED,
    ),
    measure(
      'expected_posts',
      'double',
      'sum',
      { paths: ALL_OF_IT, expression: { $cond: [isKnown, expected, null] } },
      'The average share of all posts in those weeks, of all posts of this hour; null unless the baseline is known.',
    ),
    measure(
      'z',
      'double',
      'maximum',
      {
        paths: ALL_OF_IT,
        expression: {
          $cond: [isKnown, { $divide: [{ $subtract: ['$posts', expected] }, { $sqrt: expected }] }, null],
        },
      },
      '(posts - expected_posts) / sqrt(expected_posts): 3 is rarely chance; null unless the baseline is known.',
    ),
  ],
};

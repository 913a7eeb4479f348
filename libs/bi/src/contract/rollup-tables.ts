import { dimension, measure, REQUIRED } from './columns';
import type { Column, Table } from './table';

/** Times that posts are added up in. */
const GRAINS = [
  {
    name: 'hourly',
    collection: 'rollup_hourly',
    time: dimension('hour_at', 'timestamp', 'at', 'The beginning of the hour, UTC.', REQUIRED),
    each: 'hour (UTC)',
  },
  {
    name: 'daily',
    collection: 'rollup_daily',
    time: dimension('day', 'date', 'at', 'The day, UTC.', REQUIRED),
    each: 'day (UTC)',
  },
] as const;

const key = (name: string, description: string): Column =>
  dimension(name, 'string', 'key', description, REQUIRED);

/** What posts are added up by. */
const DIMENSIONS: readonly {
  readonly name: string;
  /** As rollup_hourly and rollup_daily name it. */
  readonly dimension: string;
  readonly each: string;
  readonly columns: readonly Column[];
}[] = [
  { name: 'posts', dimension: 'all', each: '', columns: [] },
  {
    name: 'hashtags',
    dimension: 'hashtag',
    each: ' and hashtag; a post counts for each of its own',
    columns: [key('hashtag', 'Without #, NFKC, lower case: one tag whatever its spelling.')],
  },
  {
    name: 'hashtag_pairs',
    dimension: 'hashtag_pair',
    each: ' and two hashtags of one post, of its first ten',
    columns: [
      key('hashtag_a', 'The first of the two by the order of the alphabet.'),
      dimension('hashtag_b', 'string', 'otherKey', 'The second.', REQUIRED),
    ],
  },
  {
    name: 'topics',
    dimension: 'topic',
    each: ' and topic; a post counts for each of its own',
    columns: [key('topic', 'As topics.yaml names it.')],
  },
  {
    name: 'sentiments',
    dimension: 'sentiment',
    each: ' and sentiment, of posts that have one',
    columns: [key('sentiment_label', 'positive, neutral or negative.')],
  },
  {
    name: 'languages',
    dimension: 'language',
    each: ' and language, of posts whose language is known',
    columns: [key('language', 'BCP 47 tag by X, else as detected.')],
  },
  {
    name: 'countries',
    dimension: 'country',
    each: ' and country, of posts that say where they were written',
    columns: [{ ...key('country_code', 'ISO 3166-1 alpha-2, upper case.'), geoRole: 'country_code' }],
  },
  {
    name: 'domains',
    dimension: 'domain',
    each: ' and domain that posts link to outside X; a post counts for each once',
    columns: [key('domain', 'Registrable domain: bbc.co.uk.')],
  },
  {
    name: 'kinds',
    dimension: 'kind',
    each: ' and kind of post',
    columns: [key('kind', 'post, reply, quote or repost.')],
  },
  {
    name: 'authors',
    dimension: 'author',
    each: ' and author',
    columns: [key('author_id', 'Who posted: user_id in bi_users.')],
  },
];

const count = (name: string, field: string, description: string): Column =>
  measure(name, 'long', 'sum', field, description, REQUIRED);

const SENTIMENT_SUM = measure(
  'sentiment_sum',
  'double',
  'sum',
  { paths: ['sentimentSum'], expression: { $divide: ['$sentimentSum', 10_000] } },
  'Their sentiments, -1 to 1, added up; the average is sum(sentiment_sum) / sum(scored_posts).',
  REQUIRED,
);

/** Sums only: they can be added up further, and an average is a sum by a count. */
const MEASURES: readonly Column[] = [
  count('posts', 'posts', 'Posts of every kind.'),
  count('original_posts', 'originalPosts', 'Posts that are known to be no reposts.'),
  count('scored_posts', 'scoredPosts', 'Posts that have a sentiment.'),
  SENTIMENT_SUM,
  count('positive_posts', 'positivePosts', 'Posts that sound positive.'),
  count('neutral_posts', 'neutralPosts', 'Posts that sound neither.'),
  count('negative_posts', 'negativePosts', 'Posts that sound negative.'),
  count('engaged_posts', 'engagedPosts', 'Posts that are no reposts and whose engagements X sent.'),
  count(
    'engagements',
    'engagements',
    "Their likes, replies, reposts, quotes and bookmarks, as last observed; a repost's are those of the original, and not in it.",
  ),
];

const ENDS: readonly Column[] = [
  dimension('first_at', 'timestamp', 'firstAt', 'When the first of them was posted, UTC.', REQUIRED),
  dimension('last_at', 'timestamp', 'lastAt', 'When the last of them was posted, UTC.', REQUIRED),
  dimension('first_tweet_id', 'string', 'firstPostId', 'The first of them: tweet_id in bi_tweets.', REQUIRED),
];

/** What posts belong to together. */
export const GROUP_TABLES: readonly Table[] = [
  {
    name: 'bi_conversations',
    description: 'One row per conversation of which two posts or more are stored, reposts not counted.',
    collection: 'rollup_groups',
    unwind: null,
    match: { kind: 'conversation' },
    key: ['conversation_id'],
    columns: [
      key('conversation_id', 'The post that it began with, which may not be stored itself.'),
      count('posts', 'posts', 'Its posts that are stored.'),
      count('authors', 'authors', 'Different authors of them.'),
      ...ENDS,
      count('scored_posts', 'scoredPosts', 'Posts that have a sentiment.'),
      SENTIMENT_SUM,
    ],
  },
  {
    name: 'bi_copy_groups',
    description:
      'One row per text that two posts or more have, reposts not counted: the same words, without links and tags.',
    collection: 'rollup_groups',
    unwind: null,
    match: { kind: 'copies' },
    key: ['text_hash'],
    columns: [
      key('text_hash', '16 hex digits of the normalised text: text_hash in bi_tweets.'),
      count('copies', 'posts', 'Posts with this text.'),
      count('authors', 'authors', 'Different authors of them: one may write the same often.'),
      ...ENDS,
    ],
  },
];

/** Posts added up by the hour and by the day; an hour or a day without posts has no row. */
export const ROLLUP_TABLES: readonly Table[] = GRAINS.flatMap(({ name: grain, collection, time, each }) =>
  DIMENSIONS.map((by): Table => ({
    name: `bi_${grain}_${by.name}`,
    description: `One row per ${each}${by.each}.`,
    collection,
    unwind: null,
    match: { dimension: by.dimension },
    key: [time.name, ...by.columns.map(({ name }) => name)],
    columns: [time, ...by.columns, ...MEASURES],
  })),
);

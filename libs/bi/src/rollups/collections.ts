/** A field of a document that the rollup job stores. */
export interface RollupField {
  readonly name: string;
  /** As MongoDB names it; `array of string`. */
  readonly type: string;
  readonly isNullable: boolean;
  readonly description: string;
}

/** An index, by the question that it answers. */
export interface RollupIndex {
  readonly name: string;
  readonly keys: Readonly<Record<string, 1 | -1>>;
  /** Documents that are in it; default: all. */
  readonly only?: Readonly<Record<string, unknown>>;
}

/** A collection of the rollup job's. */
export interface RollupCollection {
  readonly name: string;
  /** One document per what. */
  readonly description: string;
  readonly fields: readonly RollupField[];
  readonly indexes: readonly RollupIndex[];
}

const field = (name: string, type: string, description: string): RollupField => ({
  name,
  type,
  isNullable: false,
  description,
});
const orNull = (name: string, type: string, description: string): RollupField => ({
  ...field(name, type, description),
  isNullable: true,
});

const MEASURES: readonly RollupField[] = [
  field('posts', 'long', 'Posts of every kind.'),
  field('originalPosts', 'long', 'Posts that are known to be no reposts.'),
  field('scoredPosts', 'long', 'Posts that have a sentiment.'),
  field('sentimentSum', 'long', 'Their sentiments, added up, in units of 0.0001.'),
  field('positivePosts', 'long', 'Posts that sound positive.'),
  field('neutralPosts', 'long', 'Posts that sound neither.'),
  field('negativePosts', 'long', 'Posts that sound negative.'),
  field('engagedPosts', 'long', 'Posts that are no reposts and whose engagements X sent.'),
  field('engagements', 'long', 'Their engagements, added up, as last observed.'),
];

const rows = (name: string, time: string): RollupCollection => ({
  name,
  description: `One document per ${time} (UTC) and value of a dimension that has a post.`,
  fields: [
    field('_id', 'string', 'dimension / time / key / other key; % and / in a key are %25 and %2F.'),
    field(
      'dimension',
      'string',
      'all, hashtag, hashtag_pair, topic, sentiment, language, country, domain, kind or author.',
    ),
    field('at', 'date', `The beginning of the ${time}.`),
    field('key', 'string', 'The value: a hashtag, a language, an id, ...; empty for all.'),
    field('otherKey', 'string', 'The second hashtag of a pair; else empty.'),
    ...MEASURES,
  ],
  indexes: [
    { name: 'time', keys: { dimension: 1, at: -1 } },
    { name: 'keyAndTime', keys: { dimension: 1, key: 1, at: -1 } },
  ],
});

const POSTS: RollupCollection = {
  name: 'rollup_posts',
  description: 'One document per post that is counted: what it counted for, so that it can be taken back.',
  fields: [
    field('_id', 'string', 'The post: its _id in tweets.'),
    field('createdAt', 'date', 'When it was posted.'),
    orNull('authorId', 'string', 'Who posted it.'),
    orNull('kind', 'string', 'post, reply, quote or repost.'),
    orNull('language', 'string', 'BCP 47 tag.'),
    orNull('countryCode', 'string', 'ISO 3166-1 alpha-2.'),
    field('hashtags', 'array of string', 'Keys, each once, in the order of the text.'),
    field('topics', 'array of string', 'Names, each once.'),
    field('domains', 'array of string', 'Registrable domains of web links, each once.'),
    orNull('score', 'int', 'Sentiment in units of 0.0001.'),
    orNull('label', 'string', 'positive, neutral or negative.'),
    orNull('engagements', 'long', 'As last observed.'),
    orNull('threadId', 'string', 'The post that the conversation began with; null of a repost.'),
    orNull('textHash', 'string', 'Equal for copies; null of a repost.'),
  ],
  indexes: [
    {
      name: 'conversation',
      keys: { threadId: 1, createdAt: 1, _id: 1 },
      only: { threadId: { $type: 'string' } },
    },
    { name: 'copies', keys: { textHash: 1, createdAt: 1, _id: 1 }, only: { textHash: { $type: 'string' } } },
  ],
};

const GROUPS: RollupCollection = {
  name: 'rollup_groups',
  description: 'One document per conversation or text that two or more posts which are no reposts belong to.',
  fields: [
    field('_id', 'string', 'kind / key.'),
    field('kind', 'string', 'conversation or copies.'),
    field('key', 'string', 'The post that the conversation began with; the hash of the text.'),
    field('posts', 'long', 'Posts of it, without reposts.'),
    field('authors', 'long', 'Different authors of them.'),
    field('scoredPosts', 'long', 'Those that have a sentiment.'),
    field('sentimentSum', 'long', 'Their sentiments, added up, in units of 0.0001.'),
    field('firstAt', 'date', 'When the first of them was posted.'),
    field('firstPostId', 'string', 'The first of them.'),
    field('lastAt', 'date', 'When the last of them was posted.'),
  ],
  indexes: [
    { name: 'size', keys: { kind: 1, posts: -1 } },
    { name: 'time', keys: { kind: 1, lastAt: -1 } },
    { name: 'key', keys: { kind: 1, key: 1 } },
  ],
};

const MEMBERS: RollupCollection = {
  name: 'rollup_members',
  description: 'One document per author of a group: how many posts, so that authors are counted once.',
  fields: [
    field('_id', 'string', 'kind / key / author.'),
    field('group', 'string', '_id in rollup_groups.'),
    field('posts', 'long', 'Posts of the author in the group.'),
  ],
  indexes: [{ name: 'group', keys: { group: 1 } }],
};

const STATE: RollupCollection = {
  name: 'rollup_state',
  description: 'One document: who counts, and how far that is.',
  fields: [
    field('_id', 'string', 'rollup.'),
    orNull('owner', 'string', 'The process that counts; null when none does.'),
    field('term', 'long', 'Goes up when a process takes over: what an earlier one still writes is refused.'),
    field('expiresAt', 'date', 'When another process may take over.'),
    field(
      'revision',
      'int',
      'Of the rules of counting: where it is another one, everything is counted anew.',
    ),
    orNull('token', 'object', 'Up to where the changes of tweets are counted; null when nothing is.'),
    orNull('countedUpTo', 'date', 'The time of the last change that is counted.'),
    field('isReconciling', 'bool', 'Whether all posts are being gone through.'),
    orNull('reconciledUpTo', 'string', 'The _id in tweets up to which they have been.'),
  ],
  indexes: [],
};

/** Every collection that the rollup job writes. */
export const ROLLUP_COLLECTIONS: readonly RollupCollection[] = [
  rows('rollup_hourly', 'hour'),
  rows('rollup_daily', 'day'),
  POSTS,
  GROUPS,
  MEMBERS,
  STATE,
];

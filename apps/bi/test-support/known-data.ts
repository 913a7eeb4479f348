import type { EnrichedTweet } from '@tdp/contracts';
import { AN_INSTANT, buildEnrichedTweet, buildProfile, buildTweet, buildUser } from '@tdp/testing';
import type { Db } from 'mongodb';
import { storedGap, storedGroup, storedPost, storedRow, storedSnapshot, storedUser } from './stored';

export const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Midnight UTC before AN_INSTANT. */
export const THE_DAY = Math.floor(AN_INSTANT / DAY) * DAY;
/** More than a double holds: the next id is the same number. */
export const LONG_ID = '9007199254740993123';
export const NEXT_LONG_ID = '9007199254740993124';

const place: NonNullable<EnrichedTweet['geo']> = {
  precision: 'city',
  longitude: -0.1257,
  latitude: 51.5085,
  radiusKm: 20.5,
  placeId: 'p1',
  placeName: 'London, England',
  countryCode: 'GB',
  countryName: 'United Kingdom',
  suspect: null,
  revision: 1,
};

/** Nothing is known about it beyond that it exists: every enrichment failed, X sent no more than an id. */
function bare(id: string): EnrichedTweet {
  const unknown = { author: null, authorId: null, createdAt: null, lang: null, publicMetrics: null };
  const tweet = buildTweet({ id, ...unknown, conversationId: null, possiblySensitive: null });
  return buildEnrichedTweet({
    tweet,
    ...{ content: null, conversation: null, tags: null, links: null, emoji: null, attached: null },
    ...{ language: null, sentiment: null, copies: null, created: null },
  });
}

export function full(id: string, over: Parameters<typeof buildTweet>[0] = {}): EnrichedTweet {
  const publicMetrics = {
    ...{ retweetCount: 3, replyCount: 1, likeCount: 5_000_000_000, quoteCount: 0 },
    ...{ bookmarkCount: 0, impressionCount: 90_000 },
  };
  const author = buildUser({ verifiedType: 'blue' });
  const more = { author, inReplyToUserId: LONG_ID, sourceApp: 'X for iPhone' };
  const tweet = buildTweet({ id, publicMetrics, ...more, ...over });
  const enriched = buildEnrichedTweet({ tweet });
  return {
    ...enriched,
    content: { ...enriched.content!, quotedText: 'so it flows' },
    conversation: {
      ...enriched.conversation!,
      kind: 'reply',
      edges: [
        { kind: 'reply', fromUserId: tweet.authorId, toUserId: LONG_ID, toUsername: 'Bob' },
        { kind: 'mention', fromUserId: tweet.authorId, toUserId: null, toUsername: 'carol' },
      ],
    },
    tags: {
      ...enriched.tags!,
      hashtags: [
        { tag: 'Rivers', key: 'rivers' },
        { tag: 'Straße', key: 'straße' },
      ],
      hashtagCount: 2,
      mentions: [
        { username: 'carol', key: 'carol', userId: null },
        { username: 'Bob', key: 'bob', userId: LONG_ID },
      ],
      mentionCount: 2,
    },
    links: {
      links: [
        { url: 'https://bbc.co.uk/a?b=1', domain: 'bbc.co.uk', kind: 'web' },
        { url: 'https://x.com/a/status/1', domain: null, kind: 'post' },
      ],
      ...{ linkCount: 2, webLinkCount: 1, revision: 1 },
    },
    sentiment: { compound: 0.4588, label: 'positive', notScored: null, revision: 1 },
    geo: place,
    topics: {
      topics: [{ name: 'water', hits: ['word:river', 'hashtag:rivers'] }],
      version: 'v1',
      revision: 1,
    },
    reach: {
      ...{ authorId: tweet.authorId, authorFollowerBand: '0-99', authorAccountAgeDays: 4_415 },
      ...{ authorVerifiedKind: 'none', authorLocation: 'Leeds', engagements: 5_000_000_004 },
      ...{ engagementRate: 0.25, revision: 1 },
    },
  };
}

/** A repost; its language was found out, it has no score, and its place is odd. */
function german(): EnrichedTweet {
  const post = buildEnrichedTweet({ tweet: buildTweet({ id: '2', createdAt: THE_DAY - 1, lang: 'und' }) });
  return {
    ...post,
    language: { tag: 'de', origin: 'detected', confidence: 0.9, revision: 1 },
    sentiment: { compound: null, label: null, notScored: 'language', revision: 1 },
    geo: { ...place, latitude: null, longitude: null, radiusKm: null, suspect: 'out_of_range' },
    conversation: {
      ...post.conversation!,
      kind: 'repost',
      edges: [{ kind: 'repost', fromUserId: post.tweet.authorId, toUserId: LONG_ID, toUsername: 'Bob' }],
    },
  };
}

/** Posts of which the first has no place and no measure at all; a tool that guesses types by it is wrong. */
export const POSTS: readonly EnrichedTweet[] = [
  bare('1'),
  german(),
  full(LONG_ID, { createdAt: THE_DAY, authorId: '7' }),
  full(NEXT_LONG_ID, { createdAt: THE_DAY + 1, authorId: '7', lang: 'ja' }),
  full('5', { createdAt: THE_DAY + 23 * HOUR, authorId: '8', editHistoryTweetIds: ['4', '5'] }),
];

const { mediaCount: _notDaily, ...everyDay } = buildUser().publicMetrics!;
const knownUser = buildUser({
  id: LONG_ID,
  ...{ verifiedType: 'blue', subscriptionType: 'Premium', parody: false },
  publicMetrics: { ...everyDay, likeCount: 3_000_000_000, mediaCount: 4 },
});

/** The same small world for every test that knows the answers. */
export async function fillKnown(database: Db): Promise<void> {
  await database.collection('tweets').insertMany(POSTS.map(storedPost));
  await database
    .collection('users')
    .insertMany([
      storedUser(buildProfile({ user: buildUser({ id: '1', publicMetrics: null, createdAt: null }) })),
      storedUser(buildProfile({ user: knownUser })),
    ]);
  await database
    .collection('user_snapshots')
    .insertMany([
      storedSnapshot('1', THE_DAY),
      storedSnapshot(LONG_ID, THE_DAY, { ...everyDay, followersCount: 3_000_000_000, likeCount: 7 }),
      storedSnapshot(LONG_ID, THE_DAY + DAY, { followersCount: 3_000_000_001, likeCount: 8 }),
    ]);
  const gap = {
    source: 'filtered-stream',
    from: AN_INSTANT,
    cause: 'disconnect',
    openedAt: AN_INSTANT,
  } as const;
  const nothing = { to: null, closedAt: null, repair: null, recovered: null, complete: null, detail: null };
  await database.collection('stream_gaps').insertMany([
    storedGap({ ...gap, ...nothing }),
    storedGap({
      ...{ ...gap, openedAt: AN_INSTANT + 1, to: AN_INSTANT + 1_500, closedAt: AN_INSTANT + 2_000 },
      ...{ repair: 'backfill', recovered: 3, complete: true, detail: 'ECONNRESET' },
    }),
  ]);
  await fillRollups(database);
  await fillGroups(database);
  await fillBurst(database);
}

/** Of each dimension a row in two hours of one day, and one of that day. */
async function fillRollups(database: Db): Promise<void> {
  const keys = {
    ...{ all: '', hashtag: 'straße', hashtag_pair: 'rivers', topic: 'water', sentiment: 'negative' },
    ...{ language: 'en', country: 'GB', domain: 'bbc.co.uk', kind: 'reply', author: LONG_ID },
  };
  for (const [dimension, key] of Object.entries(keys)) {
    const cell = { dimension, key, otherKey: dimension === 'hashtag_pair' ? 'straße' : '' };
    const rows = [THE_DAY, THE_DAY + 23 * HOUR].map((at) => ({ ...cell, at, posts: 2 }));
    await database.collection('rollup_hourly').insertMany(rows.map((row) => storedRow('rollup_hourly', row)));
    await database
      .collection('rollup_daily')
      .insertOne(storedRow('rollup_daily', { ...cell, at: THE_DAY, posts: 4 }));
  }
}

const WEEK = 7 * DAY;

/** Twenty posts in an hour in which two are usual. */
async function fillBurst(database: Db): Promise<void> {
  const rows = [0, 1, 2, 3].flatMap((week) => {
    const at = THE_DAY - DAY - week * WEEK;
    const rivers = { dimension: 'hashtag', key: 'rivers', at, posts: week === 0 ? 20 : 1 };
    return [{ dimension: 'all', at, posts: week === 0 ? 100 : 50 }, rivers];
  });
  await database.collection('rollup_hourly').insertMany(rows.map((row) => storedRow('rollup_hourly', row)));
}

/** A conversation, and a text that two people wrote. */
async function fillGroups(database: Db): Promise<void> {
  const known = { posts: 3, authors: 2, firstAt: THE_DAY, lastAt: THE_DAY + HOUR, firstPostId: LONG_ID };
  await database
    .collection('rollup_groups')
    .insertMany([
      storedGroup({ ...known, kind: 'conversation', key: LONG_ID }),
      storedGroup({ ...known, kind: 'copies', key: '00000000000000ff' }),
    ]);
}

const LANGUAGES = ['en', 'ja', 'de', 'und'];
const MINUTES_APART = 137;

/** Beside the known ones: posts of some weeks, one in five of which is bare. */
export async function fillMany(database: Db, posts: number): Promise<void> {
  const many = Array.from({ length: posts }, (_, index) => {
    const id = String(1_000_000_000_000_000_000n + BigInt(index));
    const createdAt = THE_DAY + 2 * DAY + index * MINUTES_APART * 60_000;
    return index % 5 === 0
      ? bare(id)
      : full(id, { createdAt, authorId: String(index % 17), lang: LANGUAGES[index % 4] ?? null });
  });
  await database.collection('tweets').insertMany(many.map(storedPost));
}

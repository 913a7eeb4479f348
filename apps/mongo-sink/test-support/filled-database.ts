import { AN_INSTANT, buildEnrichedTweet, buildProfile, buildTweet, buildUser } from '@tdp/testing';
import type { Database } from '../src/database';
import type { DeadLetterSummary } from '../src/models/dead-letter';
import type { RemovalMark } from '../src/models/removal';
import { toGapDocument } from '../src/write-models/gap-document';
import { toTweetDocument } from '../src/write-models/tweet-document';
import { toUserDocument } from '../src/write-models/user-document';
import { toUserSnapshot } from '../src/write-models/user-snapshot-document';
import { toVersionDocument } from '../src/write-models/version-document';

/** Documents in each collection that grows. */
export const FILLED = 4_000;
const AUTHORS = 400;
const DAY = 86_400_000;
const STORED_AT = new Date(AN_INSTANT);

export const authorId = (index: number): string => `u${index % AUTHORS}`;
/** One post a minute. */
export const createdAt = (index: number): number => AN_INSTANT + index * 60_000;
export const hashtag = (index: number): string => `tag${index % 200}`;
/** Now and later: of older ones the server keeps none. */
export const letteredAt = (index: number): number => Date.UTC(2100, 0, 1) + index * 60_000;
/** The post that every hundredth quotes one of. */
export const quoted = (index: number): string => `q${index % 100}`;
export const firstDay = new Date(Date.UTC(2026, 0, 1));

/** Every collection with some thousand documents, as the sink makes them, of which any question is about few. */
export async function fillDatabase(database: Database): Promise<void> {
  const posts = Array.from({ length: FILLED }, (_, index) => postDocument(index));
  await database.tweets.insertMany(posts);
  await database.tweetVersions.insertMany(
    posts.map((post) => toVersionDocument({ ...post, id: `v${post._id}` })),
  );
  await database.users.insertMany(Array.from({ length: FILLED }, (_, index) => userDocument(index)));
  await database.userSnapshots.insertMany(
    Array.from({ length: FILLED }, (_, index) => snapshotDocument(index)),
  );
  await database.streamGaps.insertMany(Array.from({ length: FILLED }, (_, index) => gapDocument(index)));
  await database.deadLetters.insertMany(Array.from({ length: FILLED }, (_, index) => letterDocument(index)));
  await database.removals.insertMany(Array.from({ length: FILLED }, (_, index) => markDocument(index)));
}

function postDocument(index: number) {
  const id = String(index);
  const isEdited = index % 10 === 0;
  const tag = hashtag(index);
  const tweet = buildTweet({
    id,
    text: `a quiet day at the river, word${index % 500}`,
    createdAt: createdAt(index),
    authorId: authorId(index),
    editHistoryTweetIds: isEdited ? [id, `v${id}`] : [id],
    // One post in forty says where it was written: a grid over the whole of the Earth.
    coordinates:
      index % 40 === 0 ? { type: 'Point', coordinates: [(index % 359) - 179, (index % 160) - 80] } : null,
    referencedTweets: [{ type: 'quoted', id: quoted(index), tweet: buildTweet({ id: quoted(index) }) }],
  });
  const enriched = buildEnrichedTweet({ tweet });
  const tags = { ...enriched.tags!, hashtags: [{ tag, key: tag }], hashtagCount: 1 };
  return toTweetDocument({ ...enriched, tags }, STORED_AT);
}

function userDocument(index: number) {
  const user = buildUser({ id: `u${index}`, username: `name${index}` });
  return toUserDocument(buildProfile({ user }), STORED_AT);
}

/** Forty users on a hundred days. */
function snapshotDocument(index: number) {
  const observedAt = firstDay.getTime() + Math.floor(index / 40) * DAY;
  return toUserSnapshot(buildProfile({ user: buildUser({ id: `u${index % 40}` }), observedAt }), STORED_AT);
}

/** A minute's gap each hour; the last is open. */
function gapDocument(index: number) {
  const from = AN_INSTANT + index * 3_600_000;
  const to = index === FILLED - 1 ? null : from + 60_000;
  const gap = { source: 'filtered-stream', cause: 'disconnect', from, to, openedAt: from, closedAt: to };
  return toGapDocument({ ...gap, repair: null, recovered: null, complete: null, detail: null }, STORED_AT);
}

/** One in forty is of the sink itself; each names two ids. */
function letterDocument(index: number): DeadLetterSummary {
  return {
    _id: `tweets-raw/0/${index}`,
    topic: 'enricher-dlq',
    service: index % 40 === 0 ? 'mongo-sink' : 'enricher',
    step: 'decode',
    reason: 'NULL_VALUE',
    origin: 'tweets-raw',
    key: String(index),
    at: new Date(letteredAt(index)),
    redriven: 0,
    bytes: 100,
    names: [String(index), String(index % 50)],
    storedAt: STORED_AT,
  };
}

/** Of each ten marks nine follow from the first. */
function markDocument(index: number): RemovalMark {
  const cause = index - (index % 10);
  return {
    _id: `post/${index}`,
    state: 'removed',
    at: new Date(createdAt(index)),
    reason: 'deleted',
    source: 'compliance',
    because: cause === index ? null : `post/${cause}`,
    geoScrubbedAt: null,
    geoUpToPostId: null,
    recordedAt: new Date(createdAt(index)),
  };
}

import type { PublicMetrics, Tweet, User } from '@tdp/contracts';
import { buildTweet, buildUser } from '@tdp/testing';
import { repostOf } from '../../test-support/posts';
import { contentOf } from '../domain/content';
import { createReachStep } from './reach';

const DAY_MS = 86_400_000;
const counts = (overrides: Partial<PublicMetrics> = {}): PublicMetrics => ({
  likeCount: 4,
  replyCount: 3,
  retweetCount: 2,
  quoteCount: 1,
  bookmarkCount: null,
  impressionCount: 100,
  ...overrides,
});
const withFollowers = (followersCount: number | null): User => {
  const user = buildUser();
  return {
    ...user,
    publicMetrics: { ...(user.publicMetrics as NonNullable<User['publicMetrics']>), followersCount },
  };
};

function reachOf(overrides: Partial<Tweet>) {
  const tweet = buildTweet(overrides);
  return createReachStep().run(tweet, contentOf(tweet));
}

it.each([
  [null, null],
  [0, '0-99'],
  [99, '0-99'],
  [100, '100-999'],
  [999, '100-999'],
  [1_000, '1k-10k'],
  [10_000, '10k-100k'],
  [100_000, '100k-1m'],
  [1_000_000, '1m+'],
])('%j followers are in the band %j', (followers, band) => {
  expect(reachOf({ author: withFollowers(followers) })?.authorFollowerBand).toBe(band);
});

it.each([
  [counts(), 10, 0.1],
  [counts({ bookmarkCount: 10 }), 20, 0.2],
  [counts({ impressionCount: null }), 10, null],
  // X sends 0 for posts from before it counted them.
  [counts({ impressionCount: 0 }), 10, null],
  [counts({ quoteCount: null }), null, null],
  [null, null, null],
])('of %j there are %j engagements, a rate of %j', (publicMetrics, engagements, engagementRate) => {
  expect(reachOf({ publicMetrics })).toMatchObject({ engagements, engagementRate });
});

it('has the age of the account when the post was made, in whole days', () => {
  const createdAt = Date.UTC(2026, 0, 15, 12);
  const age = (since: number | null) =>
    reachOf({ createdAt, author: buildUser({ createdAt: since }) })?.authorAccountAgeDays;
  expect(age(createdAt - 2 * DAY_MS)).toBe(2);
  expect(age(createdAt - 2 * DAY_MS + 1)).toBe(1);
  expect(age(createdAt)).toBe(0);
  expect(age(createdAt + 1)).toBeNull();
  expect(age(null)).toBeNull();
});

it.each([
  [{ verifiedType: 'blue', verified: true }, 'blue'],
  [{ verifiedType: 'none', verified: false }, 'none'],
  [{ verifiedType: null, verified: false }, 'none'],
  [{ verifiedType: null, verified: true }, null],
  [{ verifiedType: null, verified: null }, null],
])('of %j the kind is %j', (verified, kind) => {
  expect(reachOf({ author: buildUser(verified) })?.authorVerifiedKind).toBe(kind);
});

it("is the original's for a repost, author and counts alike", () => {
  const original = buildTweet({
    authorId: '2',
    author: buildUser({ id: '2', location: 'Kraków' }),
    publicMetrics: counts(),
  });
  expect(reachOf({ ...repostOf(original), authorId: '1', publicMetrics: null })).toMatchObject({
    authorId: '2',
    authorLocation: 'Kraków',
    engagements: 10,
  });
});

it('knows nothing where X sent no author and no counts', () => {
  expect(reachOf({ author: null, publicMetrics: null })).toEqual({
    authorId: buildTweet().authorId,
    authorFollowerBand: null,
    authorAccountAgeDays: null,
    authorVerifiedKind: null,
    authorLocation: null,
    engagements: null,
    engagementRate: null,
  });
});

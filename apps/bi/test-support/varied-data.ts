import type { EnrichedTweet } from '@tdp/contracts';
import { buildEnrichedTweet, buildTweet, buildUser, createRandom } from '@tdp/testing';
import type { Db } from 'mongodb';
import { THE_DAY } from './known-data';
import { storedPost, storedSnapshot } from './stored';

const DAY = 86_400_000;
const SEED = 20_261_128;
const DAYS = 5;
const AUTHORS = 23;
const TAGS = ['rivers', 'straße', '海', 'flood', 'dam', 'tide'];
const TOPICS = ['water', 'weather', 'transport'];
const DOMAINS = ['bbc.co.uk', 'example.org', 'nhk.or.jp', null];
const COUNTRIES = ['GB', 'JP', 'DE'];
const PRECISIONS = ['point', 'city', 'admin', 'country'];
const BANDS = [3, 29, 30, 364, 365, 1_824, 1_825];

/** Posts that differ in all that analysts ask about, the same each time; some know nothing of one thing or another. */
export async function fillVaried(database: Db, posts: number): Promise<void> {
  const random = createRandom(SEED);
  const below = (limit: number): number => Math.floor(random() * limit);
  const oneOf = <T>(values: readonly T[]): T => values[below(values.length)] as T;
  const some = <T>(values: readonly T[]): readonly T[] => values.filter(() => random() < 0.4);
  const maybe = <T>(value: T): T | null => (random() < 0.15 ? null : value);

  function post(index: number): EnrichedTweet {
    const authorId = maybe(String(100 + below(AUTHORS)));
    const author = authorId === null ? null : buildUser({ id: authorId, username: `user_${authorId}` });
    const createdAt = maybe(THE_DAY - 2 * DAY + below(DAYS * DAY));
    const id = String(5_000_000_000_000_000_000n + BigInt(index));
    const built = buildEnrichedTweet({
      tweet: buildTweet({
        id,
        authorId,
        author,
        createdAt,
        text: `text ${index}`,
        editHistoryTweetIds: [id],
      }),
    });
    const tags = some(TAGS);
    const mentions = some(['ann', 'bob', 'carol']);
    return {
      ...built,
      content: { ...built.content!, fullText: `text ${below(40)}` },
      conversation: { ...built.conversation!, kind: oneOf(['post', 'reply', 'quote', 'repost']), edges: [] },
      tags: maybe({
        ...built.tags!,
        hashtags: tags.map((key) => ({ tag: key, key })),
        hashtagCount: tags.length,
        mentions: mentions.map((key) => ({ username: key, key, userId: maybe(key) })),
        mentionCount: mentions.length,
      }),
      links: maybe({
        links: some(DOMAINS).map((domain) => ({
          ...{ url: `https://${domain ?? 'x.com'}/${below(9)}`, domain },
          kind: domain === null ? 'post' : oneOf(['web', 'web', 'media']),
        })),
        ...{ linkCount: 0, webLinkCount: 0, revision: 1 },
      }),
      sentiment: maybe({
        ...{ compound: maybe((below(20_001) - 10_000) / 10_000), label: null, notScored: null, revision: 1 },
      }),
      topics: maybe({
        topics: some(TOPICS).map((name) => ({ name, hits: [`word:${name}`] })),
        ...{ version: 'v1', revision: 1 },
      }),
      geo: maybe({
        ...{ precision: oneOf(PRECISIONS), longitude: 1.5, latitude: 2.5, radiusKm: 1.5, placeId: 'p' },
        ...{ placeName: 'P', countryCode: maybe(oneOf(COUNTRIES)), countryName: 'C', revision: 1 },
        suspect: random() < 0.1 ? 'null_island' : null,
      }),
      copies: maybe({ ...built.copies!, textHash: `hash${below(30)}` }),
      reach: maybe({
        ...{ authorId, authorFollowerBand: '0-99', authorAccountAgeDays: maybe(oneOf(BANDS)) },
        ...{ authorVerifiedKind: 'none', authorLocation: null, engagements: maybe(below(1_000)) },
        ...{ engagementRate: null, revision: 1 },
      }),
    };
  }

  const all = Array.from({ length: posts }, (_, index) => storedPost(post(index)));
  await database.collection('tweets').insertMany(all);
  const days = Array.from({ length: AUTHORS * DAYS }, (_, index) => ({
    user: String(100 + (index % AUTHORS)),
    day: THE_DAY + Math.floor(index / AUTHORS) * DAY,
    followersCount: maybe(below(10_000)),
  })).filter(() => random() < 0.6);
  await database
    .collection('user_snapshots')
    .insertMany(days.map(({ user, day, followersCount }) => storedSnapshot(user, day, { followersCount })));
}

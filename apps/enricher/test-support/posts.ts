import type { Article, Entities, Tweet, UrlEntity } from '@tdp/contracts';
import { buildTweet, buildUser } from '@tdp/testing';

/** Entities of a text; give those that the test is about. */
export const buildEntities = (overrides: Partial<Entities> = {}): Entities => ({
  hashtags: [],
  mentions: [],
  cashtags: [],
  urls: [],
  annotations: [],
  ...overrides,
});

/** A tag that occupies one code point. */
export const buildTag = (tag: string, start = 0) => ({ start, end: start + 1, tag });

export const buildUrl = (overrides: Partial<UrlEntity> = {}): UrlEntity => ({
  start: 0,
  end: 1,
  url: 'https://t.co/1',
  expandedUrl: null,
  displayUrl: null,
  unwoundUrl: null,
  status: null,
  title: null,
  description: null,
  mediaKey: null,
  images: [],
  ...overrides,
});

export const buildArticle = (overrides: Partial<Article> = {}): Article => ({
  title: null,
  text: null,
  coverMediaKey: null,
  mediaKeys: [],
  ...overrides,
});

/** What makes a post refer to another; null stands for one that X did not include. */
export const refersTo = (type: string, tweet: Tweet | null): Pick<Tweet, 'referencedTweets'> => ({
  referencedTweets: [{ type, id: tweet?.id ?? '9', tweet }],
});

/** What a repost is beside its own fields: X cuts its text short. */
export const repostOf = (original: Tweet | null): Pick<Tweet, 'text' | 'referencedTweets'> => ({
  text: 'RT @x: the wh…',
  ...refersTo('retweeted', original),
});

const topic = (id: string) => ({
  domain: { id, name: 'Entities [Entity Service]', description: 'Posts about entities' },
  entity: { id: '848920371311001600', name: 'Technology', description: null },
});

/** A repost with what X sends beside it: about five kilobytes as JSON, as most of the stream is. */
export function buildTypicalPost(): Tweet {
  const contextAnnotations = ['30', '46', '47'].map(topic);
  const text =
    'a quiet day at the river &amp; a long way home by the last train 🚂 #rivers https://t.co/abcdefghij';
  const entities = buildEntities({
    hashtags: [{ start: 68, end: 75, tag: 'rivers' }],
    mentions: [{ start: 3, end: 11, username: 'ann_lee', id: '2244994945' }],
    urls: [
      buildUrl({
        start: 76,
        end: 99,
        expandedUrl: 'https://x.com/ann_lee/status/1/photo/1',
        mediaKey: '3_1',
      }),
    ],
  });
  const original = buildTweet({ id: '1', text, entities, contextAnnotations, mediaKeys: ['3_1'] });
  return buildTweet({
    text: `RT @ann_lee: ${text.slice(0, 100)}…`,
    entities,
    contextAnnotations,
    ...refersTo('retweeted', original),
    includedUsers: [buildUser({ id: '3' })],
  });
}

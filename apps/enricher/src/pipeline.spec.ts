import type { Entities, Tweet } from '@tdp/contracts';
import { AN_INSTANT, buildTweet } from '@tdp/testing';
import { enrichTweet } from './pipeline';

const entities = (overrides: Partial<Entities>): Entities => ({
  hashtags: [],
  mentions: [],
  cashtags: [],
  urls: [],
  annotations: [],
  ...overrides,
});
const hashtag = (tag: string) => ({ start: 0, end: 1, tag });
const reference = (type: string, tweet: Tweet | null) => ({ type, id: tweet?.id ?? '9', tweet });

function enriched(overrides: Partial<Tweet>) {
  const result = enrichTweet(buildTweet(overrides), AN_INSTANT);
  if (result.kind !== 'ok') {
    throw new Error(`expected ok, got ${result.kind}`);
  }
  return result.value;
}

describe('full text', () => {
  it('is the text of an ordinary post', () => {
    expect(enriched({ text: 'short' }).fullText).toBe('short');
  });

  it('is the whole text of a long post, with the lists of that text', () => {
    const long = { text: 'long text #b', entities: entities({ hashtags: [hashtag('b')] }) };
    const post = enriched({
      text: 'long te…',
      noteTweet: long,
      entities: entities({ hashtags: [hashtag('a')] }),
    });
    expect([post.fullText, post.hashtags]).toEqual(['long text #b', ['b']]);
  });

  it("is the original's for a repost, whose own text X cuts short", () => {
    const original = buildTweet({ id: '7', text: 'the whole original', noteTweet: null });
    const post = enriched({ text: 'RT @x: the wh…', referencedTweets: [reference('retweeted', original)] });
    expect(post.fullText).toBe('the whole original');
  });

  it("is the repost's own when X did not include the original", () => {
    const post = enriched({ text: 'RT @x: the wh…', referencedTweets: [reference('retweeted', null)] });
    expect(post.fullText).toBe('RT @x: the wh…');
  });

  it('stays the own text of a quote', () => {
    const quoted = buildTweet({ id: '7', text: 'quoted' });
    expect(enriched({ text: 'mine', referencedTweets: [reference('quoted', quoted)] }).fullText).toBe('mine');
  });
});

describe('kind', () => {
  it.each([
    [[], null, 'post'],
    [['quoted'], null, 'quote'],
    [['replied_to'], '5', 'reply'],
    [['replied_to', 'quoted'], '5', 'reply'],
    [['retweeted'], null, 'repost'],
    [[], '5', 'reply'],
  ])('references %j and reply to %j make a %s', (types, inReplyToUserId, kind) => {
    const referencedTweets = types.map((type) => reference(type, null));
    expect(enriched({ referencedTweets, inReplyToUserId }).kind).toBe(kind);
  });
});

describe('lists', () => {
  it('are flat, in order, with their lengths', () => {
    const url = (parts: object) => ({
      ...{ start: 0, end: 1, url: 'https://t.co/1', expandedUrl: null, displayUrl: null, unwoundUrl: null },
      ...{ status: null, title: null, description: null, mediaKey: null, images: [] },
      ...parts,
    });
    const post = enriched({
      text: '🌊 hi 👍🏽',
      mediaKeys: ['3_1'],
      entities: entities({
        hashtags: [hashtag('B'), hashtag('a'), hashtag('B')],
        mentions: [{ start: 0, end: 1, username: 'bob', id: null }],
        cashtags: [hashtag('X')],
        urls: [
          url({}),
          url({ expandedUrl: 'https://e' }),
          url({ expandedUrl: 'https://e', unwoundUrl: 'https://u' }),
        ],
      }),
    });
    expect(post).toMatchObject({
      hashtags: ['B', 'a', 'B'],
      hashtagCount: 3,
      mentions: ['bob'],
      mentionCount: 1,
      cashtags: ['X'],
      cashtagCount: 1,
      urls: ['https://t.co/1', 'https://e', 'https://u'],
      urlCount: 3,
      emoji: ['🌊', '👍🏽'],
      emojiCount: 2,
      mediaCount: 1,
      wordCount: 1,
      characterCount: 7,
    });
  });
});

describe('language', () => {
  it.each([
    ['en', 'en'],
    ['iw', 'he'],
    ['in', 'id'],
    ['zh-TW', 'zh-TW'],
    ['und', null],
    ['qme', null],
    [null, null],
  ])('%j is %j', (lang, language) => {
    expect(enriched({ lang }).language).toBe(language);
  });
});

describe('parts of the creation time', () => {
  it.each([
    ['2026-03-01T23:59:59.999Z', ['2026-03-01', 2026, 3, 1, 23, 7]],
    ['2024-02-29T00:00:00.000Z', ['2024-02-29', 2024, 2, 29, 0, 4]],
    ['2006-03-21T20:50:14.000Z', ['2006-03-21', 2006, 3, 21, 20, 2]],
  ])('of %s are UTC', (instant, parts) => {
    const post = enriched({ createdAt: Date.parse(instant) });
    const { createdDate, createdYear, createdMonth, createdDay, createdHour, createdWeekday } = post;
    expect([createdDate, createdYear, createdMonth, createdDay, createdHour, createdWeekday]).toEqual(parts);
  });

  it('are null when X sent none', () => {
    expect(enriched({ createdAt: null })).toMatchObject({ createdDate: null, createdWeekday: null });
  });
});

it('refuses a post that a step cannot take, naming the step', () => {
  const broken = buildTweet({ createdAt: Number.NaN });
  expect(enrichTweet(broken, AN_INSTANT)).toMatchObject({
    kind: 'dlq',
    reason: 'ENRICHMENT_FAILED',
    step: 'created-parts',
  });
});

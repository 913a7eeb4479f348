import type { Tweet } from '@tdp/contracts';
import { buildEnrichedTweet, buildTweet, buildUser } from '@tdp/testing';
import { heldKeys, keysOf, postKey, userKey, type RemovalKey } from './removal-keys';
import { withoutRemoved, type Removed } from './without-removed';

const ann = buildUser({ id: '71', username: 'ann' });
const ben = buildUser({ id: '72', username: 'ben' });
const eve = buildUser({ id: '73', username: 'eve' });

const post = (id: string, author: typeof ann, over: Partial<Tweet> = {}): Tweet =>
  buildTweet({ id, authorId: author.id, author, text: `text of ${id}`, ...over });
const holding = (id: string, type: string, tweet: Tweet | null, of = tweet?.id ?? '1'): Tweet =>
  post(id, ben, { referencedTweets: [{ type, id: of, tweet }] });

const preview = (url: string) => ({
  ...{ start: 0, end: 1, url: 't.co/1', expandedUrl: url, displayUrl: null, unwoundUrl: null, status: 200 },
  ...{ title: 'a title', description: 'a text', mediaKey: null, images: [] },
});
const linking = (id: string, url: string): Tweet =>
  post(id, ben, {
    entities: { hashtags: [], mentions: [], cashtags: [], urls: [preview(url)], annotations: [] },
  });

const removed = (...keys: RemovalKey[]): Removed => ({
  has: (key) => keys.includes(key),
  hasNoPlace: () => false,
});
const left = (tweet: Tweet, ...keys: RemovalKey[]): Tweet | null =>
  withoutRemoved(buildEnrichedTweet({ tweet }), removed(...keys))?.tweet ?? null;

const original = post('1', ann);

describe('what a record holds', () => {
  it.each<[string, Tweet, readonly RemovalKey[]]>([
    ['a post: itself and its author', original, ['post/1', 'user/71']],
    [
      'a version: every version it knows',
      post('2', ann, { editHistoryTweetIds: ['1', '2'] }),
      ['post/1', 'post/2', 'user/71'],
    ],
    [
      'a version that its history forgot',
      post('2', ann, { editHistoryTweetIds: ['1'] }),
      ['post/1', 'post/2', 'user/71'],
    ],
    ['a quote: the quoted', holding('3', 'quoted', original), ['post/3', 'user/72', 'post/1', 'user/71']],
    ['a quote of what X did not send: nothing of it', holding('3', 'quoted', null), ['post/3', 'user/72']],
    [
      'a repost of what X did not send: its text',
      holding('3', 'retweeted', null),
      ['post/3', 'user/72', 'post/1'],
    ],
    [
      'a repost of a quote: both',
      holding('5', 'retweeted', holding('3', 'quoted', original)),
      ['post/5', 'user/72', 'post/3', 'post/1', 'user/71'],
    ],
    [
      'people whom it names',
      post('4', ben, { includedUsers: [ann, eve] }),
      ['post/4', 'user/72', 'user/71', 'user/73'],
    ],
    ['a preview of a post', linking('4', 'https://x.com/ann/status/1?s=20'), ['post/4', 'user/72', 'post/1']],
    [
      'a preview of a post by an older address',
      linking('4', 'https://twitter.com/ann/statuses/1'),
      ['post/4', 'user/72', 'post/1'],
    ],
  ])('of %s', (_what, tweet, keys) => {
    expect([...keysOf(tweet)].toSorted()).toEqual([...keys].toSorted());
    const own = new Set([tweet.id, ...tweet.editHistoryTweetIds].map(postKey));
    expect([...heldKeys(tweet)].toSorted()).toEqual(keys.filter((key) => !own.has(key)).toSorted());
  });

  it('is not what a link without a preview leads to', () => {
    const bare = { ...preview('https://x.com/ann/status/1'), title: null, description: null };
    const tweet = linking('4', '');
    const entities = tweet.entities && { ...tweet.entities, urls: [bare] };
    expect(keysOf({ ...tweet, entities }).has('post/1')).toBe(false);
  });
});

describe('what is left of a post', () => {
  it('is the same object when nothing of it is removed', () => {
    const enriched = buildEnrichedTweet({ tweet: holding('3', 'quoted', original) });
    expect(withoutRemoved(enriched, removed('post/9', 'user/73'))).toBe(enriched);
  });

  it.each<[string, Tweet, RemovalKey]>([
    ['it', original, 'post/1'],
    ['an earlier version of it', post('2', ann, { editHistoryTweetIds: ['1', '2'] }), 'post/1'],
    ['a later version that it knows', post('1', ann, { editHistoryTweetIds: ['1', '2'] }), 'post/2'],
    ['its author', original, 'user/71'],
    ['what it reposts', holding('3', 'retweeted', original), 'post/1'],
    ['what it reposts and X did not send', holding('3', 'retweeted', null), 'post/1'],
    ['the author of what it reposts', holding('3', 'retweeted', original), 'user/71'],
    [
      'an earlier version of what it reposts',
      holding('3', 'retweeted', post('2', ann, { editHistoryTweetIds: ['1', '2'] })),
      'post/1',
    ],
  ])('is nothing when %s is removed', (_what, tweet, key) => {
    expect(left(tweet, key)).toBeNull();
  });

  it.each<[string, RemovalKey]>([
    ['quoted', 'post/1'],
    ['replied_to', 'post/1'],
    ['quoted', 'user/71'],
  ])('is its own words where it holds another as %s: %s', (type, key) => {
    const tweet = holding('3', type, original);
    expect(left(tweet, key)).toEqual({ ...tweet, referencedTweets: [{ type, id: '1', tweet: null }] });
  });

  it('is a repost of what is left of the original', () => {
    const quote = holding('3', 'quoted', original);
    const cut = left(holding('5', 'retweeted', quote), 'post/1');
    expect(cut?.referencedTweets).toEqual([
      {
        type: 'retweeted',
        id: '3',
        tweet: { ...quote, referencedTweets: [{ type: 'quoted', id: '1', tweet: null }] },
      },
    ]);
  });

  it('has no longer the text of the quoted in its enrichments', () => {
    const enriched = buildEnrichedTweet({ tweet: holding('3', 'quoted', original) });
    const content = enriched.content && { ...enriched.content, quotedText: original.text };
    expect(withoutRemoved({ ...enriched, content }, removed('post/1'))?.content).toMatchObject({
      quotedText: null,
    });
    expect(withoutRemoved({ ...enriched, content }, removed('user/99'))?.content).toBe(content);
  });

  it('has no preview of what is removed, and the link', () => {
    const url = left(linking('4', 'https://x.com/ann/status/1'), 'post/1')?.entities?.urls[0];
    expect(url).toMatchObject({ expandedUrl: 'https://x.com/ann/status/1', title: null, description: null });
  });

  it('has not what we have no field for and may be about it', () => {
    const unmapped = JSON.stringify({ data: { x: 1 }, includes: { users: { 0: { secret: 1 } } } });
    const tweet = post('4', ben, { includedUsers: [ann, eve], unmapped });
    expect(left(tweet, userKey('71'))).toMatchObject({
      includedUsers: [eve],
      unmapped: JSON.stringify({ data: { x: 1 } }),
    });
  });
});

describe('where it was written', () => {
  const place = { coordinates: { type: 'Point', coordinates: [13.4, 52.5] }, placeId: 'p1', place: null };
  const geo = { ...buildEnrichedTweet().geo } as never;
  const scrubbed = (...ids: string[]): Removed => ({
    has: () => false,
    hasNoPlace: ({ id }) => ids.includes(id),
  });

  it('goes, and what was made of it', () => {
    const unmapped = JSON.stringify({ data: { geo: { at: 'home' }, x: 1 } });
    const tweet = post('1', ann, { ...place, unmapped });
    expect(withoutRemoved(buildEnrichedTweet({ tweet, geo }), scrubbed('1'))).toMatchObject({
      tweet: { coordinates: null, placeId: null, unmapped: JSON.stringify({ data: { x: 1 } }) },
      geo: null,
    });
  });

  it('goes from a repost with what its place says, which is that of the original', () => {
    const tweet = holding('3', 'retweeted', post('1', ann, place));
    const cut = withoutRemoved(buildEnrichedTweet({ tweet, geo }), scrubbed('1'));
    expect(cut).toMatchObject({ tweet: { referencedTweets: [{ tweet: { placeId: null } }] }, geo: null });
  });

  it('stays where another post was written', () => {
    const tweet = post('3', ben, {
      ...place,
      referencedTweets: [{ type: 'quoted', id: '1', tweet: post('1', ann, place) }],
    });
    const cut = withoutRemoved(buildEnrichedTweet({ tweet, geo }), scrubbed('1'));
    expect(cut?.tweet.placeId).toBe('p1');
    expect(cut?.geo).toBe(geo);
  });
});

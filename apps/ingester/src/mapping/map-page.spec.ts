import { readFileSync } from 'node:fs';
import path from 'node:path';
import { leavesOf, lostLeaves } from '../../test-support/leaves';
import { INGESTED_AT, mapBodyOf, OBSERVED_AT } from '../../test-support/pages';
import { parseExactly } from '../reading/json';

const observation = { source: 'stream', observedAt: OBSERVED_AT, ingestedAt: INGESTED_AT };

/** A body with one post. */
function mapped(body: unknown) {
  const { tweets, versions, profiles, refused } = mapBodyOf(body);
  const [tweet, ...others] = tweets;
  if (tweet === undefined || others.length + refused.length > 0) {
    throw new Error(`refused: ${refused.map(({ reason }) => reason).join()}`);
  }
  return { tweet, versions, profiles };
}
const unmappedOf = (value: unknown): unknown => JSON.parse(mapped(value).tweet.unmapped ?? 'null');
const post = (data: object, rest: object = {}) => ({ data: { id: '1', text: 't', ...data }, ...rest });

const fixtures = readFileSync(path.join(__dirname, '../../test-support/fixtures/posts.ndjson'), 'utf8')
  .split('\n')
  .filter((line) => line !== '');

describe('mapping what X sends', () => {
  it.each(fixtures.map((line, index) => [index, line]))('loses no leaf of fixture %i', (_, line) => {
    const { tweet, profiles } = mapped(line);
    // Parsed exactly on both sides, so that a rounded number does not match.
    const sent = JSON.parse(JSON.stringify(parseExactly(line)), exactText) as unknown;
    const kept = tweet.unmapped === null ? null : JSON.stringify(JSON.parse(tweet.unmapped, exactText));
    expect(lostLeaves(sent, [{ ...tweet, unmapped: kept }], profiles)).toEqual([]);
  });

  it('joins author, media, polls, place and referenced posts from the includes', () => {
    const { tweet } = mapped(fixtures[0]);
    expect(tweet).toMatchObject({
      ...observation,
      createdAt: Date.UTC(2026, 0, 15, 10, 35, 0, 123),
      author: {
        username: 'aiko',
        descriptionHashtags: [{ tag: 'space' }],
        publicMetrics: { mediaCount: 41 },
      },
      editControls: { editsRemaining: 4 },
      displayTextRange: { start: 0, end: 40 },
      coordinates: { type: 'Point', coordinates: [139.7454, 35.6586] },
      place: { fullName: 'Minato, Tokyo', bbox: [139.71, 35.62, 139.78, 35.68] },
      media: [
        { altText: 'A tower 🗼' },
        { viewCount: 19059, variants: [{ bitRate: 256000 }, { bitRate: null }] },
      ],
      polls: [{ endAt: Date.UTC(2026, 0, 16, 10, 35), options: [{ label: 'はい' }, { votes: 40 }] }],
      referencedTweets: [
        {
          type: 'replied_to',
          tweet: { text: 'First?', author: { username: 'marta' }, place: { name: 'Minato' } },
        },
        { type: 'quoted', tweet: { media: [{ mediaKey: '3_9' }], unmapped: null } },
      ],
      matchingRules: [
        { id: '1273026480692322304', tag: 'towers' },
        { id: '1273026480692322305', tag: null },
      ],
      includedUsers: [],
    });
  });

  it('keeps what has no field at its original path', () => {
    expect(unmappedOf(fixtures[0])).toEqual({
      data: {
        attachments: { media_source_tweet_id: ['1700000000000000004'] },
        scopes: { followers: false },
      },
      includes: {
        users: Object.fromEntries([0, 1, 2].map((at) => [at, { affiliation: expect.anything() as unknown }])),
        tweets: { 0: { future_field: { a: [1, 2] } } },
        places: { 0: { geo: { properties: { note: 'x' } } } },
      },
      errors: [expect.objectContaining({ title: 'Not Found Error' })],
    });
  });

  it('gives every included user as a profile, with its own leftovers', () => {
    const { profiles } = mapped(fixtures[0]);
    expect(profiles.map(({ user }) => user.id)).toEqual(['101', '102', '103']);
    expect(profiles[0]).toMatchObject({
      ...observation,
      unmapped: '{"affiliation":{"description":"Example Inc","user_id":["77"]}}',
    });
  });

  it("reads X's new names as the old ones", () => {
    expect(mapped(fixtures[1]).tweet).toMatchObject({
      editHistoryTweetIds: ['1700000000000000010'],
      noteTweet: { text: 'long renamed' },
      publicMetrics: { retweetCount: 8 },
      referencedTweets: [{ type: 'quoted', tweet: { text: 'the quoted one' } }],
      author: { pinnedTweetId: '5', mostRecentTweetId: '6', publicMetrics: { tweetCount: 3 } },
      unmapped: null,
    });
  });

  it('keeps no empty object or list: they say nothing', () => {
    const places = [{ id: '9', geo: { type: 'Feature', bbox: [1, 2, 3, 4], properties: {} } }];
    const data = { geo: { place_id: '9' }, odd: [], more: { x: {}, y: [[]] } };
    expect(unmappedOf(post(data, { includes: { places, topics: [] } }))).toEqual({
      data: { more: { x: {}, y: [[]] } },
    });
  });

  it('keeps both spellings when X sends both', () => {
    const { tweet } = mapped(post({ public_metrics: { retweet_count: 1, repost_count: 2 } }));
    expect(tweet.publicMetrics?.retweetCount).toBe(1);
    expect(tweet.unmapped).toBe('{"data":{"public_metrics":{"repost_count":2}}}');
  });

  it('keeps wrong types, numbers beyond 2^53, lone surrogates and hostile names', () => {
    const { tweet } = mapped(fixtures[2]);
    expect(tweet).toMatchObject({
      text: '😀 lone \ufffd here',
      lang: null,
      coordinates: null,
      possiblySensitive: null,
      publicMetrics: { likeCount: null },
      matchingRules: [{ id: '1377649934414049283', tag: null }],
      entities: { hashtags: [{ tag: 'ok' }] },
      author: { username: 'odd', createdAt: null },
      media: [],
    });
    expect(tweet.unmapped).toContain('"text":"😀 lone \\ud83d here"');
    expect(tweet.unmapped).toContain('"like_count":9007199254740993');
    expect(tweet.unmapped).toContain('"total":12345678901234567890');
    expect(tweet.unmapped).toContain('"coordinates":[42.7,98.01]');
    expect(tweet.unmapped).toContain('"hashtags":{"1":"odd"}');
    expect(tweet.unmapped).toContain('"__proto__":{"polluted":true}');
    expect(tweet.unmapped).toContain('"media":{"0":{"media_key":"3_77","type":"photo"}}');
    expect(tweet.unmapped).toContain('"topics":[{"id":"1"}]');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('maps the least a post can be', () => {
    const { tweet, profiles } = mapped(fixtures[3]);
    expect(tweet).toMatchObject({ text: '', createdAt: null, author: null, unmapped: null });
    expect(profiles).toEqual([]);
  });

  it('does not depend on the order of members', () => {
    const reversed = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(reversed)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([key, member]) => [key, reversed(member)]),
            )
          : value;
    const line = JSON.parse(fixtures[0] ?? '') as unknown;
    const { unmapped, ...record } = mapped(reversed(line)).tweet;
    expect(record).toEqual({ ...mapped(line).tweet, unmapped: undefined });
    expect(JSON.parse(String(unmapped))).toEqual(unmappedOf(line));
  });
});

/** Digits a double cannot hold, as text. */
function exactText(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === 'number' && String(value) !== context?.source ? context?.source : value;
}

describe('joining', () => {
  const refer = (id: string) => ({ referenced_tweets: [{ type: 'quoted', id }] });

  it('ends where posts refer to each other in a circle', () => {
    const tweets = [
      { id: '2', text: 'b', ...refer('3') },
      { id: '3', text: 'c', ...refer('1') },
    ];
    const { tweet } = mapped(post(refer('2'), { includes: { tweets } }));
    expect(tweet.referencedTweets[0]?.tweet?.referencedTweets[0]?.tweet).toMatchObject({
      id: '3',
      referencedTweets: [{ id: '1', tweet: null }],
    });
  });

  it('stays small when every post refers twice to the next', () => {
    const tweets = Array.from({ length: 40 }, (_, at) => ({
      id: String(at + 2),
      text: 't',
      referenced_tweets: ['quoted', 'replied_to'].map((type) => ({ type, id: String(at + 3) })),
    }));
    const { tweet } = mapped(post(refer('2'), { includes: { tweets } }));
    expect(JSON.stringify(tweet).length).toBeLessThan(200_000);
    expect(tweet.unmapped).toContain('"id":"41"');
  });

  it('lists users who wrote none of the posts', () => {
    const users = [
      { id: '5', username: 'author' },
      { id: '6', username: 'mentioned' },
    ];
    const { tweet } = mapped(post({ author_id: '5' }, { includes: { users } }));
    expect(tweet.author?.username).toBe('author');
    expect(tweet.includedUsers.map(({ username }) => username)).toEqual(['mentioned']);
  });

  it.each([
    [
      'an object twice',
      { users: [{ id: '5' }, { id: '5', name: 'other' }] },
      { users: { 1: { id: '5', name: 'other' } } },
    ],
    ['a post without text', { tweets: [{ id: '2' }] }, { tweets: { 0: { id: '2' } } }],
    ['a user without an id', { users: [{ name: 'x' }] }, { users: { 0: { name: 'x' } } }],
    ['no list', { users: 'none', media: { a: 1 } }, { users: 'none', media: { a: 1 } }],
    ['a copy that differs', { tweets: [{ id: '1', text: 'u' }] }, { tweets: { 0: { id: '1', text: 'u' } } }],
    [
      'a copy that says more',
      { tweets: [{ id: '1', text: 't', lang: 'en' }] },
      { tweets: { 0: { id: '1', text: 't', lang: 'en' } } },
    ],
  ])('leaves over %s', (_, includes, expected) => {
    expect(unmappedOf(post({}, { includes }))).toEqual({ includes: expected });
  });
});

describe('refusing', () => {
  it.each([
    ['ID_MISSING', '{"data":{"text":"t"}}', null],
    ['ID_MISSING', '{"data":{"id":null,"text":"t"}}', null],
    ['ID_NOT_A_STRING', '{"data":{"id":1377649934414049282,"text":"t"}}', null],
    ['ID_NOT_A_STRING', '{"data":{"id":7,"text":"t"}}', null],
    ['ID_MALFORMED', '{"data":{"id":"7x","text":"t"}}', null],
    ['TEXT_MISSING', '{"data":{"id":"7"}}', '7'],
    ['TEXT_MISSING', '{"data":{"id":"7","text":1}}', '7'],
    ['CREATED_AT_MALFORMED', '{"data":{"id":"7","text":"t","created_at":"yesterday"}}', '7'],
    ['CREATED_AT_MALFORMED', '{"data":{"id":"7","text":"t","created_at":"2026-02-30T00:00:00.000Z"}}', '7'],
    ['CREATED_AT_MALFORMED', '{"data":{"id":"7","text":"t","created_at":1700000000}}', '7'],
    ['NESTED_TOO_DEEPLY', `{"data":{"id":"7","text":"t","x":${'['.repeat(5_000)}${']'.repeat(5_000)}}}`, '7'],
  ])('%s: %.70s', (reason, text, id) => {
    expect(mapBodyOf(text)).toMatchObject({ tweets: [], profiles: [], refused: [{ reason, id }] });
  });
});

describe('leavesOf', () => {
  it('walks to every leaf', () => {
    expect(leavesOf({ a: [1, { b: null }], c: {} })).toEqual([
      { path: 'a.0', value: 1 },
      { path: 'a.1.b', value: null },
    ]);
  });
});

import { mapBodyOf } from '../../test-support/pages';

/** A page of X's recent search: newest first, and what the posts share is sent once. */
const page = {
  data: [
    {
      id: '30',
      text: '@marta look',
      author_id: '5',
      attachments: { media_keys: ['3_1'] },
      entities: { mentions: [{ start: 0, end: 6, username: 'marta', id: '6' }] },
      odd: 'of 30',
    },
    { id: '20', text: 'quoted', author_id: '6', referenced_tweets: [{ type: 'quoted', id: '10' }] },
    { id: '15', text: 'also quoted', author_id: '5', referenced_tweets: [{ type: 'quoted', id: '10' }] },
  ],
  includes: {
    users: [
      { id: '5', username: 'ann', affiliation: { a: 1 } },
      { id: '6', username: 'marta' },
      { id: '7', username: 'nobody' },
    ],
    tweets: [{ id: '10', text: 'the first', author_id: '6', odd: 'of 10' }],
    media: [
      { media_key: '3_1', type: 'photo' },
      { media_key: '3_2', type: 'photo' },
    ],
  },
  errors: [{ title: 'Not Found Error', value: '99' }],
  meta: { newest_id: '30', oldest_id: '15', result_count: 3, next_token: 'n' },
};

describe('a page of several posts', () => {
  const { tweets, profiles, refused } = mapBodyOf(page, 'search');
  const unmapped = tweets.map((tweet) => JSON.parse(tweet.unmapped ?? 'null') as unknown);

  it('gives each its own record, with what they share', () => {
    expect(refused).toEqual([]);
    expect(tweets).toMatchObject([
      { id: '30', source: 'search', author: { username: 'ann' }, media: [{ mediaKey: '3_1' }] },
      { id: '20', author: { username: 'marta' }, referencedTweets: [{ tweet: { text: 'the first' } }] },
      { id: '15', author: { username: 'ann' }, referencedTweets: [{ tweet: { text: 'the first' } }] },
    ]);
  });

  it('gives each the other users that it names, not those of its neighbours', () => {
    const others = tweets.map(({ includedUsers }) => includedUsers.map(({ username }) => username));
    expect(others).toEqual([['marta'], [], []]);
  });

  it('gives every user once as a profile, with its own leftovers', () => {
    expect(profiles.map(({ user, unmapped: left }) => [user.username, left])).toEqual([
      ['ann', '{"affiliation":{"a":1}}'],
      ['marta', null],
      ['nobody', null],
    ]);
  });

  it('keeps what has no field with the post it belongs to, and what belongs to none with the first', () => {
    const ann = { users: { 0: { affiliation: { a: 1 } } } };
    const quoted = { tweets: { 0: { odd: 'of 10' } } };
    expect(unmapped).toEqual([
      {
        data: { odd: 'of 30' },
        includes: { ...ann, media: { 1: { media_key: '3_2', type: 'photo' } } },
        errors: page.errors,
      },
      { includes: quoted },
      { includes: { ...ann, ...quoted } },
    ]);
  });

  it('refuses one post and maps its neighbours', () => {
    const [first, ...others] = page.data;
    const mapped = mapBodyOf({ ...page, data: [{ ...first, id: 30 }, ...others] });
    expect(mapped.refused).toMatchObject([{ reason: 'ID_NOT_A_STRING', id: null }]);
    expect(mapped.tweets.map(({ id }) => id)).toEqual(['20', '15']);
    expect(mapped.profiles).toHaveLength(3);
  });

  it('keeps digits beyond 2^53 of any of them', () => {
    const body = JSON.stringify(page).replace('"of 10"', '12345678901234567890');
    expect(mapBodyOf(body).tweets[2]?.unmapped).toContain('"odd":12345678901234567890');
  });

  it.each([
    ['no posts', { data: [], meta: { result_count: 0 } }],
    ['only counts', { meta: { result_count: 0 } }],
  ])('may have %s', (_, body) => {
    expect(mapBodyOf(body)).toMatchObject({ tweets: [], profiles: [], refused: [] });
  });
});

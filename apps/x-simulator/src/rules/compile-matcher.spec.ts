import { parseRule } from '@tdp/x-rules';
import type { XPost, XUser } from '../wire';
import { compileMatcher } from './compile-matcher';
import { createMatchInput, type MatchSource } from './match-input';

const compile = (value: string) => {
  const parsed = parseRule(value, { maxLength: 1024 });
  if (!parsed.ok) {
    throw new Error(`${value}: ${JSON.stringify(parsed.problems)}`);
  }
  return compileMatcher(parsed.node);
};

const author: XUser = {
  id: '10',
  name: 'Ada Lovelace, PhD',
  username: 'AdaL',
  description: 'Data engineer & mathematician',
  location: 'London, big apple fan',
  verified: true,
  public_metrics: { followers_count: 500, following_count: 5, tweet_count: 7, listed_count: 1 },
};
const other: XUser = { id: '20', name: 'Other', username: 'Other_One' };

const post: XPost = {
  id: '1001',
  author_id: '10',
  conversation_id: '900',
  lang: 'en',
  source: 'X for iPhone',
  text: 'RE: Coca-Cola and Diacrítica @other_one #ThankU $TWTR https://t.co/abc 🍕',
  in_reply_to_user_id: '20',
  referenced_tweets: [{ type: 'replied_to', id: '900' }],
  attachments: { media_keys: ['7_1'] },
  context_annotations: [{ domain: { id: '47' }, entity: { id: '100', name: 'Twitter' } }],
  entities: {
    hashtags: [{ start: 0, end: 1, tag: 'ThankU' }],
    cashtags: [{ start: 0, end: 1, tag: 'TWTR' }],
    mentions: [{ start: 0, end: 1, username: 'Other_One', id: '20' }],
    annotations: [{ start: 0, end: 1, probability: 0.9, type: 'Person', normalized_text: 'Michael Jordan' }],
    urls: [
      {
        start: 0,
        end: 1,
        url: 'https://t.co/abc',
        expanded_url: 'https://developer.x.com/docs/Photos',
        title: 'Heavy snow',
        description: 'The weather report',
      },
    ],
  },
};
const source: MatchSource = { post, author };

const expectMatch = (rule: string, subject: MatchSource, expected: boolean) => {
  expect({ rule, matches: compile(rule)(createMatchInput(subject)) }).toEqual({ rule, matches: expected });
};

describe('on the post itself', () => {
  it.each([
    'coca',
    'COLA',
    '"coca-cola"',
    '"cola coca" OR pepsi OR cola',
    '"coca diacrítica"~3',
    'diacrítica',
    '🍕',
    '#thanku',
    '@other_one',
    '$twtr',
    'from:adal',
    'from:10',
    'to:other_one',
    'to:20',
    'conversation_id:900',
    'in_reply_to_tweet_id:900',
    'context:47.100',
    'context:47.*',
    'context:*.100',
    'entity:"michael jordan"',
    'entity:Twitter',
    'url:"https://developer.x.com"',
    'url:"https://t.co"',
    'url:"/docs"',
    'url_contains:photo',
    'url_title:snow',
    'url_description:"weather report"',
    'bio:"data engineer"',
    'bio_name:phd',
    'bio_location:"big apple"',
    'cola lang:en',
    'cola source:"x for iphone"',
    'cola followers_count:500',
    'cola followers_count:100..1000',
    'cola has:media has:video_link has:links has:hashtags has:cashtags has:mentions',
    'cola is:reply is:verified -is:retweet -is:quote -is:nullcast',
    'cola sample:100',
    'cola -grumpy (cat OR #thanku)',
  ])('%s matches', (rule) => {
    expectMatch(rule, source, true);
  });

  it.each([
    'coc',
    'diacritica',
    '#thank',
    '#thankunext',
    'thankunext',
    '@other',
    'from:other_one',
    'to:adal',
    'context:47.101',
    'entity:Michael',
    'url:"developer.com"',
    'bio:london',
    'cola lang:fr',
    'cola followers_count:501',
    'cola followers_count:1..499',
    'cola has:images',
    'cola has:geo',
    'cola is:quote',
    'cola -pizza -#thanku',
    'place:london',
  ])('%s does not match', (rule) => {
    expectMatch(rule, source, false);
  });
});

describe('on a quote', () => {
  const quote: MatchSource = {
    author: other,
    post: { id: '1002', text: 'look at this', referenced_tweets: [{ type: 'quoted', id: '1001' }] },
    quoted: source,
    place: { id: 'p2', full_name: 'Paris, France', country_code: 'FR' },
  };

  it.each([
    'cola',
    'look #thanku',
    '"coca cola" is:quote',
    'url_title:snow has:media',
    'look is:reply',
    'place:paris',
  ])('%s matches the quote or what it quotes', (rule) => {
    expectMatch(rule, quote, true);
  });

  it.each(['from:adal', 'look -cola', 'look lang:en', '"this re"', 'bio_name:phd'])(
    '%s does not match: it is about the quoting post, or in neither text whole',
    (rule) => {
      expectMatch(rule, quote, false);
    },
  );
});

describe('on a repost', () => {
  const place = { id: 'p1', full_name: 'Paris, France', country_code: 'FR' };
  const repost: MatchSource = {
    author: other,
    post: {
      id: '1003',
      text: 'RT @AdaL: RE: Coca-Co…',
      geo: { place_id: 'p1', coordinates: { type: 'Point', coordinates: [2.35, 48.86] } },
      referenced_tweets: [{ type: 'retweeted', id: '1001' }],
    },
    reposted: source,
    place,
  };

  it.each([
    'cola is:retweet',
    'diacrítica',
    'retweets_of:ADAL',
    'retweets_of:10',
    'retweets_of_tweet_id:1001',
    'from:20',
  ])('%s matches', (rule) => {
    expectMatch(rule, repost, true);
  });

  it.each([
    'rt',
    'from:adal',
    'place:paris',
    'place:p1',
    'place_country:FR',
    'point_radius:[2.35 48.86 10km]',
    'bounding_box:[2.3 48.8 2.4 48.9]',
    'cola has:geo',
    'cola -is:retweet',
  ])('%s does not match', (rule) => {
    expectMatch(rule, repost, false);
  });
});

describe('on a place', () => {
  const at = (longitude: number, latitude: number): MatchSource => ({
    author,
    post: { id: '1', text: 'x', geo: { coordinates: { type: 'Point', coordinates: [longitude, latitude] } } },
  });
  const inPlace = (bbox: [number, number, number, number]): MatchSource => ({
    author,
    post: { id: '1', text: 'x', geo: { place_id: 'fd70c22040963ac7' } },
    place: {
      id: 'fd70c22040963ac7',
      full_name: 'Boulder, CO',
      name: 'Boulder',
      country_code: 'US',
      geo: { type: 'Feature', bbox },
    },
  });
  const box = 'bounding_box:[-105.301758 39.964069 -105.178505 40.09455]';

  it.each<[string, MatchSource, boolean]>([
    ['point_radius:[2.3551 48.8611 1km]', at(2.3551, 48.8699), true],
    ['point_radius:[2.3551 48.8611 1km]', at(2.3551, 48.8702), false],
    ['point_radius:[2.3551 48.8611 1mi]', at(2.3551, 48.8702), true],
    [box, at(-105.2, 40), true],
    [box, at(-105.1, 40), false],
    [box, inPlace([-105.3, 39.97, -105.18, 40.09]), true],
    [box, inPlace([-105.4, 39.97, -105.18, 40.09]), false],
    ['place:boulder', inPlace([0, 0, 1, 1]), true],
    ['place:"boulder co"', inPlace([0, 0, 1, 1]), true],
    ['place:fd70c22040963ac7', inPlace([0, 0, 1, 1]), true],
    ['place:denver', inPlace([0, 0, 1, 1]), false],
    ['place_country:us', inPlace([0, 0, 1, 1]), true],
    ['x has:geo', inPlace([0, 0, 1, 1]), true],
    ['x has:geo', at(0, 0), true],
  ])('%s', (rule, subject, expected) => {
    expectMatch(rule, subject, expected);
  });
});

describe('elsewhere', () => {
  it('matches a long post on its full text', () => {
    const long = { id: '1', text: 'the beginning…', note_tweet: { text: 'the beginning and the end' } };
    expectMatch('end', { author, post: long }, true);
  });

  it('takes zh as either way of writing Chinese', () => {
    expectMatch('猫 lang:zh-TW', { author, post: { id: '1', text: '我的猫', lang: 'zh' } }, true);
  });

  it('finds a keyword inside a sentence without spaces', () => {
    expectMatch('好き', { author, post: { id: '1', text: '猫が好きです' } }, true);
    expectMatch('きで猫', { author, post: { id: '1', text: '猫が好きです' } }, false);
  });

  it('samples about the given share, the same posts each time, smaller samples within larger ones', () => {
    const inputs = Array.from({ length: 5000 }, (_, index) =>
      createMatchInput({
        author,
        post: { id: String(1_346_889_436_626_259_968n + BigInt(index * 4097)), text: 'x' },
      }),
    );
    const [ten, thirty] = [compile('x sample:10'), compile('x sample:30')];
    const sampled = inputs.filter(ten);
    expect(sampled.length).toBeGreaterThan(400);
    expect(sampled.length).toBeLessThan(600);
    expect(inputs.filter(ten)).toEqual(sampled);
    expect(sampled.every(thirty)).toBe(true);
  });
});

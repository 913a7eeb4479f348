import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseRule } from './parse-rule';
import { withoutSpans } from '../test-support/without-spans';

const maxLength = 1024;

const parse = (value: string) => {
  const parsed = parseRule(value, { maxLength });
  if (!parsed.ok) {
    throw new Error(JSON.stringify(parsed.problems));
  }
  return parsed.node;
};

const outline = (value: string) => withoutSpans(parse(value));

const firstProblem = (value: string) => {
  const parsed = parseRule(value, { maxLength });
  if (parsed.ok) {
    throw new Error(`accepted ${value}`);
  }
  const [problem] = parsed.problems;
  if (!problem) {
    throw new Error('refused without a problem');
  }
  return problem;
};

const keyword = (value: string) => ({ kind: 'keyword', value });
const and = (...children: unknown[]) => ({ kind: 'and', children });
const or = (...children: unknown[]) => ({ kind: 'or', children });
const not = (operand: unknown) => ({ kind: 'not', operand });

describe('precedence and grouping', () => {
  it.each<[string, unknown]>([
    ['apple OR iphone ipad', or(keyword('apple'), and(keyword('iphone'), keyword('ipad')))],
    ['ipad iphone OR android', or(and(keyword('ipad'), keyword('iphone')), keyword('android'))],
    ['(apple OR iphone) ipad', and(or(keyword('apple'), keyword('iphone')), keyword('ipad'))],
    ['iphone(ipad OR android)', and(keyword('iphone'), or(keyword('ipad'), keyword('android')))],
    ['a OR b OR c', or(keyword('a'), keyword('b'), keyword('c'))],
    ['a OR (b OR c)', or(keyword('a'), or(keyword('b'), keyword('c')))],
    ['((cat))', keyword('cat')],
    ['cat -dog OR fish', or(and(keyword('cat'), not(keyword('dog'))), keyword('fish'))],
    ['-dog cat', and(not(keyword('dog')), keyword('cat'))],
    ['  cat \t\n dog  ', and(keyword('cat'), keyword('dog'))],
  ])('reads %s', (value, expected) => {
    expect(outline(value)).toEqual(expected);
  });
});

describe('conditions', () => {
  it.each<[string, object]>([
    ['"exact  phrase-match"', { kind: 'phrase', value: 'exact  phrase-match' }],
    ['"social media"~5', { kind: 'proximity', value: 'social media', distance: 5 }],
    ['#thankunext', { kind: 'hashtag', value: 'thankunext' }],
    ['#東京_2020', { kind: 'hashtag', value: '東京_2020' }],
    ['#فلسطين', { kind: 'hashtag', value: 'فلسطين' }],
    ['@XDevelopers', { kind: 'mention', value: 'XDevelopers' }],
    ['$BRK.A', { kind: 'cashtag', value: 'BRK.A' }],
    ['猫', keyword('猫')],
    ['cumpleaños', keyword('cumpleaños')],
    ['هواية', keyword('هواية')],
    ['😃', keyword('😃')],
    ['"👍🏽"', { kind: 'phrase', value: '👍🏽' }],
    ['FROM:NASA', { kind: 'operator', name: 'from', value: 'NASA' }],
    ['from:"NASA"', { kind: 'operator', name: 'from', value: 'NASA' }],
    ['from_affiliate_of:XDevelopers', { kind: 'operator', name: 'from_affiliate_of', value: 'XDevelopers' }],
    ['to_affiliate_of:XDevelopers', { kind: 'operator', name: 'to_affiliate_of', value: 'XDevelopers' }],
    [
      'embedding:"a change of climate"',
      { kind: 'operator', name: 'embedding', value: 'a change of climate' },
    ],
    ['to:2244994945', { kind: 'operator', name: 'to', value: '2244994945' }],
    ['retweets_of_user:x', { kind: 'operator', name: 'retweets_of', value: 'x' }],
    ['url:"https://developer.x.com"', { kind: 'operator', name: 'url', value: 'https://developer.x.com' }],
    ['url:developer.x.com/docs', { kind: 'operator', name: 'url', value: 'developer.x.com/docs' }],
    [
      'conversation_id:1334987486343299072',
      { kind: 'operator', name: 'conversation_id', value: '1334987486343299072' },
    ],
    ['context:47.*', { kind: 'operator', name: 'context', value: '47.*' }],
    ['context:*.799022225751871488', { kind: 'operator', name: 'context', value: '*.799022225751871488' }],
    ['entity:"Michael Jordan"', { kind: 'operator', name: 'entity', value: 'Michael Jordan' }],
    ['bio_location:"big apple"', { kind: 'operator', name: 'bio_location', value: 'big apple' }],
    ['place:fd70c22040963ac7', { kind: 'operator', name: 'place', value: 'fd70c22040963ac7' }],
    ['place_country:us', { kind: 'operator', name: 'place_country', value: 'US' }],
    [
      'point_radius:[2.355128 48.861118 16km]',
      { kind: 'point_radius', longitude: 2.355128, latitude: 48.861118, radius: 16, unit: 'km' },
    ],
    [
      'bounding_box:[-105.301758 39.964069 -105.178505 40.09455]',
      { kind: 'bounding_box', west: -105.301758, south: 39.964069, east: -105.178505, north: 40.09455 },
    ],
  ])('reads %s alone', (value, expected) => {
    expect(outline(value)).toEqual(expected);
  });

  it.each<[string, object]>([
    ['lang:zh-cn', { kind: 'operator', name: 'lang', value: 'zh-CN' }],
    ['lang:und', { kind: 'operator', name: 'lang', value: 'und' }],
    ['lang:QME', { kind: 'operator', name: 'lang', value: 'qme' }],
    ['embedding_threshold:0.45', { kind: 'operator', name: 'embedding_threshold', value: '0.45' }],
    ['has:videos', { kind: 'has', value: 'video_link' }],
    ['has:MEDIA', { kind: 'has', value: 'media' }],
    ['is:retweet', { kind: 'is', value: 'retweet' }],
    ['-is:nullcast', { kind: 'not', operand: { kind: 'is', value: 'nullcast' } }],
    ['sample:15', { kind: 'sample', percent: 15 }],
    [
      'followers_count:1000..10000',
      { kind: 'count', name: 'followers_count', minimum: 1000, maximum: 10000 },
    ],
    ['min_followers:1000', { kind: 'count', name: 'followers_count', minimum: 1000 }],
    ['source:"X for iPhone"', { kind: 'operator', name: 'source', value: 'X for iPhone' }],
  ])('reads %s beside a keyword, and refuses it alone', (value, expected) => {
    expect(outline(`cat ${value}`)).toEqual(and(keyword('cat'), expected));
    expect(firstProblem(value).message).toMatch(/alone/);
  });
});

const cases = path.join(__dirname, '../../../../shared/cases');
const whenThere = existsSync(cases) ? it : it.skip;
whenThere.each(['07-rule-lang-und.txt', '08-rule-affiliates.txt'])(
  'takes what X takes: %s (skipped where that is absent)',
  (file) => {
    const rules = readFileSync(path.join(cases, file), 'utf8').trim().split('\n');
    expect(rules.filter((rule) => !parseRule(rule, { maxLength }).ok)).toEqual([]);
  },
);

it("gives each node its place, with a group's parentheses inside it", () => {
  expect(parse('cat (from:x OR "a b")')).toEqual({
    kind: 'and',
    offset: 0,
    length: 21,
    children: [
      { kind: 'keyword', value: 'cat', offset: 0, length: 3 },
      {
        kind: 'or',
        offset: 4,
        length: 17,
        children: [
          { kind: 'operator', name: 'from', value: 'x', offset: 5, length: 6 },
          { kind: 'phrase', value: 'a b', offset: 15, length: 5 },
        ],
      },
    ],
  });
});

describe('refusals', () => {
  it.each<[value: string, message: RegExp, marked: string]>([
    ['   ', /is empty/, '   '],
    ['cat "dog', /never closed/, '"'],
    ['cat (dog OR fish', /never closed/, '('],
    ['cat)', /closes nothing/, ')'],
    ['cat ()', /group is empty/, '()'],
    ['point_radius:[1 2 3km', /never closed/, '['],
    ['cat ""', /phrase is empty/, '""'],
    ['"a"b', /space is missing/, 'b'],
    ['cat OR', /both sides/, 'OR'],
    ['OR cat', /both sides/, 'OR'],
    ['cat OR OR dog', /both sides/, 'OR'],
    ['(cat OR) dog', /both sides/, 'OR'],
    ['cat and dog', /ambiguous/, 'and'],
    ['cat or dog', /ambiguous/, 'or'],
    ['skiing -(snow OR day)', /group cannot be negated/, '-'],
    ['cat --dog', /negation cannot be negated/, '--'],
    ['cat - dog', /negates nothing/, '-'],
    ['cat -', /negates nothing/, '-'],
    ['-cat', /Negated conditions cannot be used alone/, '-cat'],
    ['-cat -dog', /Negated conditions cannot be used alone/, '-cat -dog'],
    ['cat OR -dog', /Negated conditions cannot be used alone/, '-dog'],
    ['cat (dog OR -fish)', /Negated conditions cannot be used alone/, '-fish'],
    ['has:links OR is:retweet', /`has:links` cannot be used alone/, 'has:links'],
    ['cat OR has:links', /`has:links` cannot be used alone/, 'has:links'],
    ['has:media (cat OR has:links)', /One branch of this OR/, '(cat OR has:links)'],
    ['lang:en -cat', /`lang:en -cat` cannot be used alone/, 'lang:en -cat'],
    ['cat is:nullcast', /must be negated/, 'is:nullcast'],
    ['cat -sample:10', /cannot be negated/, 'sample:10'],
    ['cat OR dog sample:10', /whole rule/, 'sample:10'],
    ['cat sample:0', /1 to 100/, '0'],
    ['cat sample:101', /1 to 100/, '101'],
    ['cat sample:ten', /1 to 100/, 'ten'],
    ['"a b"~7', /1 to 6/, '~7'],
    ['"a b"~', /1 to 6/, '~'],
    ['foo:bar', /no operator `foo:`/, 'foo:'],
    ['cat OR embedding_threshold:0.4', /cannot be used alone/, 'embedding_threshold:0.4'],
    ['from_affiliate_of:@NASA', /neither a username/, '@NASA'],
    ['from:', /has no value/, 'from:'],
    ['from: NASA', /has no value/, 'from:'],
    ['from:@NASA', /neither a username/, '@NASA'],
    ['from:a_name_that_is_too_long', /neither a username/, 'a_name_that_is_too_long'],
    ['from:[NASA]', /no brackets/, '[NASA]'],
    ['cat has:cats', /`has:cats` does not exist/, 'cats'],
    ['cat is:retwet', /`is:retwet` does not exist/, 'retwet'],
    ['cat lang:xx', /no language code/, 'xx'],
    ['cat lang:he', /no language code/, 'he'],
    ['place_country:UK', /country code/, 'UK'],
    ['conversation_id:abc', /no numeric id/, 'abc'],
    ['context:*.*', /no context/, '*.*'],
    ['followers_count:10..1 cat', /rising range/, '10..1'],
    ['coca-cola', /`-` cannot stand/, '-'],
    ['“cat”', /`“` cannot stand/, '“'],
    ['👍🏽', /variant must be quoted/, '👍🏽'],
    ['https://x.com', /no operator `https:`/, 'https:'],
    ['#', /nothing after it/, '#'],
    ['#a#b', /no valid hashtag/, '#a#b'],
    ['@name!', /no valid mention/, '@name!'],
    ['$TOOLONG', /no valid cashtag/, '$TOOLONG'],
    ['bio:data-engineer', /`-` cannot stand/, 'data-engineer'],
    ['point_radius:[2.3 48.8 25mi]', /less than 25mi/, '25mi'],
    ['point_radius:[2.3 48.8 40.3km]', /less than 25mi/, '40.3km'],
    ['point_radius:[2.3 48.8 16]', /no radius/, '16'],
    ['point_radius:[2.3 48.8 0km]', /no radius/, '0km'],
    ['point_radius:[2.3 98.8 16km]', /no latitude/, '98.8'],
    ['point_radius:[181 48.8 16km]', /no longitude/, '181'],
    ['point_radius:[2.3 48.8]', /takes `\[longitude/, '[2.3 48.8]'],
    ['bounding_box:[2 48 2.1]', /takes `\[west/, '[2 48 2.1]'],
    ['bounding_box:[2.1 48 2 48.1]', /West must be less/, '[2.1 48 2 48.1]'],
    ['bounding_box:[2 48.1 2.1 48]', /South must be less/, '[2 48.1 2.1 48]'],
    ['bounding_box:[2 48 3 48.1]', /width/, '[2 48 3 48.1]'],
    ['bounding_box:[2 48 2.1 49]', /height/, '[2 48 2.1 49]'],
    ['bounding_box:[-180 89.9 180 90]', /width/, '[-180 89.9 180 90]'],
  ])('refuses %s', (value, message, marked) => {
    const problem = firstProblem(value);
    expect(problem.message).toMatch(message);
    expect(value.slice(problem.offset, problem.offset + problem.length)).toBe(marked);
  });

  it('reports every mistake of a rule, in reading order', () => {
    const parsed = parseRule('form:NASA (lang:xx OR ) has:cats', { maxLength });
    expect(parsed.ok ? [] : parsed.problems.map((problem) => problem.offset)).toEqual([0, 16, 19, 28]);
  });

  it('refuses groups nested without end instead of exhausting the stack', () => {
    expect(parseRule('('.repeat(200_000), { maxLength: Infinity })).toMatchObject({ ok: false });
  });

  it.each([
    ['form:x', 'did you mean `from:`?'],
    ['cat is:retwet', 'did you mean `is:retweet`?'],
    ['cat lang:he', 'did you mean `lang:iw`?'],
    ['place_country:UK', 'did you mean `place_country:GB`?'],
    ['coca-cola', 'put it in double quotes: "coca-cola"'],
    ['“cat”', 'use straight double quotes'],
    ['from:@NASA', 'leave out the @'],
  ])('says for %s what to write instead', (value, hint) => {
    expect(firstProblem(value).hint).toBe(hint);
  });
});

describe('length', () => {
  it('counts code points, so that an emoji is one character', () => {
    expect(parseRule('😃'.repeat(8), { maxLength: 8 }).ok).toBe(true);
    expect(parseRule('😃'.repeat(9), { maxLength: 8 })).toMatchObject({
      problems: [{ message: 'The rule has 9 characters, 1 more than the 8 allowed', offset: 16, length: 2 }],
    });
  });

  it("agrees with X's own example of a rule of 59 characters", () => {
    const example = '(happy OR happiness) place_country:GB -birthday -is:retweet';
    expect(parseRule(example, { maxLength: 59 }).ok).toBe(true);
    expect(parseRule(example, { maxLength: 58 }).ok).toBe(false);
  });
});

it.each([
  '"X data" has:mentions (has:media OR has:links)',
  '(happy OR happiness OR excited OR elated) lang:en -birthday -is:retweet -holidays',
  '-is:retweet has:geo (from:NWSNHC OR from:NHC_Atlantic OR from:NWSHouston)',
  '#nowplaying (happy OR exciting) (place_country:US OR place_country:MX OR place_country:CA) -horrible',
  'context:65.852262932607926273 -context:66.852262932607926273 -is:retweet has:images lang:ja',
  '(😃 OR 😡) 😬',
  '"social media"~5 OR "API"~3',
  'place:"new york city" OR place:seattle OR place:fd70c22040963ac7',
  '(kittens OR puppies) has:media',
  'url:"/developer" OR url_contains:photos',
])("takes X's documented example %s", (value) => {
  expect(parse(value)).toBeDefined();
});

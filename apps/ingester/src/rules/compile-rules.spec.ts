import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseRule } from '@tdp/x-rules';
import { compileRules, describeProblems } from './compile-rules';

const limits = { maxRules: 1_000, maxLength: 1_024 };
const compile = (text: string, overrides: Partial<typeof limits> = {}) =>
  compileRules(text, { ...limits, ...overrides });

function valuesOf(text: string, overrides: Partial<typeof limits> = {}): readonly string[] {
  const result = compile(text, overrides);
  if (!result.ok) {
    throw new Error(describeProblems('rules.yaml', result.problems));
  }
  return result.rules.map(({ value }) => value);
}
const problemsOf = (text: string, overrides: Partial<typeof limits> = {}) => {
  const result = compile(text, overrides);
  return result.ok ? [] : result.problems;
};

describe('compiling rules.yaml', () => {
  it.each([
    ['keywords: [cat, AT&T, new york, or]', 'cat OR "AT&T" OR "new york" OR "or"'],
    ['phrases: ["good morning", hello]', '"good morning" OR "hello"'],
    ['hashtags: [AI, "#Kraków"]', '#AI OR #Kraków'],
    ['cashtags: [TSLA]', '$TSLA'],
    ['accounts: [NASA, "@esa", "11348282"]', 'from:NASA OR from:esa OR from:11348282'],
    ['mentions: ["@NASA"]', '@NASA'],
    ['places: [new york city, 01a9a39529b27f36]', 'place:"new york city" OR place:01a9a39529b27f36'],
    ['places: [{ country: JP }]', 'place_country:JP'],
    [
      'places: [{ point_radius: { longitude: 2.35, latitude: 48.85, radius: 16km } }]',
      'point_radius:[2.35 48.85 16km]',
    ],
    [
      'places: [{ bounding_box: { west: 13.2, south: 52.4, east: 13.5, north: 52.6 } }]',
      'bounding_box:[13.2 52.4 13.5 52.6]',
    ],
    ['keywords: [cat]\n    languages: [en]', 'cat lang:en'],
    ['keywords: [cat, dog]\n    languages: [en, ja]', '(cat OR dog) (lang:en OR lang:ja)'],
    [
      'keywords: [cat]\n    exclude: { keywords: [hot dog], hashtags: [ad], accounts: [spam], reposts: true }',
      'cat -"hot dog" -#ad -from:spam -is:retweet',
    ],
    [
      'keywords: [cat]\n    exclude: { replies: true, quotes: true, mentions: [x] }',
      'cat -@x -is:quote -is:reply',
    ],
    ['rule: cat has:images -is:retweet', 'cat has:images -is:retweet'],
    ['rule: >\n      cat\n      has:images', 'cat has:images'],
  ])('makes of %j', (entry, expected) => {
    const values = valuesOf(`rules:\n  - tag: t\n    ${entry}\n`);
    expect(values).toEqual([expected]);
    expect(parseRule(expected, limits).ok).toBe(true);
  });

  it('splits what is too long into rules with the same tag, keeping languages and exclusions', () => {
    const words = Array.from({ length: 60 }, (_, index) => `keyword${index}`);
    const text = `rules:\n  - tag: long\n    keywords: [${words.join(', ')}]\n    languages: [en]\n    exclude: { reposts: true }`;
    const result = compile(text, { maxLength: 200 });
    const rules = result.ok ? result.rules : [];
    expect(rules.length).toBeGreaterThan(3);
    expect(rules.every(({ tag, value }) => tag === 'long' && [...value].length <= 200)).toBe(true);
    expect(rules.every(({ value }) => value.endsWith(') lang:en -is:retweet'))).toBe(true);
    expect(words.filter((word) => !rules.some(({ value }) => value.split(/[ ()]/).includes(word)))).toEqual(
      [],
    );
  });

  it('accepts the sample', () => {
    const sample = readFileSync(path.join(__dirname, '../../rules.yaml'), 'utf8');
    // Also on the smallest plan there is.
    expect(valuesOf(sample, { maxLength: 512, maxRules: 25 }).length).toBeGreaterThan(10);
  });
});

describe('a rule that is trusted', () => {
  const entry = (rule: string, trust: string) => `rules:\n  - tag: t\n    rule: ${rule}\n    trust: ${trust}`;

  it.each(['mood:happy cat', 'cat lang:tlh', 'has:note', 'is:pinned', '-(a b) cat', '"a b"~9'])(
    'is passed on although %s is not understood, and what is doubted is told',
    (rule) => {
      expect(problemsOf(entry(`'${rule}'`, 'false'))[0]?.message).toContain('write `trust: true`');
      const result = compile(entry(`'${rule}'`, 'true'));
      expect(result).toMatchObject({ ok: true, rules: [{ value: rule, tag: 't' }], doubts: [{ line: 3 }] });
    },
  );

  it('is doubted in nothing that is understood', () => {
    expect(compile(entry('cat', 'true'))).toMatchObject({ ok: true, doubts: [] });
  });

  it.each([
    ["''", 'is empty'],
    ['x'.repeat(2_000), '976 more than the 1024 allowed'],
  ])('cannot be nothing or too much', (rule, said) => {
    const [problem] = problemsOf(entry(rule, 'true'));
    expect(problem?.message).toContain(said);
    expect(problemsOf(entry(rule, 'false'))[0]?.message).not.toContain('trust');
  });

  it('is so by true or false only, and only beside a rule', () => {
    expect(problemsOf(entry('cat', 'maybe'))).toMatchObject([{ line: 4 }]);
    expect(problemsOf('rules:\n  - tag: t\n    keywords: [cat]\n    trust: true')).toHaveLength(1);
  });
});

describe('refusing rules.yaml', () => {
  it('reports every problem at once, each with its line', () => {
    const text = [
      'rules:',
      '  - tag: a',
      '    keywords: [cat]',
      '    hashtags: ["two words"]',
      '    languages: [en, xx]',
      '  - tag: b',
      '    rule: cat form:NASA',
      '  - tag: c',
      '    keywrods: [x]',
      '  - keywords: [y]',
      '  - tag: e',
      '    languages: [en]',
      '  - tag: f',
      '    places: [{ country: ZZ }]',
    ].join('\n');
    const problems = problemsOf(text);
    expect(problems.map(({ line }) => line)).toEqual([4, 5, 7, 8, 10, 11, 14]);
    expect(problems[2]?.message).toContain('  cat form:NASA\n      ^');
    expect(describeProblems('rules.yaml', problems)).toContain('rules.yaml:7: rule "b": ');
  });

  it.each([
    ['', 1],
    ['rules: []', 1],
    ['- tag: a', 1],
    ['rules: *nowhere', 1],
    ['rules:\n  - tag: a\n   keywords: [x', 3],
    ['rules:\n  - just text', 2],
    ['rules:\n  - tag: ""\n    keywords: [a]', 2],
    ['rules:\n  - tag: a\n    keywords: cat', 3],
    ['rules:\n  - tag: a\n    rule: ""', 3],
    ['rules:\n  - tag: a\n    rule: -cat', 3],
    ['rules:\n  - tag: a\n    rule: cat\n    keywords: [dog]', 2],
  ])('%j: line %i', (text, line) => {
    expect(problemsOf(text)[0]?.line).toBe(line);
  });

  it('two rules that say the same', () => {
    const text = 'rules:\n  - tag: a\n    keywords: [cat]\n  - tag: b\n    rule: cat';
    expect(problemsOf(text)).toEqual([{ line: 5, message: 'rule "b": the same rule as in line 2' }]);
  });

  it('more rules than X allows', () => {
    const text = 'rules:\n  - { tag: a, rule: cat }\n  - { tag: b, rule: dog }';
    expect(problemsOf(text, { maxRules: 1 })).toMatchObject([{ line: 3 }]);
  });

  it('one condition that fills a rule', () => {
    const text = `rules:\n  - tag: a\n    keywords: [${'x'.repeat(50)}]`;
    expect(problemsOf(text, { maxLength: 40 })).toMatchObject([{ line: 2 }]);
  });
});

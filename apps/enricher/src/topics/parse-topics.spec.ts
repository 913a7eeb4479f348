import { describeProblem, parseTopics } from './parse-topics';

const parse = (text: string) => {
  const parsed = parseTopics(text, 'topics.yaml');
  if (!parsed.ok) {
    throw new Error(parsed.problems.map(describeProblem).join('\n'));
  }
  return parsed.topics;
};
const problemsOf = (text: string): readonly string[] => {
  const parsed = parseTopics(text, 'topics.yaml');
  return parsed.ok ? [] : parsed.problems.map(describeProblem);
};
const word = (key: string, language: string | null = null) => ({ key, language });
const NONE = { words: [], hashtags: [], accounts: [] };

describe('parsing topics.yaml', () => {
  it('reads everything a topic can have, as keys', () => {
    const text = `
topics:
  - name: Electric cars
    words: [Electric  Car, 'EV', ＥＶ２]
    hashtags: [EV, '#ElectricCars', ＃Kraków]
    accounts: [Tesla, '@Rivian_1']
    exclude: { words: [toy car], hashtags: [ad], accounts: [spam] }
    languages: [en, DE, zh-TW, iw]
`;
    expect(parse(text)).toEqual([
      {
        name: 'Electric cars',
        terms: {
          words: [word('electric car'), word('ev'), word('ev2')],
          hashtags: ['ev', 'electriccars', 'kraków'],
          accounts: ['tesla', 'rivian_1'],
        },
        exclude: { words: [word('toy car')], hashtags: ['ad'], accounts: ['spam'] },
        languages: ['en', 'de', 'zh-tw', 'he'],
      },
    ]);
  });

  it('reads words by language, * being all', () => {
    expect(parse("topics: [{ name: a, words: { '*': [EV], no: [elbil], zh-Hant: [電動車] } }]")).toEqual([
      {
        name: 'a',
        terms: { ...NONE, words: [word('ev'), word('elbil', 'no'), word('電動車', 'zh-hant')] },
        exclude: NONE,
        languages: null,
      },
    ]);
  });

  it('takes a list without topics for what it says', () => {
    expect(parse('topics: []')).toEqual([]);
  });

  it('lets a word of one language be excluded in another', () => {
    expect(
      parse('topics: [{ name: a, words: { de: [gift] }, exclude: { words: { en: [gift] } } }]'),
    ).toHaveLength(1);
  });
});

describe('refusing topics.yaml', () => {
  it.each([
    ['', 1, 'expected "topics:" and a list under it, got nothing'],
    ['- name: a', 1, 'expected "topics:" and a list under it, got a list'],
    ['just text', 1, 'expected "topics:" and a list under it, got text'],
    ['topics:', 1, 'topics: expected a list, got nothing'],
    ['topics: { a: 1 }', 1, 'topics: expected a list, got a map'],
    ['topics:\n  - name: a\n   words: [x', 3, 'this is not YAML: Sequence item without - indicator'],
    ['topics: []\ntopics: []', 2, 'this is not YAML: Map keys must be unique'],
    ['topics: *x', 1, 'this is not YAML: Unresolved alias (the anchor must be set before the alias): x'],
    ['topics: []\ntopic: []', 2, 'unknown key "topic"; did you mean "topics"?'],
    ['topics:\n  - just text', 2, 'topic 1: expected name, words, hashtags, accounts, got text'],
    ['topics:\n  - words: [x]', 2, 'topic 1: has no name'],
    ['topics:\n  - name:\n    words: [x]', 2, 'topic 1: name: expected text, got nothing'],
    ['topics:\n  - name: " "\n    words: [x]', 2, 'topic 1: name: is empty'],
    ['topics:\n  - name: 2024\n    words: [x]', 2, "topic 1: name: 2024 is a number in YAML; write '2024'"],
    [
      'topics:\n  - name: "a\\nb"\n    words: [x]',
      2,
      'topic 1: name: expected one line of at most 100 characters',
    ],
    [
      `topics:\n  - name: ${'n'.repeat(101)}\n    words: [x]`,
      2,
      'topic 1: name: expected one line of at most 100 characters',
    ],
    [
      'topics:\n  - name: a',
      2,
      'topic "a": nothing to look for: at least one of words, hashtags and accounts is needed',
    ],
    [
      'topics:\n  - name: a\n    words: [x]\n  - name: A\n    words: [y]',
      4,
      'topic "A": topic 1 of the file has the same name',
    ],
  ])('%j: line %i', (text, line, message) => {
    expect(problemsOf(text)).toContain(`topics.yaml:${line}: ${message}`);
  });

  it.each([
    ['words: { en: cat }', 3, 'en: expected a list, got text'],
    ['words:\n      - x\n      - ""', 5, 'words: is empty'],
    ['hashtags: tag', 3, 'hashtags: expected a list, got text'],
    ['wrods: [x]\n    words: [x]', 3, 'unknown key "wrods"; did you mean "words"?'],
    ['hashtag: [x]\n    words: [x]', 3, 'unknown key "hashtag"; did you mean "hashtags"?'],
    ['lang: [en]\n    words: [x]', 3, 'unknown key "lang"; did you mean "languages"?'],
    [
      'qqq: [en]\n    words: [x]',
      3,
      'unknown key "qqq"; known are name, words, hashtags, accounts, exclude, languages',
    ],
    ['words: [x]\n    exclude:\n      acounts: [y]', 5, 'unknown key "acounts"; did you mean "accounts"?'],
    ['words: [x]\n    exclude: [y]', 4, 'expected words, hashtags, accounts, got a list'],
    [
      'words: { en: [] }\n    exclude: { words: [x] }',
      2,
      'nothing to look for: at least one of words, hashtags and accounts is needed',
    ],
    ['words: cat', 3, 'words: expected a list, or lists by language, got text'],
    ['words:', 3, 'words: expected a list, or lists by language, got nothing'],
    [
      'words:\n      x: [1]\n      english: [cat]',
      5,
      'words: "english" is no language tag, such as en or zh-TW, nor * for all',
    ],
    ['words:\n      - x\n      - 2024', 5, "words: 2024 is a number in YAML; write '2024'"],
    ['words:\n      - x\n      - true', 5, "words: true is true or false in YAML; write 'true'"],
    ['words:\n      - x\n      -', 5, 'words: expected text, got nothing'],
    ['words:\n      - x\n      - [y]', 5, 'words: expected text, got a list'],
    ['words:\n      - x\n      - "?!"', 5, 'word "?!" has no letter and no digit'],
    ['words:\n      - x\n      - 🚗', 5, 'word "🚗" has no letter and no digit'],
    [`words: [${'w'.repeat(101)}]`, 3, `word "${'w'.repeat(20)}…" is longer than 100 characters`],
    [
      'hashtags: ["two words"]',
      3,
      'hashtag "two words" cannot be one: letters, digits and _, at least one letter',
    ],
    ['hashtags: ["#2024"]', 3, 'hashtag "#2024" cannot be one: letters, digits and _, at least one letter'],
    ['hashtags: ["##a"]', 3, 'hashtag "##a" cannot be one: letters, digits and _, at least one letter'],
    ['accounts: [Ann Lee]', 3, 'account "Ann Lee" cannot be one: letters a to z, digits and _, at most 20'],
    ['words: [x]\n    languages: en', 4, 'languages: expected a list, got text'],
    ['words: [x]\n    languages: []', 4, 'languages: the list is empty; leave it out for all languages'],
    ['words: [x]\n    languages: [en, xx]', 4, 'languages: "xx" is no language tag, such as en or zh-TW'],
    ['words: [x]\n    languages: ["e n"]', 4, 'languages: "e n" is no language tag, such as en or zh-TW'],
    [
      'words: { fr: [x] }\n    languages: [en, de]',
      3,
      'words of fr can never be hits: languages has only en, de',
    ],
    [
      'words: [Cat]\n    exclude: { words: [cat] }',
      4,
      '"cat" is looked for and excluded, so that it can never be a hit',
    ],
    [
      'hashtags: [Cat]\n    exclude: { hashtags: [cat] }',
      4,
      '"cat" is looked for and excluded, so that it can never be a hit',
    ],
    [
      'accounts: [Cat]\n    exclude: { accounts: [cat] }',
      4,
      '"cat" is looked for and excluded, so that it can never be a hit',
    ],
  ])('of a topic, %j: line %i', (members, line, message) => {
    const problems = problemsOf(`topics:\n  - name: a\n    ${members}`);
    expect(problems).toContain(`topics.yaml:${line}: topic "a": ${message}`);
  });

  it('reports every problem at once, in the order of their lines', () => {
    const text = [
      'topics:',
      '  - name: a',
      '    words: [cat, "!"]',
      '    hashtags: ["two words"]',
      '  - words: [x]',
      '  - name: a',
      '    acounts: [x]',
      '    languages: [xx]',
      '  - 5',
    ].join('\n');
    expect(problemsOf(text)).toEqual([
      'topics.yaml:3: topic "a": word "!" has no letter and no digit',
      'topics.yaml:4: topic "a": hashtag "two words" cannot be one: letters, digits and _, at least one letter',
      'topics.yaml:5: topic 2: has no name',
      'topics.yaml:6: topic "a": topic 1 of the file has the same name',
      'topics.yaml:7: topic "a": unknown key "acounts"; did you mean "accounts"?',
      'topics.yaml:8: topic "a": languages: "xx" is no language tag, such as en or zh-TW',
      'topics.yaml:9: topic 4: expected name, words, hashtags, accounts, got a number',
    ]);
  });

  it('refuses an alias that would grow to millions of words', () => {
    const levels = ['a: &a [x,x,x,x,x,x,x,x,x,x]'];
    for (const [from, to] of ['ab', 'bc', 'cd', 'de']) {
      levels.push(`${to}: &${to} [${Array.from({ length: 10 }, () => `*${from}`).join(',')}]`);
    }
    expect(problemsOf(`${levels.join('\n')}\ntopics: *e`)[0]).toContain(
      'this is not YAML: Excessive alias count',
    );
  });
});

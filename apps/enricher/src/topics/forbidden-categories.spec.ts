import { topicsOfForbiddenCategories } from './forbidden-categories';
import { parseTopics } from './parse-topics';

const warningsOf = (topic: string) => {
  const parsed = parseTopics(`topics: [${topic}]`, 't');
  return parsed.ok ? topicsOfForbiddenCategories(parsed.topics) : parsed.problems;
};

describe('topics that look like what X forbids to infer about people', () => {
  it.each([
    ['{ name: a, words: [mental health] }', 'health', 'mental health'],
    ['{ name: Diabetes, words: [insulin pump] }', 'health', 'Diabetes'],
    ['{ name: a, words: [payday loans] }', 'negative financial status', 'payday loans'],
    ['{ name: a, words: [who to Vote for] }', 'politics', 'who to vote for'],
    ['{ name: a, hashtags: [Ramadan] }', 'religion or philosophical belief', 'ramadan'],
    ['{ name: a, words: [African American] }', 'racial or ethnic origin', 'african american'],
    ['{ name: a, hashtags: [LGBTQ] }', 'sex life or orientation', 'lgbtq'],
    ['{ name: a, hashtags: [trade_union] }', 'trade-union membership', 'trade union'],
    ['{ name: a, hashtags: [TradeUnions] }', 'trade-union membership', 'tradeunions'],
    ['{ name: a, words: { en: [is pregnant] } }', 'pregnancy', 'is pregnant'],
    ['{ name: a, words: [was arrested] }', 'alleged crime', 'was arrested'],
  ])('%s: %s', (topic, category, word) => {
    expect(warningsOf(topic)).toContainEqual({ topic: expect.any(String), category, word });
  });

  it('names each category of a topic once', () => {
    expect(warningsOf('{ name: a, words: [vote, election, church] }')).toEqual([
      { topic: 'a', category: 'politics', word: 'vote' },
      { topic: 'a', category: 'religion or philosophical belief', word: 'church' },
    ]);
  });

  it.each([
    '{ name: coffee, words: [espresso, coffee], hashtags: [coffee] }',
    '{ name: a, words: [healthy plants, sextant, essex, arabica, unionize_, churchill] }',
    '{ name: a, words: [cat], exclude: { words: [election] } }',
  ])('says nothing about %s', (topic) => {
    expect(warningsOf(topic)).toEqual([]);
  });
});

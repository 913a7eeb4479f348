import { AN_HOUR, post } from '../../test-support/posts';
import { cellsOf } from './cells';
import { factsOf, type Facts } from './facts';
import { measuresOf } from './measures';
import { createRowChanges } from './rows';

const facts = (options: Parameters<typeof post>[0]): Facts => factsOf(post(options))!;
const names = (options: Parameters<typeof post>[0]): readonly string[] =>
  cellsOf(facts(options)).map(({ dimension, key, otherKey }) => [dimension, key, otherKey].join(' ').trim());

describe('what is counted of a post', () => {
  it.each([null, new Date('1970-01-01T00:00:00Z'), new Date('+012026-01-01T00:00:00Z')])(
    'is nothing when it was posted %s',
    (createdAt) => {
      expect(factsOf(post({ createdAt }))).toBeNull();
    },
  );

  it('is what an earlier release stored, too', () => {
    expect(factsOf({ createdAt: AN_HOUR })).toEqual({
      createdAt: AN_HOUR,
      ...{ authorId: null, kind: null, language: null, countryCode: null, label: null, score: null },
      ...{ hashtags: [], topics: [], domains: [], engagements: null, threadId: null, textHash: null },
    });
  });

  it('is each web domain once, and no link of another kind', () => {
    const links = [
      { domain: 'bbc.co.uk', kind: 'web' },
      { domain: 'bbc.co.uk', kind: 'web' },
      { domain: 'x.com', kind: 'media' },
      { domain: null, kind: 'web' },
    ];
    expect(facts({ links }).domains).toEqual(['bbc.co.uk']);
  });

  it.each([
    [0.4588, 4_588],
    [-0.00001, 0],
    [-1, -10_000],
    [0, 0],
  ])('is a sentiment of %d as the whole number %d', (compound, score) => {
    expect(facts({ compound }).score).toBe(score);
  });
});

describe('measures', () => {
  it.each([
    ['post', 1, 9],
    ['reply', 1, 9],
    ['repost', 0, 0],
    [null, 0, 0],
  ])('of a %s count its engagements only where they are its own', (kind, originalPosts, engagements) => {
    const measures = measuresOf(facts({ kind, engagements: 9 }));
    expect(measures).toMatchObject({ originalPosts, engagements, engagedPosts: originalPosts });
  });
});

describe('cells', () => {
  it('are of what is known', () => {
    expect(names({ kind: null, authorId: null, language: null })).toEqual(['all']);
    expect(names({ country: 'GB', hashtags: ['b', 'a'], topics: ['t'], compound: 0 })).toEqual([
      ...['all', 'hashtag b', 'hashtag a', 'hashtag_pair a b', 'topic t', 'sentiment neutral'],
      ...['language en', 'country GB', 'kind post', 'author u1'],
    ]);
  });

  it('are the pairs of the first ten hashtags', () => {
    const hashtags = Array.from({ length: 12 }, (_, index) => `tag${String(index).padStart(2, '0')}`);
    const pairs = names({ hashtags }).filter((name) => name.startsWith('hashtag_pair'));
    expect(pairs).toHaveLength(45);
    expect(pairs.join()).not.toMatch(/tag1[01]/);
  });
});

describe('rows', () => {
  it('change by the difference only', () => {
    const rows = createRowChanges();
    rows.add(facts({ hashtags: ['a', 'b'] }), -1);
    rows.add(facts({ hashtags: ['b'], topics: ['t'] }), 1);
    const changed = rows.list().map(({ id, added }) => [id, added.posts]);
    expect(changed.filter(([id]) => String(id).includes('T'))).toEqual([
      ['hashtag/2026-01-15T10/a', -1],
      ['hashtag_pair/2026-01-15T10/a/b', -1],
      ['topic/2026-01-15T10/t', 1],
    ]);
    expect(changed).toHaveLength(6);
  });

  it('are told apart whatever is in a key', () => {
    const rows = createRowChanges();
    rows.add(facts({ topics: ['a/b', 'a%2Fb', 'a'] }), 1);
    rows.add(facts({ hashtags: ['a', 'b'], topics: ['a'] }), 1);
    const topics = rows.list().filter(({ grain, cell }) => grain === 'day' && cell.dimension === 'topic');
    expect(topics.map(({ id, added }) => [id, added.posts])).toEqual([
      ['topic/2026-01-15/a%2Fb', 1],
      ['topic/2026-01-15/a%252Fb', 1],
      ['topic/2026-01-15/a', 2],
    ]);
  });
});

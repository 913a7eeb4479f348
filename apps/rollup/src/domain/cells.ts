import type { Facts } from './facts';

/** What posts are counted by. */
export const DIMENSIONS = [
  'all',
  'hashtag',
  'hashtag_pair',
  'topic',
  'sentiment',
  'language',
  'country',
  'domain',
  'kind',
  'author',
] as const;

export type Dimension = (typeof DIMENSIONS)[number];

/** A value of a dimension that a post belongs to. */
export interface Cell {
  readonly dimension: Dimension;
  /** Empty for `all`. */
  readonly key: string;
  /** The second hashtag of a pair, by the order of the alphabet; else empty. */
  readonly otherKey: string;
}

/**
 * Of a post with more hashtags only the pairs of its first ten are counted, 45: pairs grow with the square, and a list of
 * dozens of tags says little about which belong together.
 */
export const PAIRED_HASHTAGS = 10;

/** Every cell that a post is counted in; what is unknown of it is in none. */
export function cellsOf(facts: Facts): readonly Cell[] {
  const { hashtags, topics, domains, label, language, countryCode, kind, authorId } = facts;
  return [
    cell('all', ''),
    ...hashtags.map((key) => cell('hashtag', key)),
    ...pairsOf(hashtags),
    ...topics.map((key) => cell('topic', key)),
    ...known('sentiment', label),
    ...known('language', language),
    ...known('country', countryCode),
    ...domains.map((key) => cell('domain', key)),
    ...known('kind', kind),
    ...known('author', authorId),
  ];
}

const cell = (dimension: Dimension, key: string, otherKey = ''): Cell => ({ dimension, key, otherKey });
const known = (dimension: Dimension, key: string | null): readonly Cell[] =>
  key === null ? [] : [cell(dimension, key)];

function pairsOf(hashtags: readonly string[]): readonly Cell[] {
  // By code units, whatever the machine's language.
  const sorted = hashtags.slice(0, PAIRED_HASHTAGS).toSorted((a, b) => (a < b ? -1 : 1));
  return sorted.flatMap((first, index) =>
    sorted.slice(index + 1).map((second) => cell('hashtag_pair', first, second)),
  );
}

import { isOriginal, type Facts } from './facts';

/** What is added up in a row, each an integer. */
export const MEASURES = [
  'posts',
  'originalPosts',
  'scoredPosts',
  'sentimentSum',
  'positivePosts',
  'neutralPosts',
  'negativePosts',
  'engagedPosts',
  'engagements',
] as const;

export type Measures = Readonly<Record<(typeof MEASURES)[number], number>>;

/** What one post adds to each row that it belongs to. */
export function measuresOf(facts: Facts): Measures {
  const { score, label, engagements } = facts;
  const isOwn = isOriginal(facts);
  // Those of a repost are the original's: added up, they would be counted with each repost once more.
  const isEngaged = isOwn && engagements !== null;
  return {
    posts: 1,
    originalPosts: isOwn ? 1 : 0,
    scoredPosts: score === null ? 0 : 1,
    sentimentSum: score ?? 0,
    positivePosts: label === 'positive' ? 1 : 0,
    neutralPosts: label === 'neutral' ? 1 : 0,
    negativePosts: label === 'negative' ? 1 : 0,
    engagedPosts: isEngaged ? 1 : 0,
    engagements: isEngaged ? engagements : 0,
  };
}

export type Sums = { -readonly [Name in keyof Measures]: Measures[Name] };

export const noSums = (): Sums => Object.fromEntries(MEASURES.map((name) => [name, 0])) as Sums;

/** Adds the measures to the sums, or takes them away. */
export function addTo(sums: Sums, measures: Measures, sign: 1 | -1): void {
  for (const name of MEASURES) {
    sums[name] += sign * measures[name];
  }
}

export const isNothing = (measures: Measures): boolean => MEASURES.every((name) => measures[name] === 0);

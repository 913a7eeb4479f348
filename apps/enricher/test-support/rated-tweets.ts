import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Tweets rated by people, no part of this repository, but they may lie beside it. */
const FILE = path.join(__dirname, '../../../../shared/sentiment/rated-tweets.tsv');

export const hasRatedTweets = existsSync(FILE);

export interface RatedTweet {
  /** Mean of 20 people's ratings, -4 (negative) to 4 (positive). */
  readonly rating: number;
  readonly text: string;
}

/** Check {@link hasRatedTweets} first. */
export function readRatedTweets(): readonly RatedTweet[] {
  const [, ...lines] = readFileSync(FILE, 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const [, rating, ...text] = line.split('\t');
    return { rating: Number(rating), text: text.join('\t') };
  });
}

/** Pearson's r. */
export function correlationOf(xs: readonly number[], ys: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(xs), mean(ys)];
  const deviations = xs.map((x, index) => [x - meanX, (ys[index] ?? Number.NaN) - meanY] as const);
  const covariance = mean(deviations.map(([x, y]) => x * y));
  return (
    covariance / Math.sqrt(mean(deviations.map(([x]) => x * x)) * mean(deviations.map(([, y]) => y * y)))
  );
}

/** Share of scores that are the same to four decimals. */
export function shareEqual(scores: readonly number[], expected: readonly number[]): number {
  return scores.filter((score, index) => score === expected[index]).length / expected.length;
}

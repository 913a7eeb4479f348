import { describe, expect, it } from '@jest/globals';
import { formatSummary, isSuccess, splitTopics, type Summary } from './summary';

const summary: Summary = {
  source: 'simulator',
  rate: 100,
  seconds: 10,
  postsEmitted: 1_000,
  distinctIds: 1_000,
  recordsPerTopic: { 'tweets-raw': 1_000, 'tweets-enriched': 1_000 },
  documentsPerCollection: { tweets: 1_000, users: 321 },
  deadLettersPerTopic: { 'enricher-dlq': 0 },
  lost: 0,
  lostIds: [],
  doubled: 0,
  doubledIds: [],
  removed: 0,
  inGaps: 0,
  latencyMs: { p50: 40, p99: 90, max: 120, samples: 400 },
  steadyLatencyMs: { p50: 39, p99: 80, max: 85, samples: 300 },
  behindMs: 0,
  cpuSeconds: { ingester: 1.5 },
  cpuMicrosPerPost: { ingester: 1_500 },
  problems: [],
};

describe('isSuccess', () => {
  it.each<[string, Partial<Summary>, boolean]>([
    ['nothing lost', {}, true],
    ['dead letters only', { deadLettersPerTopic: { 'enricher-dlq': 3 } }, true],
    ['a lost post', { lost: 1 }, false],
    ['a doubled post', { doubled: 1 }, false],
    ['posts of a known gap, and removed ones', { inGaps: 7, removed: 1 }, true],
    ['a process that did not end cleanly', { problems: ['enricher ended with exit code 1'] }, false],
    ['X itself, where nobody knows what was sent', { lost: null }, true],
  ])('with %s', (_what, over, expected) => {
    expect(isSuccess({ ...summary, ...over })).toBe(expected);
  });
});

describe('splitTopics', () => {
  it('tells records from dead letters', () => {
    const totals = { topics: { 'tweets-raw': 5, 'mongo-sink-dlq': 1 }, collections: { tweets: 4, users: 1 } };
    expect(splitTopics(totals)).toEqual({
      recordsPerTopic: { 'tweets-raw': 5 },
      deadLettersPerTopic: { 'mongo-sink-dlq': 1 },
    });
  });
});

describe('formatSummary', () => {
  it('says everything in a few lines', () => {
    expect(formatSummary(summary).split('\n')).toEqual([
      '  posts sent   1,000 in 10 s (100/s)',
      '  topics       tweets-raw 1,000, tweets-enriched 1,000',
      '  collections  tweets 1,000, users 321',
      '  dead letters 0',
      '  lost         0',
      '  latency      p50 40 ms, p99 90 ms, max 120 ms (400 followed)',
      '  once warm    p50 39 ms, p99 80 ms, max 85 ms (300 followed)',
      '  CPU          ingester 1.5 s (1,500 µs a post)',
    ]);
  });
});

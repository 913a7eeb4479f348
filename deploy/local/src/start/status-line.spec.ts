import { describe, expect, it } from '@jest/globals';
import { formatStatus, type Snapshot } from './status-line';

const snapshot: Snapshot = {
  elapsed: 12,
  emitted: 1_200,
  totals: {
    topics: { 'tweets-raw': 1_190, 'tweets-enriched': 1_180, 'enricher-dlq': 2, 'mongo-sink-dlq': 1 },
    collections: { tweets: 1_170, users: 300 },
  },
  lag: 20,
  behindMs: 0,
  replayDone: false,
};

describe('formatStatus', () => {
  it('shows the rate since the line before', () => {
    expect(formatStatus(snapshot, { ...snapshot, elapsed: 10, emitted: 1_000 }, {})).toBe(
      '12 s · 100 posts/s · lag 20 · dead letters 3 · sent 1,200 · raw 1,190 · enriched 1,180 · tweets 1,170 · users 300',
    );
  });

  it('rounds where a terminal is too narrow', () => {
    expect(formatStatus(snapshot, null, { isTTY: true, columns: 110 })).toBe(
      '12 s · 100 posts/s · lag 20 · dead letters 3 · sent 1.2K · raw 1.19K · enriched 1.18K · tweets 1.17K · users 300',
    );
  });

  it('counts what reached Kafka where nobody knows what X sent', () => {
    expect(formatStatus({ ...snapshot, emitted: null }, null, {})).toContain(
      '12 s · 99 posts/s · lag 20 · dead letters 3 · raw 1,190',
    );
  });
});

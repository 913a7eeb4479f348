import { describe, expect, it } from '@jest/globals';
import { clusterProblems } from './cluster-options';

describe('clusterProblems', () => {
  const env = { KAFKA_BROKERS: 'h:9092', MONGODB_URI: 'mongodb://h' };

  it.each([
    [{ brokers: 1, mongods: 1 }, env, 0],
    [{ brokers: 3, mongods: 3 }, {}, 0],
    [{ brokers: 3, mongods: 1 }, env, 1],
    [{ brokers: 3, mongods: 3 }, env, 2],
  ])('%j beside %j has problems: %d', (options, given, expected) => {
    expect(clusterProblems(options, given)).toHaveLength(expected);
  });
});

import { latestSchema, type AvroSchema } from '@tdp/contracts';
import { findEmbedding } from './embedding';

const record = (name: string, ...fields: object[]): AvroSchema => ({ type: 'record', name, fields });
const inner = record('Inner', { name: 'id', type: 'string' });
const count = { name: 'count', type: 'int' };

describe('findEmbedding', () => {
  it('finds the post in an enriched post', () => {
    expect(findEmbedding(latestSchema('EnrichedTweet'), latestSchema('Tweet'))?.field).toBe('tweet');
  });

  it.each([
    ['begins with something else', record('Outer', count, { name: 'inner', type: inner })],
    [
      'begins with another version',
      record('Outer', { name: 'inner', type: record('Inner', { name: 'id', type: 'int' }) }, count),
    ],
    [
      'mentions the inner record again',
      record('Outer', { name: 'inner', type: inner }, { name: 'other', type: 'Inner' }),
    ],
    ['is the inner record', inner],
    ['has no fields', record('Outer')],
  ])('finds none where the outer record %s', (_what, outer) => {
    expect(findEmbedding(outer, inner)).toBeNull();
  });
});

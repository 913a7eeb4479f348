import fc from 'fast-check';
import type { KafkaMessage } from 'kafkajs';
import { slicesOf } from './batch-loop';

const message = (bytes: number, offset: number): KafkaMessage => ({
  offset: String(offset),
  key: null,
  value: Buffer.alloc(bytes),
  timestamp: '1',
  attributes: 0,
  headers: {},
});
const sizesOf = (sizes: readonly number[], limits: { maxRecords: number; maxBytes: number }) =>
  [...slicesOf(sizes.map(message), limits)].map((slice) => slice.map(({ value }) => value?.length));

describe('slicesOf', () => {
  it.each([
    [[], []],
    [
      [1, 1, 1, 1, 1],
      [
        [1, 1, 1],
        [1, 1],
      ],
    ],
    [
      [6, 6, 6],
      [[6], [6], [6]],
    ],
    [
      [4, 6, 1],
      [[4, 6], [1]],
    ],
    [
      [50, 1, 50],
      [[50], [1], [50]],
    ],
  ])('cuts %j into %j', (sizes, slices) => {
    expect(sizesOf(sizes, { maxRecords: 3, maxBytes: 10 })).toEqual(slices);
  });

  it('keeps every record, in order, within both limits', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(30)),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 40 }),
        (sizes, maxRecords, maxBytes) => {
          const slices = sizesOf(sizes, { maxRecords, maxBytes });
          expect(slices.flat()).toEqual(sizes);
          for (const slice of slices) {
            const bytes = slice.reduce<number>((sum, size) => sum + (size ?? 0), 0);
            expect(slice.length).toBeLessThanOrEqual(maxRecords);
            expect(slice.length === 1 || bytes <= maxBytes).toBe(true);
          }
        },
      ),
    );
  });
});

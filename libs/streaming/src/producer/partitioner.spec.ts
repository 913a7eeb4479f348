import fc from 'fast-check';
import { Partitioners } from 'kafkajs';
import { createPartitioner, murmur2 } from './partitioner';

describe('partitioner', () => {
  // From Kafka's own UtilsTest.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('hashes %s as the Java client does', (text, hash) => {
    expect(murmur2(Buffer.from(text))).toBe(hash);
  });

  it('chooses what kafkajs chooses, for keys of any bytes', () => {
    const theirs = Partitioners.DefaultPartitioner();
    const ours = createPartitioner();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 1, max: 50 }), (bytes, count) => {
        const key = Buffer.from(bytes);
        const partitionMetadata = Array.from({ length: count }, () => ({}) as never);
        const expected = theirs({ topic: 't', partitionMetadata, message: { key, value: null } });
        expect(ours.partitionOf('t', key, count)).toBe(expected);
      }),
    );
  });

  it('lets records without a key go round, topic by topic', () => {
    const { partitionOf } = createPartitioner();
    expect([0, 1, 2, 3].map(() => partitionOf('t', null, 3))).toEqual([0, 1, 2, 0]);
    expect(partitionOf('u', undefined, 3)).toBe(0);
  });
});

/** Chooses the partition of a record as the Java client does: a key goes to the same one whoever produces it. */
export interface Partitioner {
  /** A partition from 0 to count - 1. */
  partitionOf(topic: string, key: Buffer | string | null | undefined, count: number): number;
}

/** Records without a key go round. */
export function createPartitioner(): Partitioner {
  const turns = new Map<string, number>();
  return {
    partitionOf(topic, key, count) {
      if (key === null || key === undefined) {
        const turn = turns.get(topic) ?? 0;
        turns.set(topic, turn + 1);
        return turn % count;
      }
      const hash = murmur2(typeof key === 'string' ? Buffer.from(key) : key);
      // Java's toPositive: the sign bit is cut off, not negated.
      return (hash & 0x7fffffff) % count;
    },
  };
}

const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/**
 * MurmurHash2, 32 bits, as in org.apache.kafka.common.utils.Utils. kafkajs has it too, on objects
 * that stand for 64-bit numbers: 30 times as slow, and called for every record.
 */
export function murmur2(data: Uint8Array): number {
  const { length } = data;
  const byte = (at: number): number => data[at] ?? 0;
  let hash = SEED ^ length;
  const whole = length & ~3;
  for (let at = 0; at < whole; at += 4) {
    let k = byte(at) | (byte(at + 1) << 8) | (byte(at + 2) << 16) | (byte(at + 3) << 24);
    k = Math.imul(k, M);
    k ^= k >>> 24;
    hash = Math.imul(hash, M) ^ Math.imul(k, M);
  }
  const rest = length - whole;
  if (rest > 0) {
    hash ^= byte(whole) | (byte(whole + 1) << 8) | (byte(whole + 2) << 16);
    hash = Math.imul(hash, M);
  }
  hash ^= hash >>> 13;
  hash = Math.imul(hash, M);
  return hash ^ (hash >>> 15);
}

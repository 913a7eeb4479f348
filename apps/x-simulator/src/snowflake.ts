/** When X's ids begin: 2010-11-04T01:42:54.657Z. */
const X_EPOCH_MS = 1_288_834_974_657;
const SEQUENCE_BITS = 22n;
const MAX_SEQUENCE = 4_194_303;

/** Makes ids as X does: milliseconds since its epoch in the upper bits, a sequence below. */
export interface Snowflakes {
  /** A new id, greater than every one before it. */
  next(nowMs: number): string;
}

export function createSnowflakes(): Snowflakes {
  let lastMs = 0;
  let sequence = 0;
  let base = 0n;
  return {
    next(nowMs) {
      if (nowMs > lastMs) {
        lastMs = nowMs;
        sequence = 0;
        base = BigInt(lastMs - X_EPOCH_MS) << SEQUENCE_BITS;
      } else if (sequence === MAX_SEQUENCE) {
        return this.next(lastMs + 1);
      } else {
        sequence += 1;
      }
      return (base + BigInt(sequence)).toString();
    },
  };
}

/** An id that X would have given at an instant. */
export function snowflakeAt(ms: number): string {
  return (BigInt(ms - X_EPOCH_MS) << SEQUENCE_BITS).toString();
}

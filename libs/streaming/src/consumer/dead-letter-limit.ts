import type { TopicName } from '@tdp/contracts';

/** Guards against a bad deploy that would drain a topic into its dead-letter topic. */
export interface DeadLetterLimit {
  /**
   * Whether a slice's dead letters may still be sent; false trips the limit for good.
   *
   * @param refused - for each record of the slice, in order, why it would be dead-lettered; null when it would not
   */
  allows(
    slice: { readonly topic: TopicName; readonly partition: number },
    refused: readonly (string | null)[],
  ): boolean;
  /** What tripped it, for people; null while it has not. */
  tripped(): string | null;
}

export interface DeadLetterLimitOptions {
  /** Trips when more than this part of a window is dead-lettered, 0 to 1. */
  readonly maxRatio: number;
  /** Length of a window, over all partitions; windows follow one another. */
  readonly windowRecords: number;
  /** Trips when more records than this are dead-lettered in a row in one partition. */
  readonly maxConsecutive: number;
}

/** At low rates a window lasts for minutes: a hundred in a row tell sooner that something is wrong. */
export const DEFAULT_DEAD_LETTER_LIMIT: DeadLetterLimitOptions = {
  maxRatio: 0.5,
  windowRecords: 1_000,
  maxConsecutive: 100,
};

/** After Sentry arroyo's DlqLimit: past the limit the consumer stops instead. */
export function createDeadLetterLimit(options: DeadLetterLimitOptions): DeadLetterLimit {
  const { maxRatio, windowRecords, maxConsecutive } = options;
  let records = 0;
  let deadLetters = 0;
  const inARow = new Map<string, number>();
  let tripped: string | null = null;

  return {
    allows({ topic, partition }, refused) {
      const key = `${topic}/${partition}`;
      let run = inARow.get(key) ?? 0;
      for (const reason of refused) {
        records += 1;
        run = reason === null ? 0 : run + 1;
        if (reason !== null) {
          deadLetters += 1;
          if (run > maxConsecutive) {
            tripped ??= `more than ${maxConsecutive} in a row in ${key}, the last one for ${reason}`;
          } else if (deadLetters > windowRecords * maxRatio) {
            tripped ??= `${deadLetters} of ${records} records, the last one for ${reason}`;
          }
        }
        if (records >= windowRecords) {
          records = 0;
          deadLetters = 0;
        }
      }
      inARow.set(key, run);
      return tripped === null;
    },
    tripped: () => tripped,
  };
}

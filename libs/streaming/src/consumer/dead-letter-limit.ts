/** Guards against a bad deploy that would drain a topic into its dead-letter topic. */
export interface DeadLetterLimit {
  /** Whether these results may still be dead-lettered; false trips the limit for good. */
  allows(slice: { readonly records: number; readonly deadLetters: number }): boolean;
  tripped(): boolean;
}

export interface DeadLetterLimitOptions {
  /** Trips when more than this part of a window is dead-lettered, 0 to 1. */
  readonly maxRatio: number;
  /** Length of a window; windows follow one another. */
  readonly windowRecords: number;
}

/** After Sentry arroyo's DlqLimit: past the limit the consumer stops instead. */
export function createDeadLetterLimit({ maxRatio, windowRecords }: DeadLetterLimitOptions): DeadLetterLimit {
  let records = 0;
  let deadLetters = 0;
  let isTripped = false;
  return {
    allows(slice) {
      records += slice.records;
      deadLetters += slice.deadLetters;
      isTripped ||= deadLetters > windowRecords * maxRatio;
      if (records >= windowRecords) {
        records = 0;
        deadLetters = 0;
      }
      return !isTripped;
    },
    tripped: () => isTripped,
  };
}

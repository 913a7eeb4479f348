import type { Clock } from '@tdp/service';

/** Collects records into batches and flushes one batch at a time, in order. */
export interface BatchQueue<T> {
  /** Adds records; resolves when the batches they went into were flushed. */
  push(records: readonly T[]): Promise<void>;
  /** Resolves once nothing is pending any more, whether flushed or failed. */
  idle(): Promise<void>;
  pending(): number;
}

export interface BatchQueueOptions<T> {
  readonly clock: Clock;
  /** How long the first record of a batch may wait for others; 0 = not at all. */
  readonly lingerMs: number;
  readonly maxBatchRecords: number;
  readonly maxBatchBytes: number;
  readonly bytesOf: (record: T) => number;
  readonly flush: (records: readonly T[]) => Promise<void>;
  readonly onPending?: (pending: number) => void;
}

interface Group {
  remaining: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

interface Entry<T> {
  readonly record: T;
  readonly group: Group;
}

/**
 * One flush is in flight at any time: an idempotent producer keeps its order that way, and
 * whatever arrives meanwhile makes the next batch, so batches grow with the load.
 */
export function createBatchQueue<T>(options: BatchQueueOptions<T>): BatchQueue<T> {
  const { clock, flush, bytesOf } = options;
  let entries: Entry<T>[] = [];
  let pending = 0;
  let flushing = false;
  let lingering: AbortController | null = null;
  let idleWaiters: (() => void)[] = [];

  function changePending(by: number): void {
    pending += by;
    options.onPending?.(pending);
    if (pending === 0) {
      const waiters = idleWaiters;
      idleWaiters = [];
      for (const resolve of waiters) {
        resolve();
      }
    }
  }

  function takeBatch(): Entry<T>[] {
    let bytes = 0;
    let count = 0;
    for (const { record } of entries) {
      bytes += bytesOf(record);
      if (count > 0 && (count >= options.maxBatchRecords || bytes > options.maxBatchBytes)) {
        break;
      }
      count += 1;
    }
    const batch = entries.slice(0, count);
    entries = entries.slice(count);
    return batch;
  }

  async function drain(): Promise<void> {
    lingering?.abort();
    lingering = null;
    flushing = true;
    while (entries.length > 0) {
      const batch = takeBatch();
      try {
        await flush(batch.map(({ record }) => record));
        changePending(-batch.length);
        for (const { group } of batch) {
          group.remaining -= 1;
          if (group.remaining === 0) {
            group.resolve();
          }
        }
      } catch (error) {
        changePending(-batch.length);
        for (const { group } of batch) {
          group.reject(error);
        }
      }
    }
    flushing = false;
  }

  function schedule(): void {
    if (flushing) {
      return;
    }
    if (options.lingerMs === 0 || entries.length >= options.maxBatchRecords) {
      void drain();
    } else if (lingering === null) {
      const cutShort = new AbortController();
      lingering = cutShort;
      clock.sleep(options.lingerMs, cutShort.signal).then(
        () => (flushing ? undefined : drain()),
        () => undefined,
      );
    }
  }

  return {
    push(records) {
      if (records.length === 0) {
        return Promise.resolve();
      }
      const done = new Promise<void>((resolve, reject) => {
        const group: Group = { remaining: records.length, resolve, reject };
        for (const record of records) {
          entries.push({ record, group });
        }
      });
      changePending(records.length);
      schedule();
      return done;
    },
    idle: () => (pending === 0 ? Promise.resolve() : new Promise((resolve) => idleWaiters.push(resolve))),
    pending: () => pending,
  };
}

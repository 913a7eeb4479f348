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
  /** Of the records of a batch that go to the same partition: brokers bound those, not the request. */
  readonly maxPartitionBytes: number;
  readonly bytesOf: (record: T) => number;
  /** Names the partition a record goes to; null while that is unknown. */
  readonly partitionOf: (record: T) => string | null;
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
  const { clock, flush } = options;
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
    const fits = createBatchBounds(options);
    let count = 0;
    for (const { record } of entries) {
      if (!fits(record) && count > 0) {
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

/** Whether a batch is within its bounds with one more record. */
function createBatchBounds<T>(options: BatchQueueOptions<T>): (record: T) => boolean {
  const partitions = new Map<string, number>();
  let records = 0;
  let bytes = 0;
  let fullest = 0;
  let anywhere = 0;
  return (record) => {
    const size = options.bytesOf(record);
    const partition = options.partitionOf(record);
    records += 1;
    bytes += size;
    if (partition === null) {
      anywhere += size;
    } else {
      const filled = (partitions.get(partition) ?? 0) + size;
      partitions.set(partition, filled);
      fullest = Math.max(fullest, filled);
    }
    return (
      records <= options.maxBatchRecords &&
      bytes <= options.maxBatchBytes &&
      // At worst everything of unknown partition goes to the fullest.
      fullest + anywhere <= options.maxPartitionBytes
    );
  };
}

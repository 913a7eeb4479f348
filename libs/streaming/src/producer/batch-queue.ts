import type { Clock } from '@tdp/service';

/** What a flush could not do for one record, while it did it for the others. */
export interface Failure<T, E extends Error = Error> {
  readonly record: T;
  readonly error: E;
}

/** Collects records into batches and flushes one batch at a time, in order. */
export interface BatchQueue<T, E extends Error = Error> {
  /** Adds records; resolves, with those that failed, when the batches they went into were flushed. */
  push(records: readonly T[]): Promise<readonly Failure<T, E>[]>;
  /** Resolves once nothing is pending any more, whether flushed or failed. */
  idle(): Promise<void>;
  pending(): number;
  pendingBytes(): number;
}

export interface BatchQueueOptions<T, E extends Error = Error> {
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
  /** Rejects when it could do nothing for any of them. */
  readonly flush: (records: readonly T[]) => Promise<readonly Failure<T, E>[]>;
  readonly onPending?: (pending: number, bytes: number) => void;
}

type Group<T, E extends Error> = {
  remaining: number;
  readonly failures: Failure<T, E>[];
  readonly resolve: (failures: readonly Failure<T, E>[]) => void;
  readonly reject: (error: unknown) => void;
};

interface Entry<T, E extends Error> {
  readonly record: T;
  readonly group: Group<T, E>;
}

const NO_FAILURES: readonly never[] = [];

/**
 * One flush is in flight at any time: an idempotent producer keeps its order that way, and
 * whatever arrives meanwhile makes the next batch, so batches grow with the load.
 */
export function createBatchQueue<T, E extends Error = Error>(
  options: BatchQueueOptions<T, E>,
): BatchQueue<T, E> {
  const { clock, flush } = options;
  let entries: Entry<T, E>[] = [];
  let pending = 0;
  let pendingBytes = 0;
  let flushing = false;
  let lingering: AbortController | null = null;
  let idleWaiters: (() => void)[] = [];

  function changePending(by: number, bytes: number): void {
    pending += by;
    pendingBytes += bytes;
    options.onPending?.(pending, pendingBytes);
    if (pending === 0) {
      const waiters = idleWaiters;
      idleWaiters = [];
      for (const resolve of waiters) {
        resolve();
      }
    }
  }

  function takeBatch(): Entry<T, E>[] {
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
      const bytes = sum(batch, ({ record }) => options.bytesOf(record));
      try {
        const failures = await flush(batch.map(({ record }) => record));
        changePending(-batch.length, -bytes);
        finish(batch, failures);
      } catch (error) {
        changePending(-batch.length, -bytes);
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
        return Promise.resolve(NO_FAILURES);
      }
      const done = new Promise<readonly Failure<T, E>[]>((resolve, reject) => {
        const group: Group<T, E> = { remaining: records.length, failures: [], resolve, reject };
        for (const record of records) {
          entries.push({ record, group });
        }
      });
      changePending(records.length, sum(records, options.bytesOf));
      schedule();
      return done;
    },
    idle: () => (pending === 0 ? Promise.resolve() : new Promise((resolve) => idleWaiters.push(resolve))),
    pending: () => pending,
    pendingBytes: () => pendingBytes,
  };
}

/** Tells those whose records were in the batch, when it was the last they waited for. */
function finish<T, E extends Error>(batch: readonly Entry<T, E>[], failures: readonly Failure<T, E>[]): void {
  const errors = new Map(failures.map((failure) => [failure.record, failure]));
  for (const { record, group } of batch) {
    const failure = errors.get(record);
    if (failure !== undefined) {
      group.failures.push(failure);
    }
    group.remaining -= 1;
    if (group.remaining === 0) {
      group.resolve(group.failures);
    }
  }
}

function sum<T>(items: readonly T[], valueOf: (item: T) => number): number {
  return items.reduce((total, item) => total + valueOf(item), 0);
}

/** Whether a batch is within its bounds with one more record. */
function createBatchBounds<T, E extends Error>(options: BatchQueueOptions<T, E>): (record: T) => boolean {
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

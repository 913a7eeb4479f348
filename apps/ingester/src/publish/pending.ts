/** What was handed to Kafka and is not acknowledged yet, bounded: a source waits for room before it goes on. */
export interface Pending {
  /** Counts this much as pending until the promise settles; its rejection ends the waiting too. */
  add(size: Size, done: Promise<void>): void;
  /** Resolves while there is room, or when there is some again. */
  room(): Promise<void>;
  /** Resolves once nothing is pending. */
  idle(): Promise<void>;
}

export interface Size {
  readonly records: number;
  readonly bytes: number;
}

export interface PendingOptions {
  /** Beyond either there is no room. */
  readonly max: Size;
  readonly onChange: (pending: Size) => void;
}

/** Creates the count. It bounds bytes, because posts differ by a factor of a hundred. */
export function createPending({ max, onChange }: PendingOptions): Pending {
  const inFlight = new Set<Promise<void>>();
  let records = 0;
  let bytes = 0;

  function change(by: Size, sign: 1 | -1): void {
    records += sign * by.records;
    bytes += sign * by.bytes;
    onChange({ records, bytes });
  }

  async function waitWhile(isFull: () => boolean): Promise<void> {
    while (isFull() && inFlight.size > 0) {
      await Promise.race(inFlight);
    }
  }

  return {
    add(size, done) {
      change(size, 1);
      const settled = done
        .catch(() => undefined)
        .finally(() => {
          inFlight.delete(settled);
          change(size, -1);
        });
      inFlight.add(settled);
    },
    room: () => waitWhile(() => records > max.records || bytes > max.bytes),
    idle: () => waitWhile(() => true),
  };
}

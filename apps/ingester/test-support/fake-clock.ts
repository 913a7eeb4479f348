import type { Clock } from '@tdp/service';

/** A clock that stands still until it is advanced. */
export interface FakeClock extends Clock {
  /** Moves on, firing what falls due, in order. */
  advance(ms: number): void;
  /** How long each sleep in progress still has, ms, shortest first. */
  sleeping(): readonly number[];
}

interface Due {
  at: number;
  readonly fire: () => void;
  readonly everyMs: number | null;
}

export function createFakeClock(startAt = 1_800_000_000_000): FakeClock {
  let elapsed = 0;
  const due = new Set<Due>();

  function next(until: number): Due | undefined {
    return [...due].filter(({ at }) => at <= until).sort((left, right) => left.at - right.at)[0];
  }

  return {
    now: () => startAt + elapsed,
    monotonic: () => elapsed,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const entry: Due = { at: elapsed + ms, fire: resolve, everyMs: null };
        due.add(entry);
        const abort = () => {
          due.delete(entry);
          reject(signal?.reason as Error);
        };
        if (signal?.aborted === true) {
          abort();
        } else {
          signal?.addEventListener('abort', abort, { once: true });
        }
      }),
    setInterval(fire, everyMs) {
      const entry: Due = { at: elapsed + everyMs, fire, everyMs };
      due.add(entry);
      return { stop: () => void due.delete(entry) };
    },
    advance(ms) {
      const until = elapsed + ms;
      for (let entry = next(until); entry !== undefined; entry = next(until)) {
        elapsed = entry.at;
        if (entry.everyMs === null) {
          due.delete(entry);
        } else {
          entry.at += entry.everyMs;
        }
        entry.fire();
      }
      elapsed = until;
    },
    sleeping: () =>
      [...due]
        .filter(({ everyMs }) => everyMs === null)
        .map(({ at }) => at - elapsed)
        .sort((left, right) => left - right),
  };
}

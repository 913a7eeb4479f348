import type { Clock } from './clock';

export { createRecordingLogger } from './recording-logger';

/** A clock that stands still until told to advance. */
export interface FakeClock extends Clock {
  /** Moves time on, running every timer that falls due in its order; resolves when they have been acted upon. */
  advance(ms: number): Promise<void>;
  /** How many sleeps and intervals are waiting. */
  pendingTimers(): number;
}

interface FakeTimer {
  readonly due: number;
  fire(): void;
}

/**
 * Creates a clock for tests.
 *
 * @param startedAt - epoch ms that `now()` begins at
 */
export function createFakeClock(startedAt = Date.UTC(2024, 0, 1)): FakeClock {
  let elapsed = 0;
  const timers = new Set<FakeTimer>();
  const nextDue = (until: number): FakeTimer | undefined =>
    [...timers].filter(({ due }) => due <= until).toSorted((a, b) => a.due - b.due)[0];

  return {
    now: () => startedAt + elapsed,
    monotonic: () => elapsed,
    pendingTimers: () => timers.size,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason as Error);
          return;
        }
        const onAbort = (): void => {
          timers.delete(timer);
          reject(signal?.reason as Error);
        };
        const timer = {
          due: elapsed + Math.max(0, ms),
          fire: () => {
            timers.delete(timer);
            signal?.removeEventListener('abort', onAbort);
            resolve();
          },
        };
        timers.add(timer);
        signal?.addEventListener('abort', onAbort, { once: true });
      }),
    setInterval: (fn, ms) => {
      if (!(ms > 0)) {
        throw new RangeError(`an interval must be positive, got ${ms}`);
      }
      const timer = {
        due: elapsed + ms,
        fire: () => {
          timer.due += ms;
          fn();
        },
      };
      timers.add(timer);
      return { stop: () => void timers.delete(timer) };
    },
    advance: async (ms) => {
      const until = elapsed + ms;
      await settle();
      for (let timer = nextDue(until); timer !== undefined; timer = nextDue(until)) {
        elapsed = timer.due;
        timer.fire();
        await settle();
      }
      elapsed = until;
    },
  };
}

/** Lets promises that just settled be acted upon, which may set further timers. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

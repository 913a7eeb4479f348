import { setTimeout as sleep } from 'node:timers/promises';

/** Time as the services see it; injected, so that tests decide what time it is. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Milliseconds from an arbitrary start; never goes back. For durations. */
  monotonic(): number;
  /** Resolves after ms; rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls fn every ms until stopped; does not keep the process alive. */
  setInterval(fn: () => void, ms: number): { stop(): void };
}

/** Node fires a timer set further ahead than this after 1 ms, with only a warning. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  async sleep(ms, signal) {
    try {
      // In steps: a monthly usage cap resets later than one timer can wait.
      let left = ms;
      do {
        await sleep(Math.min(left, MAX_TIMER_MS), undefined, signal === undefined ? {} : { signal });
        left -= MAX_TIMER_MS;
      } while (left > 0);
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
  setInterval(fn, ms) {
    const timer = setInterval(fn, ms);
    timer.unref();
    return { stop: () => clearInterval(timer) };
  },
};

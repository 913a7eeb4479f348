import type { Clock } from '@tdp/service';

/** A clock whose time passes only by sleeping, at once. */
export function createManualClock(): Clock {
  let now = 0;
  return {
    now: () => now,
    monotonic: () => now,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      now += ms;
      await new Promise(setImmediate);
    },
    setInterval: () => ({ stop: () => undefined }),
  };
}

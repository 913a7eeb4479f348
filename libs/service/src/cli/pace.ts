import type { Clock } from '../clock';

/** Lets so many things pass each second, evenly, without catching up on what was missed. */
export interface Pace {
  /** Resolves when these may pass. @throws the signal's reason */
  pass(things: number, signal: AbortSignal): Promise<void>;
}

export function createPace(perSecond: number, clock: Pick<Clock, 'monotonic' | 'sleep'>): Pace {
  let freeAt = -Infinity;
  return {
    async pass(things, signal) {
      const now = clock.monotonic();
      const waitMs = Math.max(0, freeAt - now);
      freeAt = Math.max(freeAt, now) + (things / perSecond) * 1_000;
      if (waitMs > 0) {
        await clock.sleep(waitMs, signal);
      }
    },
  };
}

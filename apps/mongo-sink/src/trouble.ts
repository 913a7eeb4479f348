import type { Clock, HealthStatus } from '@tdp/service';

/** Keeps what fails again and again, for health. */
export interface Trouble {
  failed(doing: string, detail: string): void;
  succeeded(doing: string): void;
  /** Not ok once something has failed, without a success, for 30 s; says what and why. */
  status(): HealthStatus;
}

interface Failing {
  /** clock.monotonic(), ms. */
  readonly since: number;
  readonly last: number;
  readonly times: number;
  readonly detail: string;
}

/** A change of the primary takes about 12 s: no reason to be taken out of service. */
const REPORTED_AFTER_MS = 30_000;
/** What failed once and is not tried again, because the next try goes another way, is over. */
const REPORTED_AFTER_TIMES = 3;
/** The consumer waits 30 s between two tries at most: later than this nobody tries any more. */
const FORGOTTEN_AFTER_MS = 120_000;

/** Creates it; `doing` comes from a closed set of gerunds. */
export function createTrouble(clock: Clock): Trouble {
  const failing = new Map<string, Failing>();
  return {
    failed(doing, detail) {
      const now = clock.monotonic();
      const before = failing.get(doing);
      failing.set(doing, {
        since: before?.since ?? now,
        last: now,
        times: (before?.times ?? 0) + 1,
        detail,
      });
    },
    succeeded(doing) {
      failing.delete(doing);
    },
    status() {
      const now = clock.monotonic();
      const current = [...failing.values()]
        .filter(({ last }) => now - last <= FORGOTTEN_AFTER_MS)
        .toSorted((a, b) => a.since - b.since);
      const lasting = current.find(
        ({ since, times }) => now - since >= REPORTED_AFTER_MS && times >= REPORTED_AFTER_TIMES,
      );
      const told = lasting ?? current.at(-1);
      return {
        ok: lasting === undefined,
        ...(told && { detail: `failing for ${Math.round((now - told.since) / 1_000)} s: ${told.detail}` }),
      };
    },
  };
}

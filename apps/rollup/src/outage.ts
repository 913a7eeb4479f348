import type { Clock, HealthStatus, Logger } from '@tdp/service';

/** Keeps whether work fails again and again, for the log and for health. */
export interface Outage {
  failed(code: string, detail: string): void;
  /** Work has come one step further. */
  succeeded(): void;
  readonly isOn: boolean;
  /** Not ok once work has failed, without a success, for 30 s; says what and why. */
  status(): HealthStatus;
}

/** A change of the primary takes about 12 s: no reason to be taken out of service. */
const REPORTED_AFTER_MS = 30_000;

/** Creates it; one line when it begins, one when it is over. */
export function createOutage(clock: Clock, logger: Logger): Outage {
  let on: { readonly since: number; readonly detail: string } | null = null;
  const seconds = (since: number): number => Math.round((clock.monotonic() - since) / 1_000);
  return {
    failed(code, detail) {
      if (on === null) {
        logger.warn({ code, detail }, 'counting fails; trying again until it works');
      }
      on = { since: on?.since ?? clock.monotonic(), detail };
    },
    succeeded() {
      if (on !== null) {
        logger.info({ seconds: seconds(on.since) }, 'counting again');
        on = null;
      }
    },
    get isOn() {
      return on !== null;
    },
    status: () =>
      on !== null && clock.monotonic() - on.since >= REPORTED_AFTER_MS
        ? { ok: false, detail: `failing for ${seconds(on.since)} s: ${on.detail}` }
        : { ok: true },
  };
}

import type { Clock, Logger } from '@tdp/service';

/** Says that something is waited for without saying it at every try. */
export interface OutageLog {
  /** Another failure: the first of an outage is logged at once, then one a minute. */
  failed(error: unknown, facts?: Readonly<Record<string, unknown>>): void;
  /** It works again; logged when the outage was. */
  over(): void;
}

export interface OutageLogDeps {
  readonly logger: Logger;
  readonly clock: Clock;
  /** What is being tried, a gerund: "consuming". */
  readonly doing: string;
  /** A failure in one line. */
  readonly describe: (error: unknown) => string;
}

const EVERY_MS = 60_000;

/** Creates the log of one thing's outages. */
export function createOutageLog({ logger, clock, doing, describe }: OutageLogDeps): OutageLog {
  let outage: { readonly since: number; failures: number; loggedAt: number } | null = null;
  return {
    failed(error, facts = {}) {
      const now = clock.monotonic();
      outage ??= { since: now, failures: 0, loggedAt: -Infinity };
      outage.failures += 1;
      if (now - outage.loggedAt >= EVERY_MS) {
        outage.loggedAt = now;
        const seconds = Math.round((now - outage.since) / 1_000);
        const reason = describe(error);
        logger.warn(
          { ...facts, err: error, reason, failures: outage.failures, seconds },
          `${doing} fails; trying again until it succeeds`,
        );
      }
    },
    over() {
      if (outage !== null) {
        const seconds = Math.round((clock.monotonic() - outage.since) / 1_000);
        logger.info({ failures: outage.failures, seconds }, `${doing} works again`);
        outage = null;
      }
    },
  };
}

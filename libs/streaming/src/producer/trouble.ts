import type { Clock, Logger } from '@tdp/service';
import type { StreamingMetrics } from '../metrics';

/** Why messages are sent again; a metric label. */
export const PRODUCE_RETRY_REASONS = ['connection', 'partition', 'producer_id'] as const;
export type ProduceRetryReason = (typeof PRODUCE_RETRY_REASONS)[number];

/** What keeps messages from being delivered: said in the log now and then, and asked for by readiness. */
export interface Trouble {
  met(reason: ProduceRetryReason, trouble: { readonly what: string }): void;
  over(): void;
  /** The newest; null while there is none. */
  current(): string | null;
  /** How often any was met. */
  total(): number;
}

export interface TroubleDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: StreamingMetrics;
}

/** A trouble that lasts is told again. */
const WARN_EVERY_MS = 30_000;
/** The end of a shorter one is not worth a line. */
const WORTH_A_LINE_MS = 5_000;

export function createTrouble({ clock, logger, metrics }: TroubleDeps): Trouble {
  let what: string | null = null;
  let since = 0;
  let warnedAt = 0;
  let total = 0;
  return {
    met(reason, trouble) {
      const now = clock.monotonic();
      const isNew = what === null;
      what = trouble.what;
      total += 1;
      metrics.produceRetries.inc({ reason });
      if (isNew) {
        since = now;
      }
      if (isNew || now - warnedAt >= WARN_EVERY_MS) {
        warnedAt = now;
        logger.warn({ reason, detail: what, seconds: seconds(now - since) }, 'producing again');
      }
    },
    over() {
      const lasted = clock.monotonic() - since;
      if (what !== null && lasted >= WORTH_A_LINE_MS) {
        logger.warn({ seconds: seconds(lasted) }, 'producing goes on');
      }
      what = null;
    },
    current: () => what,
    total: () => total,
  };
}

const seconds = (ms: number): number => Math.round(ms / 1_000);

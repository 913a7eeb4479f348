import type { RetryClass } from '../../x/failure';

export interface RetryFacts {
  /** Failures of this class in a row, this one included: from 1. */
  readonly attempt: number;
  readonly now: number;
  /** When X says that the rate-limit window ends (x-rate-limit-reset), epoch ms; null when it does not say. */
  readonly resetAt: number | null;
}

const NETWORK = { stepMs: 250, maxMs: 16_000 };
const HTTP = { firstMs: 5_000, maxMs: 320_000 };
/** X names no ceiling; one wait longer than its 15-minute window can only be idle. */
const RATE_LIMITED = { firstMs: 60_000, maxMs: 960_000 };

const doubling = (firstMs: number, maxMs: number, attempt: number): number =>
  Math.min(maxMs, firstMs * 2 ** Math.min(attempt - 1, 30));

/**
 * How long to wait before the next attempt, ms, as X documents it for streams: a lost connection is
 * retried at once, then 250 ms later each time; an HTTP error after 5 s, doubling; a 429 after a minute,
 * doubling, and never before its window has ended.
 */
export function retryDelayMs(retryClass: RetryClass, { attempt, now, resetAt }: RetryFacts): number {
  switch (retryClass) {
    case 'network':
      return Math.min(NETWORK.maxMs, (attempt - 1) * NETWORK.stepMs);
    case 'http':
      return doubling(HTTP.firstMs, HTTP.maxMs, attempt);
    case 'rate-limited':
      return Math.max(
        doubling(RATE_LIMITED.firstMs, RATE_LIMITED.maxMs, attempt),
        // A clock or a header that is wrong must not stop the pipeline for a day.
        Math.min(resetAt === null ? 0 : resetAt - now, RATE_LIMITED.maxMs),
      );
  }
}

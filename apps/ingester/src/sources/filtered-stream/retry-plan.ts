import type { Clock } from '@tdp/service';
import type { RetryClass, XFailure } from '../../x/failure';
import { retryDelayMs } from './backoff';

/** Counts failures in a row and answers how long to wait. */
export interface RetryPlan {
  opened(): void;
  closed(): void;
  /** Wait before the next attempt, ms. The failure must not be terminal. */
  delayAfter(failure: XFailure): number;
}

export interface RetryPlanOptions {
  readonly clock: Clock;
  /** A connection that held this long ends the series of failures before it. */
  readonly stableAfterMs: number;
}

/**
 * Creates the plan. Each class counts for itself, and an open connection alone forgets nothing: a server
 * that accepts and closes at once would otherwise be called in a tight loop, against X's limit of 50
 * connections in 15 minutes.
 */
export function createRetryPlan({ clock, stableAfterMs }: RetryPlanOptions): RetryPlan {
  const attempts = new Map<RetryClass, number>();
  let openedAt = 0;
  return {
    opened() {
      openedAt = clock.monotonic();
    },
    closed() {
      if (clock.monotonic() - openedAt >= stableAfterMs) {
        attempts.clear();
      }
    },
    delayAfter({ next, resetAt }) {
      const retryClass: RetryClass = next === 'network' || next === 'rate-limited' ? next : 'http';
      const attempt = (attempts.get(retryClass) ?? 0) + 1;
      attempts.set(retryClass, attempt);
      return retryDelayMs(retryClass, { attempt, now: clock.now(), resetAt });
    },
  };
}

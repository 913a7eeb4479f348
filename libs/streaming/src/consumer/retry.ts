import { PipelineError, type Clock } from '@tdp/service';

export interface RetryOptions {
  readonly clock: Clock;
  /** From 0 up to 1; jitter, so that replicas do not come back all at once. */
  readonly random: () => number;
  /** Ends the waiting and rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** Told before each wait; attempts count from 1. */
  readonly onRetry: (error: PipelineError, attempt: number) => void;
}

const SLICE_WAIT = { firstMs: 200, maxMs: 30_000 };

const isRetriable = (error: unknown): error is PipelineError =>
  error instanceof PipelineError && error.retriable;

/**
 * Runs work until it succeeds, waiting longer after each retriable error (0.2 s doubling to
 * 30 s, jittered). Without a limit on tries: an outage is waited out, nothing is skipped.
 * @throws the first error that is not retriable; the signal's reason
 */
export async function retryWhileRetriable<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { clock, random, signal, onRetry } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isRetriable(error)) {
        throw error;
      }
      onRetry(error, attempt);
      await clock.sleep(doublingDelayMs(attempt, SLICE_WAIT, random), signal);
    }
  }
}

/** How long to wait after so many failures in a row, from 1; between half of the step and all of it. */
export function doublingDelayMs(
  attempt: number,
  { firstMs, maxMs }: { readonly firstMs: number; readonly maxMs: number },
  random: () => number,
): number {
  const step = Math.min(maxMs, firstMs * 2 ** Math.min(attempt - 1, 30));
  return step * (0.5 + random() / 2);
}

/** Waits for something no longer than ms; what it rejects with is left to others. */
export async function waitAtMost(ms: number, something: Promise<unknown>, clock: Clock): Promise<void> {
  const done = new AbortController();
  const enough = clock.sleep(ms, done.signal);
  await Promise.race([something, enough]).catch(() => undefined);
  done.abort();
  await enough.catch(() => undefined);
}

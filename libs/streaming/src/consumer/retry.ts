import pRetry from 'p-retry';
import { PipelineError } from '@tdp/service';

export interface RetryOptions {
  /** Ends the waiting and rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** Told before each wait. */
  readonly onRetry: (error: PipelineError, attempt: number) => void;
}

const isRetriable = (error: unknown): error is PipelineError =>
  error instanceof PipelineError && error.retriable;

/**
 * Runs work until it succeeds, waiting longer after each retriable error (0.2 s doubling to
 * 30 s, jittered). Without a limit on tries: an outage is waited out, nothing is skipped.
 * @throws the first error that is not retriable
 */
export function retryWhileRetriable<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  return pRetry(work, {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: 200,
    maxTimeout: 30_000,
    factor: 2,
    randomize: true,
    signal: options.signal,
    shouldRetry: ({ error }) => isRetriable(error),
    onFailedAttempt: ({ error, attemptNumber }) => {
      if (isRetriable(error)) {
        options.onRetry(error, attemptNumber);
      }
    },
  });
}

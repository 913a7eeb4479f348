import type { Clock } from '../clock';
import { errorMessage } from '../error-message';
import type { Logger } from '../logger';
import { PipelineError } from '../pipeline-error';

export interface WaitForDependencyOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Ends the waiting, with its reason, even while a check is under way. */
  readonly stopping?: AbortSignal | undefined;
}

const RETRY_MS = 2_000;

/**
 * Waits for a server that a service cannot start without: runs the check, which must be safe to
 * repeat, until it succeeds, and says each time what is waited for.
 * @throws the first error that is not retriable: a server that is there and wrong (a missing topic)
 */
export async function waitForDependency(
  check: () => Promise<void>,
  { clock, logger, stopping }: WaitForDependencyOptions,
): Promise<void> {
  const stopped = rejectionOf(stopping);
  for (;;) {
    stopping?.throwIfAborted();
    try {
      await Promise.race([check(), stopped]);
      return;
    } catch (error) {
      if (!(error instanceof PipelineError) || !error.retriable) {
        throw error;
      }
      const cause = error.cause === undefined ? '' : errorMessage(error.cause);
      const detail = error.message.includes(cause) ? error.message : `${error.message}: ${cause}`;
      logger.warn({ code: error.code, detail }, 'waiting for a dependency');
    }
    await clock.sleep(RETRY_MS, stopping);
  }
}

/** Rejects when the signal aborts; never settles otherwise. */
function rejectionOf(signal: AbortSignal | undefined): Promise<never> {
  const rejection = new Promise<never>((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  // It loses most races, and is then nobody's to handle.
  rejection.catch(() => undefined);
  return rejection;
}

import type { Clock } from '../clock';
import type { Logger } from '../logger';
import { PipelineError } from '../pipeline-error';

/** Something with a start and an end: a consumer, a producer, a source, a server. */
export interface Component {
  readonly name: string;
  /** Connects and checks; the constructor before it did no IO. */
  start(): Promise<void>;
  /** Finishes what is in flight and lets go. Idempotent; also after a failed start. */
  stop(): Promise<void>;
}

/**
 * Starts components in order. When one fails, or the signal aborts, those already started are
 * stopped in reverse and the first error is thrown.
 */
export async function startAll(
  components: readonly Component[],
  options: { readonly logger: Logger; readonly signal?: AbortSignal },
): Promise<void> {
  const started: Component[] = [];
  try {
    for (const component of components) {
      options.signal?.throwIfAborted();
      started.push(component);
      await component.start();
    }
  } catch (error) {
    await stopInReverse(started, options.logger);
    throw error;
  }
}

export interface StopOptions {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly deadlineMs: number;
}

/**
 * Stops components in reverse order of their start; one that fails does not keep the others.
 * @throws PipelineError STOP_DEADLINE_EXCEEDED when they take longer than the deadline
 */
export async function stopAll(components: readonly Component[], options: StopOptions): Promise<void> {
  const { clock, deadlineMs } = options;
  const done = new AbortController();
  const deadline = clock.sleep(deadlineMs, done.signal).then(() => {
    throw new PipelineError('STOP_DEADLINE_EXCEEDED', `stopping within ${deadlineMs} ms`);
  });
  // Rejects when it is cut short below; only the race's outcome matters.
  deadline.catch(() => undefined);
  try {
    await Promise.race([stopInReverse(components, options.logger), deadline]);
  } finally {
    done.abort();
  }
}

async function stopInReverse(components: readonly Component[], logger: Logger): Promise<void> {
  for (const component of [...components].reverse()) {
    try {
      await component.stop();
    } catch (error) {
      logger.error({ err: error, component: component.name }, 'stopping a component failed');
    }
  }
}

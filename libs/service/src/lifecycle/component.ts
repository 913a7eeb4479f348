import type { Clock } from '../clock';
import type { Logger } from '../logger';
import { PipelineError } from '../pipeline-error';

/** Something with a start and an end: a consumer, a producer, a source, a server. */
export interface Component {
  readonly name: string;
  /**
   * Connects and checks; the constructor before it did no IO. `stopping` aborts when the service
   * is told to stop meanwhile: a start that waits for something gives up then.
   */
  start(stopping?: AbortSignal): Promise<void>;
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
  const begun: Component[] = [];
  try {
    await startInOrder(components, begun, options.signal);
  } catch (error) {
    await stopInReverse(begun, options.logger);
    throw error;
  }
}

/** Starts components in order; each is pushed onto `begun` first, for the caller to roll back. */
export async function startInOrder(
  components: readonly Component[],
  begun: Component[],
  signal?: AbortSignal,
): Promise<void> {
  for (const component of components) {
    signal?.throwIfAborted();
    begun.push(component);
    await component.start(signal);
  }
}

export interface StopOptions {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly deadlineMs: number;
}

export interface StopReport {
  /** Names of the components whose stop() failed; each failure has been logged. */
  readonly failed: readonly string[];
}

/**
 * Stops components in reverse order of their start; one that fails does not keep the others.
 * @throws PipelineError STOP_DEADLINE_EXCEEDED when they take longer than the deadline
 */
export async function stopAll(components: readonly Component[], options: StopOptions): Promise<StopReport> {
  const { clock, deadlineMs } = options;
  const done = new AbortController();
  let current = '';
  const deadline = clock.sleep(deadlineMs, done.signal).then(() => {
    throw new PipelineError('STOP_DEADLINE_EXCEEDED', `stopping ${current}: not done after ${deadlineMs} ms`);
  });
  // Rejects when it is cut short below; only the race's outcome matters.
  deadline.catch(() => undefined);
  const stopped = stopInReverse(components, options.logger, (name) => {
    current = name;
  });
  try {
    return await Promise.race([stopped, deadline]);
  } finally {
    done.abort();
  }
}

async function stopInReverse(
  components: readonly Component[],
  logger: Logger,
  onStopping: (name: string) => void = () => undefined,
): Promise<StopReport> {
  const failed: string[] = [];
  for (const component of components.toReversed()) {
    onStopping(component.name);
    try {
      await component.stop();
    } catch (error) {
      failed.push(component.name);
      logger.error({ err: error, component: component.name }, 'stopping a component failed');
    }
  }
  return { failed };
}

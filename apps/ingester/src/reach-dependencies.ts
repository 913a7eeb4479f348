import {
  errorMessage,
  PipelineError,
  type Clock,
  type Component,
  type ErrorCode,
  type Logger,
} from '@tdp/service';

export interface ReachDependenciesOptions {
  /** Must be safe to repeat. */
  readonly check: () => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
}

const RETRY_MS = 2_000;
const UNREACHABLE: readonly ErrorCode[] = ['KAFKA_UNAVAILABLE', 'REGISTRY_UNAVAILABLE'];

/**
 * Creates the component whose start waits until Kafka and the registry can be reached, saying so; what
 * is wrong with them once they can be (a missing topic, a missing subject) ends the start.
 */
export function createDependencies({ check, clock, logger }: ReachDependenciesOptions): Component {
  const stopping = new AbortController();
  return {
    name: 'dependencies',
    async start() {
      for (;;) {
        try {
          await check();
          return;
        } catch (error) {
          if (!(error instanceof PipelineError) || !UNREACHABLE.includes(error.code)) {
            throw error;
          }
          const cause = error.cause === undefined ? '' : `: ${errorMessage(error.cause)}`;
          logger.warn({ code: error.code, detail: `${error.message}${cause}` }, 'waiting for a dependency');
          await clock.sleep(RETRY_MS, stopping.signal);
        }
      }
    },
    stop() {
      stopping.abort(new Error('stopping'));
      return Promise.resolve();
    },
  };
}

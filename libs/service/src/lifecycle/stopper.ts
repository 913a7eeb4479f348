import type { Clock } from '../clock';
import { errorMessage } from '../error-message';
import type { Logger } from '../logger';
import { startInOrder, stopAll, type Component } from './component';

/** The part of a process that the shell needs; `process` itself fits. */
export interface ServiceProcess {
  readonly env: Readonly<Record<string, string | undefined>>;
  on(event: string, listener: (value: unknown) => void): unknown;
  exit(code: number): void;
}

/** Exit codes: 0 stopped cleanly, 1 failed, 78 (EX_CONFIG) wrong settings: restarting does not help. */
export const EXIT = { ok: 0, failed: 1, config: 78 } as const;

/** Leads every reason to end the process to one orderly stop and one exit code. */
export interface Stopper {
  /** Aborts when the stop begins. */
  readonly stopping: AbortSignal;
  /** Resolves once the process has been told to exit. */
  readonly exited: Promise<void>;
  /** Stops in order, then exits with 1, or 78 when the error is one of configuration. */
  readonly fatal: (error: unknown) => void;
  /** Starts in order; false when that failed or was cut short, and the stop is on its way. */
  start(components: readonly Component[]): Promise<boolean>;
}

export interface StopperDeps {
  readonly host: ServiceProcess;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly deadlineMs: number;
}

/**
 * Listens to the process. Not close-with-grace: that exits the global process, which no test
 * survives, cannot be told of a component's fatal error, and exits at once on a second *error*,
 * where this one finishes the drain.
 */
export function createStopper({ host, logger, clock, deadlineMs }: StopperDeps): Stopper {
  const stopping = new AbortController();
  const exited = Promise.withResolvers<void>();
  const begun: Component[] = [];
  let starting: Promise<void> = Promise.resolve();
  let exitCode: number = EXIT.ok;
  let signalled = false;
  let left = false;

  function exit(code: number): void {
    // Not twice: the drain goes on after a second signal until the process is really gone.
    if (!left) {
      left = true;
      host.exit(code);
      exited.resolve();
    }
  }

  async function stop(): Promise<void> {
    if (stopping.signal.aborted) {
      return;
    }
    stopping.abort(new Error('the service is stopping'));
    // A client must not be disconnected while it connects (kafkajs #1639): first, within the deadline, let it.
    const lastBegun = { name: begun.at(-1)?.name ?? 'nothing', start: () => starting, stop: () => starting };
    try {
      const { failed } = await stopAll([...begun, lastBegun], { logger, clock, deadlineMs });
      exitCode ||= failed.length > 0 ? EXIT.failed : EXIT.ok;
      logger.info({ exitCode }, 'stopped');
    } catch (error) {
      exitCode ||= EXIT.failed;
      logger.fatal({ err: error }, 'stopping took too long');
    }
    exit(exitCode);
  }

  function fatal(error: unknown): void {
    logger.fatal({ err: error }, errorMessage(error));
    exitCode ||= exitCodeOf(error);
    void stop();
  }

  function onSignal(signal: string): void {
    // Counted, not inferred from `stopping`: an orchestrator's first signal may come while a fatal error drains.
    if (signalled) {
      logger.warn({ signal }, 'second signal: exiting at once');
      exit(EXIT.failed);
      return;
    }
    signalled = true;
    logger.info({ signal }, 'stopping');
    void stop();
  }

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
    host.on(signal, () => onSignal(signal));
  }
  host.on('uncaughtException', fatal);
  host.on('unhandledRejection', fatal);

  return {
    stopping: stopping.signal,
    exited: exited.promise,
    fatal,
    async start(components) {
      const attempt = startInOrder(components, begun, stopping.signal);
      starting = attempt.catch(() => undefined);
      try {
        await attempt;
      } catch (error) {
        if (error !== stopping.signal.reason) {
          fatal(error);
        }
      }
      return !stopping.signal.aborted;
    },
  };
}

function exitCodeOf(error: unknown): number {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === 'CONFIG_INVALID' || code === 'RULES_INVALID' ? EXIT.config : EXIT.failed;
}

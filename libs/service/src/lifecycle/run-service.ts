import type { z } from 'zod';
import { systemClock, type Clock } from '../clock';
import { ConfigError } from '../config/config-error';
import { describeConfig, loadConfig } from '../config/load-config';
import { errorMessage } from '../error-message';
import type { HealthCheck } from '../health/health';
import { createHttpServer, type HttpServer } from '../http/http-server';
import { createLogger, type Logger } from '../logger';
import { createMetrics, type Metrics } from '../metrics';
import { startAll, stopAll, type Component } from './component';

/** What a service is made from. */
export interface ServiceDeps<C> {
  readonly config: Readonly<C>;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** Ends the process in order with exit code 1; for errors that no retry cures. */
  readonly fatal: (error: Error) => void;
}

/** What a service consists of. */
export interface Service {
  /** In order of start; stopped in reverse. */
  readonly components: readonly Component[];
  readonly live?: readonly HealthCheck[];
  readonly ready?: readonly HealthCheck[];
}

/** The part of a process that the shell needs; `process` itself fits. */
export interface ServiceProcess {
  readonly env: Readonly<Record<string, string | undefined>>;
  on(event: string, listener: (value: unknown) => void): unknown;
  exit(code: number): void;
}

export interface RunServiceOptions<S extends z.ZodObject> {
  readonly service: string;
  /** The service's settings; must contain baseConfigShape. */
  readonly schema: S;
  readonly secrets: readonly (keyof z.infer<S> & string)[];
  readonly process: ServiceProcess;
  readonly clock?: Clock;
  /** Composes the service; does no IO. */
  readonly build: (deps: ServiceDeps<z.infer<S>>) => Service;
}

/** Exit codes: 0 stopped cleanly, 1 failed, 78 (EX_CONFIG) wrong settings. */
export const EXIT = { ok: 0, failed: 1, config: 78 } as const;

interface BaseConfig {
  readonly LOG_LEVEL: string;
  readonly HTTP_HOST: string;
  readonly HTTP_PORT: number;
  readonly STOP_DEADLINE_MS: number;
}

/**
 * Runs a service until it is told to stop or fails: settings, logger, metrics, operations
 * server, then its components in order. SIGTERM, SIGINT, SIGHUP and every fatal error lead
 * to one orderly stop; a second signal ends the process at once.
 */
export async function runService<S extends z.ZodObject>(options: RunServiceOptions<S>): Promise<void> {
  const { service, process: host, clock = systemClock } = options;
  const config = readConfig(options);
  if (config === null) {
    return;
  }
  const base = config as unknown as BaseConfig;
  const version = host.env['SERVICE_VERSION'] ?? 'dev';
  const logger = createLogger({ service, version, level: base.LOG_LEVEL });
  const metrics = createMetrics({ service, version, commit: host.env['SERVICE_COMMIT'] ?? 'unknown' });
  const stopper = createStopper({ host, logger, clock, deadlineMs: base.STOP_DEADLINE_MS });

  let server: HttpServer;
  try {
    const built = options.build({ config, logger, metrics, clock, fatal: stopper.fatal });
    server = createHttpServer({
      logger,
      metrics,
      clock,
      host: base.HTTP_HOST,
      port: base.HTTP_PORT,
      live: built.live ?? [],
      ready: built.ready ?? [],
    });
    const components = [server, ...built.components];
    stopper.manage(components, server);
    await startAll(components, { logger, signal: stopper.stopping });
  } catch (error) {
    await stopper.startFailed(error);
    return;
  }
  server.setStarted();
  stopper.started();
  logger.info({ address: server.address(), config: describeConfig(config, options.secrets) }, 'started');
}

function readConfig<S extends z.ZodObject>(options: RunServiceOptions<S>): Readonly<z.infer<S>> | null {
  const { schema, service, secrets, process: host } = options;
  try {
    return loadConfig({ schema, service, secrets, env: host.env });
  } catch (error) {
    if (!(error instanceof ConfigError)) {
      throw error;
    }
    const logger = createLogger({ service, version: 'dev', level: 'info' });
    logger.fatal({ code: error.code, problems: error.problems }, error.message);
    host.exit(EXIT.config);
    return null;
  }
}

interface StopperDeps {
  readonly host: ServiceProcess;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly deadlineMs: number;
}

/** Leads every reason to end the process to one orderly stop. */
function createStopper({ host, logger, clock, deadlineMs }: StopperDeps) {
  const stopping = new AbortController();
  let components: readonly Component[] = [];
  let server: HttpServer | undefined;
  let starting = true;
  let exitCode: number = EXIT.ok;

  async function stop(): Promise<void> {
    server?.setStopping();
    try {
      await stopAll(components, { logger, clock, deadlineMs });
      logger.info('stopped');
    } catch (error) {
      logger.fatal({ err: error }, 'stopping took too long');
      exitCode = EXIT.failed;
    }
    host.exit(exitCode);
  }

  function begin(code: number): void {
    exitCode = Math.max(exitCode, code);
    if (stopping.signal.aborted) {
      return;
    }
    stopping.abort(new Error('the service is stopping'));
    // While starting, stop() would race with start(); startAll rolls back and startFailed ends it.
    if (!starting) {
      void stop();
    }
  }

  function fatal(error: unknown): void {
    logger.fatal({ err: error }, errorMessage(error));
    begin(EXIT.failed);
  }

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
    host.on(signal, () => {
      if (stopping.signal.aborted) {
        logger.warn({ signal }, 'second signal: exiting at once');
        host.exit(EXIT.failed);
        return;
      }
      logger.info({ signal }, 'stopping');
      begin(EXIT.ok);
    });
  }
  host.on('uncaughtException', fatal);
  host.on('unhandledRejection', fatal);

  return {
    stopping: stopping.signal,
    fatal,
    manage(all: readonly Component[], http: HttpServer): void {
      components = all;
      server = http;
    },
    async startFailed(error: unknown): Promise<void> {
      if (error !== stopping.signal.reason) {
        fatal(error);
      }
      starting = false;
      await stop();
    },
    started(): void {
      starting = false;
      if (stopping.signal.aborted) {
        void stop();
      }
    },
  };
}

import type { z } from 'zod';
import { systemClock, type Clock } from '../clock';
import { ConfigError, type ConfigProblem } from '../config/config-error';
import { describeConfig, loadConfig, secretValues } from '../config/load-config';
import type { baseConfigShape } from '../config/shapes';
import type { HealthCheck } from '../health/health';
import { createHttpServer, type HttpServer } from '../http/http-server';
import { createLogger, type Logger } from '../logger';
import { createMetrics, type Metrics } from '../metrics';
import { createCertificateExpiry } from '../tls/certificate-expiry';
import type { Component } from './component';
import { createStopper, EXIT, type ServiceProcess } from './stopper';

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

export interface RunServiceOptions<S extends z.ZodObject> {
  readonly service: string;
  /** The service's settings; must contain baseConfigShape. */
  readonly schema: S;
  readonly secrets: readonly (keyof z.infer<S> & string)[];
  /** Default: SERVICE_VERSION of the environment. The commit is its SERVICE_COMMIT. */
  readonly version?: string;
  readonly process: ServiceProcess;
  readonly clock?: Clock;
  /** Composes the service; does no IO. */
  readonly build: (deps: ServiceDeps<z.infer<S>>) => Service;
}

type BaseConfig = z.infer<z.ZodObject<typeof baseConfigShape>>;

/**
 * Runs a service until it is told to stop or fails: settings, logger, metrics, operations
 * server, then its components in order. SIGTERM, SIGINT, SIGHUP and every fatal error lead
 * to one orderly stop; a second signal ends the process at once. Resolves when the service is
 * up, or when it has failed to start and been rolled back.
 */
export async function runService<S extends z.ZodObject>(options: RunServiceOptions<S>): Promise<void> {
  const { service, process: host, clock = systemClock } = options;
  const version = options.version ?? host.env['SERVICE_VERSION'] ?? 'dev';
  const commit = host.env['SERVICE_COMMIT'] ?? 'unknown';
  const warnings: ConfigProblem[] = [];
  const config = readConfig(options, version, (warning) => warnings.push(warning));
  if (config === null) {
    return;
  }
  const base = config as unknown as BaseConfig;
  const logger = loggerOf(options, config, base, version);
  warnings.forEach(({ key, message }) => logger.warn({ setting: key }, `${key}: ${message}`));
  const metrics = createMetrics({ service, version, commit });
  createCertificateExpiry({ metrics, logger, clock }).configured(config);
  const stopper = createStopper({ host, logger, clock, deadlineMs: base.STOP_DEADLINE_MS });

  let server: HttpServer;
  let built: Service;
  try {
    built = options.build({ config, logger, metrics, clock, fatal: stopper.fatal });
    server = createHttpServer({
      logger,
      metrics,
      clock,
      host: base.HTTP_HOST,
      port: base.HTTP_PORT,
      live: built.live ?? [],
      ready: built.ready ?? [],
    });
  } catch (error) {
    stopper.fatal(error);
    return stopper.exited;
  }
  stopper.stopping.addEventListener('abort', () => server.setStopping());
  if (!(await stopper.start([server, ...built.components]))) {
    return stopper.exited;
  }
  server.setStarted();
  const described = describeConfig(config, options.secrets);
  logger.info({ address: server.address(), commit, config: described }, 'started');
}

function readConfig<S extends z.ZodObject>(
  options: RunServiceOptions<S>,
  version: string,
  warn: (warning: ConfigProblem) => void,
): Readonly<z.infer<S>> | null {
  const { schema, service, secrets, process: host, clock = systemClock } = options;
  try {
    return loadConfig({ schema, service, secrets, env: host.env, warn, now: clock.now() });
  } catch (error) {
    if (!(error instanceof ConfigError)) {
      throw error;
    }
    const logger = createLogger({ service, version, level: 'info' });
    logger.fatal({ code: error.code, problems: error.problems }, error.message);
    host.exit(EXIT.config);
    return null;
  }
}

function loggerOf<S extends z.ZodObject>(
  { service, secrets }: RunServiceOptions<S>,
  config: Readonly<Record<string, unknown>>,
  base: BaseConfig,
  version: string,
): Logger {
  const values = secretValues(config, secrets);
  const logger = createLogger({ service, version, level: base.LOG_LEVEL, secretValues: values });
  return base.SERVICE_INSTANCE === undefined ? logger : logger.child({ instance: base.SERVICE_INSTANCE });
}

import underPressure from '@fastify/under-pressure';
import fastify, { type FastifyInstance } from 'fastify';
import type { Clock } from '../clock';
import { createHealthReporter, type HealthCheck, type HealthReport } from '../health/health';
import type { Component } from '../lifecycle/component';
import type { Logger } from '../logger';
import type { Metrics } from '../metrics';
import { observeRequests } from './request-metrics';

/** The operations server of a service: /metrics, /health/live, /health/ready. */
export interface HttpServer extends Component {
  /** For inject() in tests; routes are there, nothing listens. */
  readonly app: FastifyInstance;
  /** Where it listens, e.g. http://127.0.0.1:9464. */
  address(): string;
  /** The service is up: from now on ready tells what the checks say. */
  setStarted(): void;
  /** The service is going down: ready answers 503 from now on; live and metrics go on. */
  setStopping(): void;
}

export interface HttpServerOptions {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly host: string;
  readonly port: number;
  /** The process itself: a failure means restart it. No dependencies here. */
  readonly live: readonly HealthCheck[];
  /** Whether work can be done now: consumer, source, database. */
  readonly ready: readonly HealthCheck[];
}

const MAX_EVENT_LOOP_DELAY_MS = 2_000;
/** A client that needs longer to send a request this small holds the connection on purpose. */
const REQUEST_TIMEOUT_MS = 5_000;
/** Far less than anyone scrapes at. */
const RENDERING_KEPT_MS = 200;
/** How long an answer in progress may delay the stop. */
const CLOSE_GRACE_MS = 1_000;
const ROUTES: readonly string[] = ['/metrics', '/health/live', '/health/ready'];

/** Creates the server; start() listens. It is stopped last, so that the drain can be watched. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { logger, metrics, clock } = options;
  const app = fastify({
    logger: false,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: 1_000 },
  });
  let phase: 'starting' | 'started' | 'stopping' = 'starting';
  let address = '';
  let closed: Promise<void> | undefined;

  app.setErrorHandler((error, request, reply) => {
    logger.error({ err: error, route: request.routeOptions.url ?? 'unknown' }, 'answering a request failed');
    return reply.code(500).send({ error: 'see the log' });
  });
  refuseOtherMethods(app);
  observeRequests(app, metrics, clock);
  serveMetrics(app, metrics, clock);
  serveHealth(app, '/health/live', createHealthReporter([eventLoopCheck(app), ...options.live], clock));
  const running: HealthCheck = {
    name: 'service',
    check: () => (phase === 'started' ? { ok: true } : { ok: false, detail: phase }),
  };
  serveHealth(app, '/health/ready', createHealthReporter([running, ...options.ready], clock));

  return {
    name: 'http server',
    app,
    async start() {
      address = await app.listen({ host: options.host, port: options.port });
    },
    stop: () => (closed ??= close(app, clock)),
    address: () => address,
    setStarted() {
      phase = 'started';
    },
    setStopping() {
      phase = 'stopping';
    },
  };
}

function serveMetrics(app: FastifyInstance, { registry }: Metrics, clock: Clock): void {
  // A flood of scrapes shares what was rendered, so that it costs the pipeline little.
  let rendered: { readonly text: Promise<string>; readonly at: number } | undefined;
  app.get('/metrics', async (_request, reply) => {
    const now = clock.monotonic();
    if (rendered === undefined || now - rendered.at >= RENDERING_KEPT_MS) {
      rendered = { text: registry.metrics(), at: now };
    }
    try {
      return await reply.type(registry.contentType).send(await rendered.text);
    } catch (error) {
      rendered = undefined;
      throw error;
    }
  });
}

function serveHealth(app: FastifyInstance, url: string, report: () => Promise<HealthReport>): void {
  app.get(url, async (_request, reply) => {
    const { ok, checks } = await report();
    return reply
      .code(ok ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ok ? 'ok' : 'unavailable', checks });
  });
}

/** A busy event loop is reported by /health/live; requests, scrapes above all, are still answered. */
function eventLoopCheck(app: FastifyInstance): HealthCheck {
  app.register(underPressure, {
    maxEventLoopDelay: MAX_EVENT_LOOP_DELAY_MS,
    pressureHandler: () => undefined,
  });
  return {
    name: 'event-loop',
    check: () =>
      app.isUnderPressure()
        ? { ok: false, detail: `blocked for more than ${MAX_EVENT_LOOP_DELAY_MS} ms` }
        : { ok: true },
  };
}

/** Before routing and before a body is read, whatever the method and its content type. */
function refuseOtherMethods(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    const path = request.url.split('?', 1)[0] ?? '';
    if (ROUTES.includes(path) && request.method !== 'GET' && request.method !== 'HEAD') {
      void reply.code(405).header('allow', 'GET, HEAD').send({ error: 'use GET' });
      return;
    }
    done();
  });
}

/** Lets an answer in progress finish; a client that is slow on purpose does not delay the stop for long. */
async function close(app: FastifyInstance, clock: Clock): Promise<void> {
  const done = new AbortController();
  const impatience = clock.sleep(CLOSE_GRACE_MS, done.signal).then(
    () => app.server.closeAllConnections(),
    () => undefined,
  );
  await app.close();
  done.abort();
  await impatience;
}

import underPressure from '@fastify/under-pressure';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { Clock } from '../clock';
import { runChecks, type HealthCheck, type HealthReport } from '../health/health';
import type { Component } from '../lifecycle/component';
import type { Logger } from '../logger';
import type { Metrics } from '../metrics';

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
const ROUTES = ['/metrics', '/health/live', '/health/ready'] as const;

/** Creates the server; start() listens. It is stopped last, so that the drain can be watched. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { metrics, clock } = options;
  const app = fastify({ logger: false, forceCloseConnections: true });
  let phase: 'starting' | 'started' | 'stopping' = 'starting';
  let address = '';

  // A busy event loop is reported by /health/live; requests are still answered.
  app.register(underPressure, {
    maxEventLoopDelay: MAX_EVENT_LOOP_DELAY_MS,
    pressureHandler: () => undefined,
  });
  observeDurations(app, metrics, clock);

  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
  app.get('/health/live', async (_request, reply) => {
    const loop: HealthCheck = {
      name: 'event-loop',
      check: () =>
        app.isUnderPressure()
          ? { ok: false, detail: `blocked for more than ${MAX_EVENT_LOOP_DELAY_MS} ms` }
          : { ok: true },
    };
    return answer(reply, await runChecks([loop, ...options.live], clock));
  });
  app.get('/health/ready', async (_request, reply) => {
    const running: HealthCheck = {
      name: 'service',
      check: () => (phase === 'started' ? { ok: true } : { ok: false, detail: phase }),
    };
    return answer(reply, await runChecks([running, ...options.ready], clock));
  });
  for (const url of ROUTES) {
    app.route({
      method: ['POST', 'PUT', 'PATCH', 'DELETE'],
      url,
      handler: (_request, reply) => reply.code(405).header('allow', 'GET, HEAD').send({ error: 'use GET' }),
    });
  }

  return {
    name: 'http server',
    app,
    async start() {
      address = await app.listen({ host: options.host, port: options.port });
    },
    stop: () => app.close(),
    address: () => address,
    setStarted() {
      phase = 'started';
    },
    setStopping() {
      phase = 'stopping';
    },
  };
}

function answer(reply: FastifyReply, report: HealthReport): FastifyReply {
  return reply
    .code(report.ok ? 200 : 503)
    .header('cache-control', 'no-store')
    .send({ status: report.ok ? 'ok' : 'unavailable', checks: report.checks });
}

function observeDurations(app: FastifyInstance, metrics: Metrics, clock: Clock): void {
  const seconds = metrics.histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer a request to the operations server.',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.025, 0.1, 0.5, 1, 2.5],
  });
  const started = new WeakMap<object, number>();
  app.addHook('onRequest', (request, _reply, done) => {
    started.set(request, clock.monotonic());
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const elapsed = clock.monotonic() - (started.get(request) ?? clock.monotonic());
    // Unknown paths share one label: a scanner must not make series.
    const route = request.routeOptions.url ?? 'unknown';
    seconds.observe({ route, status: String(reply.statusCode) }, elapsed / 1_000);
    done();
  });
}

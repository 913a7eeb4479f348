import type { FastifyInstance } from 'fastify';
import type { Clock } from '../clock';
import type { Metrics } from '../metrics';

/** Measures every request; unknown paths share one label, so that a scanner makes no series. */
export function observeRequests(app: FastifyInstance, metrics: Metrics, clock: Clock): void {
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
    const route = request.routeOptions.url ?? 'unknown';
    seconds.observe({ route, status: String(reply.statusCode) }, elapsed / 1_000);
    done();
  });
}

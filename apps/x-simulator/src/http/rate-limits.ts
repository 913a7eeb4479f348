import type { FastifyInstance } from 'fastify';
import type { Clock } from '../clock';

const WINDOW_MS = 15 * 60_000;

/** Requests per app and 15 minutes, from X's rate-limit page. */
const LIMITS: Readonly<Record<string, number>> = {
  'GET /2/tweets/search/stream': 50,
  'GET /2/tweets/search/stream/rules': 450,
  'POST /2/tweets/search/stream/rules': 100,
  'GET /2/tweets/search/recent': 450,
  'GET /2/tweets': 300,
  'GET /2/users': 300,
  'GET /2/users/by': 300,
  'GET /2/trends/by/woeid/:woeid': 75,
  'GET /2/usage/tweets': 50,
};

/** Counts requests in X's windows, says so in its headers, and refuses what is over the limit. */
export function limitRates(app: FastifyInstance, clock: Clock): void {
  const windows = new Map<string, { used: number; resetAt: number }>();
  app.addHook('preHandler', (request, reply, done) => {
    const route = `${request.method} ${request.routeOptions.url ?? ''}`;
    const limit = LIMITS[route];
    if (limit === undefined) {
      done();
      return;
    }
    const now = clock.now();
    const current = windows.get(route);
    const window =
      current === undefined || current.resetAt <= now ? { used: 0, resetAt: now + WINDOW_MS } : current;
    windows.set(route, window);
    window.used += 1;
    reply.headers({
      'x-rate-limit-limit': String(limit),
      'x-rate-limit-remaining': String(Math.max(0, limit - window.used)),
      'x-rate-limit-reset': String(Math.ceil(window.resetAt / 1_000)),
    });
    if (window.used > limit) {
      reply.code(429).send({ errors: [{ code: 88, message: 'Rate limit exceeded' }] });
      return;
    }
    done();
  });
}

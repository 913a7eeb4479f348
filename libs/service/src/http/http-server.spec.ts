import { once } from 'node:events';
import { connect } from 'node:net';
import { type Clock, systemClock } from '../clock';
import type { HealthCheck } from '../health/health';
import { createLogger } from '../logger';
import { createMetrics, type Metrics } from '../metrics';
import { createHttpServer } from './http-server';

const logger = createLogger({ service: 't', version: 't', level: 'silent' });

function server(
  checks: { live?: HealthCheck[]; ready?: HealthCheck[]; metrics?: Metrics; clock?: Clock } = {},
) {
  return createHttpServer({
    logger,
    metrics: checks.metrics ?? createMetrics({ service: 'enricher', version: '1.2.3', commit: 'abc' }),
    clock: checks.clock ?? systemClock,
    host: '127.0.0.1',
    port: 0,
    live: checks.live ?? [],
    ready: checks.ready ?? [],
  });
}
const failing: HealthCheck = { name: 'mongo', check: () => ({ ok: false, detail: 'no primary' }) };

describe('operations server', () => {
  it('exposes metrics with the build', async () => {
    const { app } = server();
    const response = await app.inject('/metrics');
    expect(response.headers['content-type']).toContain('text/plain');
    expect(response.body).toContain('pipeline_build_info{version="1.2.3",commit="abc",service="enricher"} 1');
    expect(response.body).toContain('process_cpu_seconds_total');
    await app.close();
  });

  it('is live but not ready while starting, ready once started, unready while stopping', async () => {
    const http = server();
    const codes = async () => [
      (await http.app.inject('/health/live')).statusCode,
      (await http.app.inject('/health/ready')).statusCode,
    ];
    expect(await codes()).toEqual([200, 503]);
    http.setStarted();
    expect(await codes()).toEqual([200, 200]);
    http.setStopping();
    expect(await codes()).toEqual([200, 503]);
    await http.app.close();
  });

  it('says which check failed and why; live does not ask the ready checks', async () => {
    const http = server({ ready: [failing] });
    http.setStarted();
    const ready = await http.app.inject('/health/ready');
    expect(ready.statusCode).toBe(503);
    expect(ready.json()).toMatchObject({
      status: 'unavailable',
      checks: { mongo: { ok: false, detail: 'no primary' } },
    });
    expect((await http.app.inject('/health/live')).statusCode).toBe(200);
    await http.app.close();
  });

  it.each([
    ['throws', () => Promise.reject(new Error('boom')), 'boom'],
    ['hangs', () => new Promise<never>(() => undefined), 'no answer within 2 s'],
  ])('counts a check that %s as failed', async (_what, check, detail) => {
    const http = server({ live: [{ name: 'x', check }] });
    const response = await http.app.inject('/health/live');
    expect(response.statusCode).toBe(503);
    expect(response.json()).toMatchObject({ checks: { x: { detail } } });
    await http.app.close();
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'] as const)(
    'answers %s with 405, whatever its body',
    async (method) => {
      const { app } = server();
      const headers = { 'content-type': 'application/xml' };
      const response = await app.inject({ method, url: '/metrics?x=1', headers, payload: '<x/>' });
      expect([response.statusCode, response.headers['allow']]).toEqual([405, 'GET, HEAD']);
      await app.close();
    },
  );

  it('makes no series from unknown paths', async () => {
    const { app } = server();
    for (const path of ['/a', '/b', '/c']) {
      await app.inject(path);
    }
    const { body } = await app.inject('/metrics');
    const series = body.match(/^http_request_duration_seconds_count\{.*$/gm) ?? [];
    expect(series).toHaveLength(1);
    await app.close();
  });

  it('renders once for scrapes that arrive together or one upon the other', async () => {
    const metrics = createMetrics({ service: 't', version: 't', commit: 't' });
    let renderings = 0;
    metrics.gauge({
      name: 'x',
      help: 'x',
      collect: () => {
        renderings += 1;
      },
    });
    let passed = 0;
    const clock: Clock = { ...systemClock, monotonic: () => passed };
    const { app } = server({ metrics, clock });
    await app.ready();
    await app.inject('/metrics');
    for (let round = 0; round < 5; round += 1) {
      await Promise.all(Array.from({ length: 10 }, () => app.inject('/metrics')));
    }
    expect(renderings).toBe(1);
    passed += 1_000;
    await app.inject('/metrics');
    expect(renderings).toBe(2);
    await app.close();
  });

  it('stops although a client never finishes its request', async () => {
    const http = server();
    await http.start();
    const { hostname, port } = new URL(http.address());
    const client = connect(Number(port), hostname);
    client.on('error', () => undefined);
    await once(client, 'connect');
    client.write('GET /metrics HTTP/1.1\r\nhost: x\r\n');
    const gone = once(client, 'close');
    await http.stop();
    await http.stop();
    await gone;
  });
});

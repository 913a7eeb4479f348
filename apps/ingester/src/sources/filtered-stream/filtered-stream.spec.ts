import zlib from 'node:zlib';
import type { ServerResponse } from 'node:http';
import { waitUntil } from '@tdp/testing';
import { createFakeClock } from '@tdp/service/testing';
import { observe } from '../../../test-support/observed';
import {
  openStreamResponse,
  sendJson,
  startXServer,
  type StreamScript,
  type XServer,
} from '../../../test-support/x-server';
import { networkFailure, XRequestError, type XFailure } from '../../x-failure';
import { createFilteredStream } from './filtered-stream';
import { streamUrl } from './stream-fields';

const KEEP_ALIVE_MS = 20_000;
const NOW = 1_800_000_000_000;
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) {
    await cleanup();
  }
});

/** A stream against a scripted X, in a time that stands still. */
async function run(
  scripts: readonly StreamScript[],
  onLines?: (lines: readonly string[]) => XFailure | null,
) {
  const server: XServer = await startXServer();
  server.scripts.push(...scripts);
  const clock = createFakeClock(NOW);
  const { logger, lines: log, metrics, valueOf } = observe();
  const lines: string[] = [];
  const errors: Error[] = [];
  let reconciled = 0;
  const stream = createFilteredStream({
    url: streamUrl(server.baseUrl),
    userAgent: 'test-agent',
    keepAliveTimeoutMs: KEEP_ALIVE_MS,
    maxLineBytes: 1_000,
    bearerToken: () => Promise.resolve('t0ken'),
    reconcileRules: () => Promise.resolve(void (reconciled += 1)),
    handleLines: (batch) => {
      const texts = batch.map(String);
      lines.push(...texts);
      return Promise.resolve(onLines?.(texts) ?? null);
    },
    logger,
    metrics,
    clock,
    fatal: (error) => errors.push(error),
  });
  cleanups.push(server.close, () => stream.stop());
  await stream.start();
  const losses = () => log.filter(({ msg }) => msg === 'stream lost; retrying');
  /** Waits for the n-th attempt to fail and answers how long the stream then waits. */
  async function waitOfAttempt(attempt: number): Promise<number> {
    await waitUntil(() => losses().length >= attempt, { timeoutMs: 3_000 });
    return Number(losses()[attempt - 1]?.['delayMs']);
  }
  const reached = (predicate: () => boolean) => waitUntil(predicate, { timeoutMs: 3_000 });
  return {
    server,
    clock,
    stream,
    lines,
    errors,
    log,
    valueOf,
    losses,
    waitOfAttempt,
    reached,
    reconciled: () => reconciled,
  };
}

const answer =
  (status: number, body: unknown = {}, headers: Record<string, string> = {}): StreamScript =>
  (response) =>
    sendJson(response, status, body, headers);
const staysOpen: StreamScript = (response) => {
  openStreamResponse(response);
  response.write('{"n":1}\r\n\r\n');
};
const refusesConnection: StreamScript = (response: ServerResponse) => void response.destroy();

describe('the filtered stream', () => {
  it('asks for everything, says who it is, and hands lines over', async () => {
    const { server, lines, stream, reached, valueOf, reconciled } = await run([staysOpen]);
    await reached(() => lines.length === 2);
    const [request] = server.streamRequests();
    expect(request?.headers).toMatchObject({ authorization: 'Bearer t0ken', 'user-agent': 'test-agent' });
    expect(request?.url.searchParams.get('expansions')).toContain('referenced_tweets.id.author_id');
    expect(lines).toEqual(['{"n":1}', '']);
    expect(stream.ready()).toEqual({ ok: true, detail: 'open' });
    expect(await valueOf('x_stream_connected')).toBe(1);
    expect(reconciled()).toBe(1);
    await stream.stop();
    expect(await valueOf('x_stream_connected')).toBe(0);
  });

  it.each(['gzip', 'deflate', 'br'] as const)('reads a %s stream as it comes', async (encoding) => {
    const encoders = { gzip: zlib.createGzip, deflate: zlib.createDeflate, br: zlib.createBrotliCompress };
    const { lines, reached } = await run([
      (response) => {
        openStreamResponse(response, { 'content-encoding': encoding });
        const encoder = encoders[encoding]();
        encoder.pipe(response);
        encoder.write('{"text":"東京"}\r\n');
        encoder.flush();
      },
    ]);
    await reached(() => lines.length === 1);
    expect(lines).toEqual(['{"text":"東京"}']);
  });

  it.each<[string, StreamScript, number[], string]>([
    ['a lost connection', refusesConnection, [0, 250, 500, 750], 'connection-failed'],
    ['a 503', answer(503), [5_000, 10_000, 20_000, 40_000], 'http-error'],
    [
      'a page of a proxy',
      (r) => void r.writeHead(200, { 'content-type': 'text/html' }).end('<p>'),
      [5_000, 10_000],
      'not-a-stream',
    ],
    [
      'an unknown encoding',
      (r) => void r.writeHead(200, { 'content-encoding': 'zip' }).end('x'),
      [5_000, 10_000],
      'not-a-stream',
    ],
    ['a 429', answer(429), [60_000, 120_000, 240_000], 'rate-limited'],
    ['a stream that ends at once', (r) => void r.writeHead(200).end(), [0, 250, 500], 'stream-ended'],
  ])("after %s waits as X's table says", async (_, script, delays, reason) => {
    const { clock, waitOfAttempt, valueOf, server } = await run([script]);
    for (const [index, delay] of delays.entries()) {
      expect(await waitOfAttempt(index + 1)).toBe(delay);
      expect(server.streamRequests()).toHaveLength(index + 1);
      await clock.advance(delay);
    }
    expect(await valueOf('x_stream_reconnects_total', { reason })).toBeGreaterThanOrEqual(delays.length);
  });

  it('waits for the end of the rate-limit window', async () => {
    const { waitOfAttempt, valueOf } = await run([
      answer(429, {}, { 'x-rate-limit-reset': '1800000500', 'x-rate-limit-remaining': '0' }),
    ]);
    expect(await waitOfAttempt(1)).toBe(500_000);
    expect(await valueOf('x_api_rate_limit_reset_timestamp_seconds', { endpoint: 'stream' })).toBe(
      1_800_000_500,
    );
    expect(await valueOf('x_api_requests_total', { endpoint: 'stream', status: '429' })).toBe(1);
  });

  it.each([401, 403])('ends the process after one %i, with one message', async (status) => {
    const body = { title: 'Unauthorized', detail: 'no such token' };
    const { errors, reached, server, stream, clock } = await run([answer(status, body)]);
    await reached(() => errors.length === 1);
    expect(errors[0]).toMatchObject({ code: 'X_UNAUTHORIZED' });
    expect(errors[0]?.message).toContain('no such token');
    expect(errors[0]?.message).not.toContain('t0ken');
    await clock.advance(1_000_000);
    expect(server.streamRequests()).toHaveLength(1);
    expect(stream.ready().ok).toBe(false);
  });

  it('gives X its rules when it has none, then tries again', async () => {
    const { clock, waitOfAttempt, reconciled, lines, reached } = await run([answer(409), staysOpen]);
    expect(await waitOfAttempt(1)).toBe(5_000);
    await clock.advance(5_000);
    await reached(() => lines.length === 2);
    expect(reconciled()).toBe(2);
  });

  it('leaves a silent connection, and not one that keeps alive', async () => {
    let open: ServerResponse | undefined;
    const { clock, waitOfAttempt, lines, reached, losses } = await run([
      (response) => {
        open = response;
        void staysOpen(response, { method: '', url: new URL('http://x'), headers: {}, body: '' });
      },
      staysOpen,
    ]);
    await reached(() => lines.length === 2);
    await clock.advance(KEEP_ALIVE_MS - 1_000);
    open?.write('\r\n');
    await reached(() => lines.length === 3);
    await clock.advance(KEEP_ALIVE_MS - 1_000);
    expect(losses()).toEqual([]);
    await clock.advance(KEEP_ALIVE_MS);
    expect(await waitOfAttempt(1)).toBe(0);
    expect(losses()[0]).toMatchObject({ reason: 'keep-alive-timeout' });
    await clock.advance(0);
    await reached(() => lines.length === 5);
  });

  it('leaves a server that accepts and never answers', async () => {
    const { clock, waitOfAttempt, server, reached, log } = await run([() => undefined]);
    await reached(() => server.streamRequests().length === 1);
    await clock.advance(KEEP_ALIVE_MS);
    await waitOfAttempt(1);
    expect(log.at(-1)).toMatchObject({ reason: 'connection-failed', detail: 'no answer within 20000 ms' });
  });

  it('counts a line cut off by a lost connection, and starts the next connection afresh', async () => {
    const { clock, waitOfAttempt, lines, valueOf, reached } = await run([
      (response) => {
        openStreamResponse(response);
        response.write('{"n":1}\r\n{"n":', () => response.destroy());
      },
      staysOpen,
    ]);
    await waitOfAttempt(1);
    await clock.advance(0);
    await reached(() => lines.length === 3);
    expect(lines).toEqual(['{"n":1}', '{"n":1}', '']);
    expect(await valueOf('x_stream_lines_total', { kind: 'partial' })).toBe(1);
  });

  it('forgets earlier failures once a connection has held', async () => {
    const { clock, waitOfAttempt, reached, lines, stream } = await run([
      answer(503),
      answer(503),
      (response) => {
        void staysOpen(response, { method: '', url: new URL('http://x'), headers: {}, body: '' });
      },
      answer(503),
    ]);
    expect(await waitOfAttempt(1)).toBe(5_000);
    await clock.advance(5_000);
    expect(await waitOfAttempt(2)).toBe(10_000);
    await clock.advance(10_000);
    await reached(() => lines.length === 2);
    await clock.advance(KEEP_ALIVE_MS);
    expect(await waitOfAttempt(3)).toBe(0);
    await clock.advance(0);
    expect(await waitOfAttempt(4)).toBe(5_000);
    expect(stream.ready().ok).toBe(true);
    await clock.advance(300_000);
    expect(stream.ready().ok).toBe(false);
  });

  it('goes on when a failure comes from its reader', async () => {
    const { waitOfAttempt, log } = await run([staysOpen], () => networkFailure('connection-lost', 'told so'));
    await waitOfAttempt(1);
    expect(log.at(-1)).toMatchObject({ reason: 'connection-lost', detail: 'told so' });
  });

  it('stops at once while it waits', async () => {
    const { waitOfAttempt, stream, server, errors } = await run([answer(429)]);
    await waitOfAttempt(1);
    await stream.stop();
    await stream.stop();
    expect(server.streamRequests()).toHaveLength(1);
    expect(errors).toEqual([]);
  });
});

describe('reconciling rules', () => {
  it('is retried like any other request', async () => {
    const clock = createFakeClock(NOW);
    const { logger, lines: log, metrics } = observe();
    const stream = createFilteredStream({
      url: streamUrl('http://127.0.0.1:9'),
      userAgent: 'a',
      keepAliveTimeoutMs: KEEP_ALIVE_MS,
      maxLineBytes: 1_000,
      bearerToken: () => Promise.resolve('t'),
      reconcileRules: () =>
        Promise.reject(
          new XRequestError('listing rules', {
            reason: 'http-error',
            next: 'http',
            message: 'X answered 500',
            resetAt: null,
          }),
        ),
      handleLines: () => Promise.resolve(null),
      logger,
      metrics,
      clock,
      fatal: (error) => {
        throw error;
      },
    });
    cleanups.push(() => stream.stop());
    await stream.start();
    await waitUntil(() => log.length === 1, { timeoutMs: 3_000 });
    expect(log[0]).toMatchObject({ reason: 'http-error', delayMs: 5_000 });
    expect(stream.ready()).toEqual({ ok: false, detail: 'waiting after http-error' });
  });
});

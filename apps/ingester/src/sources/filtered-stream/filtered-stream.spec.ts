import type { ServerResponse } from 'node:http';
import zlib from 'node:zlib';
import {
  answer,
  endStreams,
  KEEP_ALIVE_MS,
  LINE,
  refusesConnection,
  runStream,
  SILENCE_MS,
  staysOpen,
} from '../../../test-support/stream-run';
import { openStreamResponse, type StreamScript } from '../../../test-support/x-server';
import { XRequestError } from '../../x/failure';

afterEach(endStreams);

describe('the filtered stream', () => {
  it('asks for everything, says who it is, and hands lines over', async () => {
    const { server, lines, stream, reached, valueOf, reconciled } = await runStream([staysOpen]);
    await reached(() => lines.length === 1);
    const [request] = server.streamRequests();
    expect(request?.headers).toMatchObject({ authorization: 'Bearer t0ken', 'user-agent': 'test-agent' });
    expect(request?.url.searchParams.get('expansions')).toContain('referenced_tweets.id.author_id');
    expect(lines).toEqual([LINE]);
    expect(await valueOf('x_stream_lines_total', { kind: 'keep-alive' })).toBe(1);
    expect(stream.ready()).toEqual({ ok: true, detail: 'open' });
    expect(await valueOf('x_stream_connected')).toBe(1);
    expect(reconciled()).toBe(1);
    await stream.stop();
    expect(await valueOf('x_stream_connected')).toBe(0);
  });

  it.each(['gzip', 'deflate', 'br'] as const)('reads a %s stream as it comes', async (encoding) => {
    const encoders = { gzip: zlib.createGzip, deflate: zlib.createDeflate, br: zlib.createBrotliCompress };
    const { lines, reached } = await runStream([
      (response) => {
        openStreamResponse(response, { 'content-encoding': encoding });
        const encoder = encoders[encoding]();
        encoder.pipe(response);
        encoder.write('{"data":{"text":"東京"}}\r\n');
        encoder.flush();
      },
    ]);
    await reached(() => lines.length === 1);
    expect(lines).toEqual(['{"data":{"text":"東京"}}']);
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
    const { clock, waitOfAttempt, valueOf, server } = await runStream([script]);
    for (const [index, delay] of delays.entries()) {
      expect(await waitOfAttempt(index + 1)).toBe(delay);
      expect(server.streamRequests()).toHaveLength(index + 1);
      await clock.advance(delay);
    }
    expect(await valueOf('x_stream_reconnects_total', { reason })).toBeGreaterThanOrEqual(delays.length);
  });

  it('waits for the end of the rate-limit window', async () => {
    const { waitOfAttempt, valueOf } = await runStream([
      answer(429, {}, { 'x-rate-limit-reset': '1800000500', 'x-rate-limit-remaining': '0' }),
    ]);
    expect(await waitOfAttempt(1)).toBe(500_000);
    expect(await valueOf('x_api_rate_limit_reset_timestamp_seconds', { endpoint: 'stream' })).toBe(
      1_800_000_500,
    );
    expect(await valueOf('x_api_requests_total', { endpoint: 'stream', status: '429' })).toBe(1);
  });

  it('gives X its rules when it has none, then tries again', async () => {
    const { clock, waitOfAttempt, reconciled, lines, reached } = await runStream([answer(409), staysOpen]);
    expect(await waitOfAttempt(1)).toBe(5_000);
    await clock.advance(5_000);
    await reached(() => lines.length === 1);
    expect(reconciled()).toBe(2);
  });

  it('leaves a silent connection, and not one that keeps alive', async () => {
    let open: ServerResponse | undefined;
    const { clock, waitOfAttempt, lines, reached, losses, keepAlives } = await runStream([
      (response) => {
        open = response;
        void staysOpen(response, { method: '', url: new URL('http://x'), headers: {}, body: '' });
      },
      staysOpen,
    ]);
    await reached(() => lines.length === 1);
    await clock.advance(KEEP_ALIVE_MS - 1_000);
    open?.write('\r\n');
    await reached(async () => (await keepAlives()) === 2);
    await clock.advance(KEEP_ALIVE_MS - 1_000);
    expect(losses()).toEqual([]);
    await clock.advance(SILENCE_MS);
    expect(await waitOfAttempt(1)).toBe(0);
    expect(losses()[0]).toMatchObject({ reason: 'keep-alive-timeout' });
    await clock.advance(0);
    await reached(() => lines.length === 2);
  });

  it('leaves a server that accepts and never answers', async () => {
    const { clock, waitOfAttempt, server, reached, log } = await runStream([() => undefined]);
    await reached(() => server.streamRequests().length === 1);
    await clock.advance(KEEP_ALIVE_MS);
    await waitOfAttempt(1);
    expect(log.at(-1)).toMatchObject({ reason: 'connection-failed', detail: 'no answer within 20000 ms' });
  });

  it('counts a line cut off by a lost connection, and starts the next connection afresh', async () => {
    const { clock, waitOfAttempt, lines, valueOf, reached, journal } = await runStream([
      (response) => {
        openStreamResponse(response);
        response.write(`${LINE}\r\n{"n":`, () => response.destroy());
      },
      staysOpen,
    ]);
    await waitOfAttempt(1);
    await clock.advance(0);
    await reached(() => lines.length === 2);
    expect(lines).toEqual([LINE, LINE]);
    expect(journal).toEqual([
      'resumed',
      'disconnect connection-lost: aborted; a line was cut off after 5 bytes',
      'disconnect connection-lost: aborted',
      'resumed',
    ]);
    expect(await valueOf('x_stream_lines_total', { kind: 'partial' })).toBe(1);
  });

  it('forgets earlier failures once a connection has held', async () => {
    const { clock, waitOfAttempt, reached, lines, stream } = await runStream([
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
    await reached(() => lines.length === 1);
    await clock.advance(SILENCE_MS);
    expect(await waitOfAttempt(3)).toBe(0);
    await clock.advance(0);
    expect(await waitOfAttempt(4)).toBe(5_000);
    expect(stream.ready().ok).toBe(true);
    await clock.advance(300_000);
    expect(stream.ready().ok).toBe(false);
  });

  it('ends the connection when X says so, or when it is no stream', async () => {
    const says =
      (line: string): StreamScript =>
      (response) => {
        openStreamResponse(response);
        response.write(`${LINE}\r\n${line}\r\n`);
      };
    const { clock, waitOfAttempt, losses, lines } = await runStream([
      says('{"errors":[{"title":"bye","type":"x/operational-disconnect"}]}'),
      says('<html>'),
    ]);
    expect(await waitOfAttempt(1)).toBe(0);
    await clock.advance(0);
    expect(await waitOfAttempt(2)).toBe(5_000);
    expect(losses().map(({ reason }) => reason)).toEqual(['disconnected-by-x', 'not-a-stream']);
    expect(lines).toEqual([LINE, LINE]);
  });

  it('asks X for nothing while there is no room for it', async () => {
    let makeRoom: () => void = () => undefined;
    const { reached, server, lines, stream } = await runStream([staysOpen], {
      publisher: {
        publish: () => Promise.resolve(void lines.push('taken')),
        room: () => new Promise((resolve) => (makeRoom = resolve)),
      },
    });
    await reached(() => stream.ready().detail === 'waiting for Kafka');
    expect(server.streamRequests()).toEqual([]);
    makeRoom();
    await reached(() => lines.length === 1);
  });

  it('stops at once while it waits', async () => {
    const { waitOfAttempt, stream, server, errors } = await runStream([answer(429)]);
    await waitOfAttempt(1);
    await stream.stop();
    await stream.stop();
    expect(server.streamRequests()).toHaveLength(1);
    expect(errors).toEqual([]);
  });
});

describe('reconciling rules', () => {
  it('is retried like any other request', async () => {
    const failure = { reason: 'http-error', next: 'http', message: 'X answered 500', resetAt: null } as const;
    const { waitOfAttempt, losses, stream, server } = await runStream([staysOpen], {
      reconcileRules: () => Promise.reject(new XRequestError('listing rules', failure)),
    });
    expect(await waitOfAttempt(1)).toBe(5_000);
    expect(losses()).toMatchObject([{ reason: 'http-error' }]);
    expect(stream.ready()).toEqual({ ok: false, detail: 'waiting after http-error' });
    expect(server.streamRequests()).toEqual([]);
  });
});

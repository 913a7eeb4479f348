import type { ServerResponse } from 'node:http';
import { createFakeClock } from '@tdp/service/testing';
import { waitUntil } from '@tdp/testing';
import type { Delivery } from '../src/observation';
import {
  createFilteredStream,
  type FilteredStreamOptions,
} from '../src/sources/filtered-stream/filtered-stream';
import { streamUrl } from '../src/sources/filtered-stream/stream-fields';
import { observe } from './observed';
import { openStreamResponse, sendJson, startXServer, type StreamScript, type XServer } from './x-server';

export const KEEP_ALIVE_MS = 20_000;
/** A silence is noticed at the next look after the limit. */
export const SILENCE_MS = KEEP_ALIVE_MS * 1.05;
const NOW = 1_800_000_000_000;
const NEVER_MS = 1e12;
export const LINE = '{"data":{"id":"1","text":"t"}}';
const cleanups: (() => Promise<void>)[] = [];

/** Ends what the test has run; for afterEach. */
export async function endStreams(): Promise<void> {
  for (const cleanup of cleanups.splice(0).reverse()) {
    await cleanup();
  }
}

/** A stream against a scripted X, in a time that stands still. */
export async function runStream(
  scripts: readonly StreamScript[],
  overrides: Partial<FilteredStreamOptions> = {},
) {
  const server: XServer = await startXServer();
  server.scripts.push(...scripts);
  const clock = createFakeClock(NOW);
  const { logger, lines: log, metrics, valueOf } = observe();
  /** What was handed over to be published. */
  const lines: string[] = [];
  const journal: string[] = [];
  const errors: Error[] = [];
  let reconciled = 0;
  const stream = createFilteredStream({
    url: streamUrl(server.baseUrl),
    userAgent: 'test-agent',
    keepAliveTimeoutMs: KEEP_ALIVE_MS,
    maxLineBytes: 1_000,
    bearerToken: () => Promise.resolve('t0ken'),
    reconcileRules: () => Promise.resolve(void (reconciled += 1)),
    newCredentials: (stopping) => clock.sleep(NEVER_MS, stopping),
    publisher: {
      publish(deliveries: readonly Delivery[]) {
        lines.push(...deliveries.map(({ bytes }) => String(bytes)));
        return Promise.resolve();
      },
      room: () => Promise.resolve(),
    },
    journal: {
      start: () => Promise.resolve(),
      reading: () => () => undefined,
      interrupted: (cause, detail) => journal.push(`${cause} ${detail}`),
      resumed: () => journal.push('resumed'),
    },
    logger,
    metrics,
    clock,
    fatal: (error) => errors.push(error),
    ...overrides,
  });
  cleanups.push(server.close, () => stream.stop());
  await stream.start();
  const losses = () => log.filter(({ msg }) => msg === 'stream lost; retrying');
  /** Waits for the n-th attempt to fail and answers how long the stream then waits. */
  async function waitOfAttempt(attempt: number): Promise<number> {
    await waitUntil(() => losses().length >= attempt, { timeoutMs: 3_000 });
    return Number(losses()[attempt - 1]?.['delayMs']);
  }
  const reached = (predicate: () => boolean | Promise<boolean>) => waitUntil(predicate, { timeoutMs: 3_000 });
  const keepAlives = () => valueOf('x_stream_lines_total', { kind: 'keep-alive' });
  return {
    server,
    clock,
    stream,
    lines,
    journal,
    errors,
    log,
    valueOf,
    keepAlives,
    losses,
    waitOfAttempt,
    reached,
    reconciled: () => reconciled,
  };
}

export const answer =
  (status: number, body: unknown = {}, headers: Record<string, string> = {}): StreamScript =>
  (response) =>
    sendJson(response, status, body, headers);
export const staysOpen: StreamScript = (response) => {
  openStreamResponse(response);
  response.write(`${LINE}\r\n\r\n`);
};
export const refusesConnection: StreamScript = (response: ServerResponse) => void response.destroy();

import { PassThrough } from 'node:stream';
import { createFakeClock } from '@tdp/service/testing';
import { readStream, type Chunk } from './read-stream';

const LIMIT_MS = 20_000;

/** Reads a body in a time that stands still, with the watchdog's ticks in our hand. */
function setUp(handle: () => Promise<void> = () => Promise.resolve()) {
  const fake = createFakeClock(1_000);
  let tick: () => void = () => undefined;
  const clock = {
    ...fake,
    setInterval: (fn: () => void) => {
      tick = fn;
      return { stop: () => undefined };
    },
  };
  const body = new PassThrough();
  const chunks: Chunk[] = [];
  const ended = readStream({
    body,
    clock,
    keepAliveTimeoutMs: LIMIT_MS,
    maxLineBytes: 10,
    take: async (chunk) => {
      chunks.push(chunk);
      await handle();
      return null;
    },
  });
  const settle = () => new Promise(setImmediate);
  return { clock: fake, body, chunks, ended, tick: () => tick(), settle };
}

describe('reading a stream', () => {
  it('tells how long it waited for each chunk', async () => {
    const { clock, body, chunks, settle } = setUp();
    await settle();
    await clock.advance(5_000);
    body.write('a\r\n');
    await settle();
    expect(chunks).toMatchObject([{ observedAt: 6_000, waitedMs: 5_000 }]);
    body.end();
  });

  it('leaves one that is silent for the limit, and at most a twentieth more', async () => {
    const { ended, tick } = setUp();
    for (let ticks = 0; ticks < 21; ticks += 1) {
      tick();
    }
    expect((await ended).failure).toMatchObject({ reason: 'keep-alive-timeout' });
  });

  it('does not leave it because the process was suspended: what came meanwhile is waiting to be read', async () => {
    const { clock, body, chunks, tick, settle, ended } = setUp();
    await settle();
    await clock.advance(10 * LIMIT_MS);
    tick();
    body.write('a\r\n');
    await settle();
    expect(chunks.map(({ lines }) => lines.map(String))).toEqual([['a']]);
    body.end();
    expect((await ended).failure).toMatchObject({ reason: 'stream-ended' });
  });

  it.each([
    [0, 60_000],
    [29_000, 60_000],
    [31_000, 0],
  ])('tells how long it was held, %i ms after that was over: %i', async (later, heldMs) => {
    let letGo: () => void = () => undefined;
    const handling = [new Promise<void>((resolve) => (letGo = resolve)), Promise.resolve()];
    const { clock, body, ended, settle } = setUp(() => handling.shift() ?? Promise.resolve());
    body.write('a\n');
    await settle();
    await clock.advance(60_000);
    letGo();
    await settle();
    // What had come before the end is read first.
    body.write('b\n');
    await settle();
    await clock.advance(later);
    body.end();
    expect((await ended).heldMs).toBe(heldMs);
  });

  it('hands over what was too long although the stream ended in it, and tells what was cut off', async () => {
    const first = setUp();
    first.body.end('a\nxxxxxxxxxxxxxxxx');
    expect(await first.ended).toMatchObject({ cutOffBytes: 0 });
    expect(first.chunks.at(-1)).toMatchObject({ lines: [], tooLong: [{ bytes: 16, line: 1, ended: false }] });
    const second = setUp();
    second.body.end('a\nxxx');
    expect(await second.ended).toMatchObject({ cutOffBytes: 3 });
  });
});

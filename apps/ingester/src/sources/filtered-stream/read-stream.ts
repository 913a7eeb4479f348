import type { Readable } from 'node:stream';
import { errorMessage, type Clock } from '@tdp/service';
import { networkFailure, type XFailure } from '../../x/failure';
import { createLineFramer, type TooLongLine } from '../framing/line-framer';

/** What one read of the stream brought. */
export interface Chunk {
  readonly lines: readonly Buffer[];
  readonly tooLong: readonly TooLongLine[];
  /** When its bytes were read, epoch ms. */
  readonly observedAt: number;
  /** How long reading had waited for them, ms: 0 when they had been waiting for us. */
  readonly waitedMs: number;
}

export interface ReadStreamOptions {
  readonly body: Readable;
  readonly clock: Clock;
  /** X sends something, if only a blank line, at least every 20 s. */
  readonly keepAliveTimeoutMs: number;
  readonly maxLineBytes: number;
  /** Takes the lines of one chunk; a failure ends the connection. Reading goes on when it resolves. */
  readonly take: (chunk: Chunk) => Promise<XFailure | null>;
}

/** How and in what state a stream ended. */
export interface StreamEnd {
  readonly failure: XFailure;
  /** Bytes of a line that was cut off; 0 when none was. */
  readonly cutOffBytes: number;
  /** The longest that reading had to wait lately for a chunk to be handled, ms: X does not wait for long. */
  readonly heldMs: number;
}

/** What had come before X ended the stream is read first, so that its end is noticed some time after the wait. */
const LATELY_MS = 30_000;

/** A stream that has fallen silent is noticed at most this much of the limit late. */
const WATCHDOG_PERIODS = 20;

/**
 * Reads an open stream to its end and says why it ended. The next chunk is read when the last one's
 * lines are handled, so a slow pipeline slows X down through TCP. Errors of take are thrown.
 */
export async function readStream(options: ReadStreamOptions): Promise<StreamEnd> {
  const { body, clock, take } = options;
  const watchdog = createWatchdog(options);
  let tooLong: TooLongLine[] = [];
  const framer = createLineFramer({
    maxLineBytes: options.maxLineBytes,
    onTooLong: (line) => tooLong.push(line),
  });
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let held = { ms: 0, until: 0 };
  const isLately = ({ until }: typeof held): boolean => clock.monotonic() - until < LATELY_MS;

  /** Waits for bytes and has them handled; why reading ends, or null. */
  async function step(): Promise<XFailure | null> {
    watchdog.expectBytes();
    const waitingSince = clock.monotonic();
    const next = await nextChunk(chunks);
    watchdog.pause();
    if ('failure' in next) {
      return watchdog.failure() ?? next.failure;
    }
    const readAt = clock.monotonic();
    const lines = framer.push(next.bytes);
    const chunk = { lines, tooLong, observedAt: clock.now(), waitedMs: readAt - waitingSince };
    tooLong = [];
    const failure = await take(chunk);
    const until = clock.monotonic();
    if (until - readAt >= held.ms || !isLately(held)) {
      held = { ms: until - readAt, until };
    }
    return failure;
  }

  try {
    let failure: XFailure | null = null;
    while (failure === null) {
      failure = await step();
    }
    const cutOffBytes = framer.end();
    if (tooLong.length > 0) {
      await take({ lines: [], tooLong, observedAt: clock.now(), waitedMs: 0 });
    }
    return { failure, cutOffBytes, heldMs: isLately(held) ? held.ms : 0 };
  } finally {
    watchdog.stop();
    body.destroy();
  }
}

type Next = { readonly bytes: Buffer } | { readonly failure: XFailure };

async function nextChunk(chunks: AsyncIterator<Buffer>): Promise<Next> {
  try {
    const result = await chunks.next();
    return result.done === true
      ? { failure: networkFailure('stream-ended', 'the other side ended the stream') }
      : { bytes: result.value };
  } catch (error) {
    return { failure: networkFailure('connection-lost', errorMessage(error)) };
  }
}

/**
 * Ends a connection that has fallen silent; time that we take to handle lines does not count. It counts its own
 * ticks, not the time: a process that was suspended finds the bytes of that time waiting for it.
 */
function createWatchdog({ body, clock, keepAliveTimeoutMs }: ReadStreamOptions) {
  let waiting = false;
  let silentTicks = 0;
  let failure: XFailure | null = null;
  const timer = clock.setInterval(() => {
    silentTicks += waiting ? 1 : 0;
    // Waiting may have begun just before the first of them.
    if (silentTicks > WATCHDOG_PERIODS && failure === null) {
      failure = networkFailure('keep-alive-timeout', `nothing came for ${keepAliveTimeoutMs} ms`);
      body.destroy();
    }
  }, keepAliveTimeoutMs / WATCHDOG_PERIODS);
  return {
    expectBytes() {
      waiting = true;
      silentTicks = 0;
    },
    pause() {
      waiting = false;
    },
    failure: () => failure,
    stop: () => timer.stop(),
  };
}

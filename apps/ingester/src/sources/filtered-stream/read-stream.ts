import type { Readable } from 'node:stream';
import { errorMessage, type Clock } from '@tdp/service';
import { networkFailure, type XFailure } from '../../x-failure';
import { createLineFramer } from '../framing/line-framer';

/** Takes the lines of one chunk; a failure ends the connection. Reading goes on when it resolves. */
export type HandleLines = (lines: readonly Buffer[], observedAt: number) => Promise<XFailure | null>;

export interface ReadStreamOptions {
  readonly body: Readable;
  readonly clock: Clock;
  /** X sends something, if only a blank line, at least this often. */
  readonly keepAliveTimeoutMs: number;
  readonly maxLineBytes: number;
  readonly handleLines: HandleLines;
  /** Told of lines that come to nothing: cut off by the end, or too long. */
  readonly onLostLine: (kind: 'partial' | 'too-long', bytes: number) => void;
}

const WATCHDOG_PERIODS = 4;

/**
 * Reads an open stream to its end and says why it ended. The next chunk is read when the last one's
 * lines are handled, so a slow pipeline slows X down through TCP. Errors of handleLines are thrown.
 */
export async function readStream(options: ReadStreamOptions): Promise<XFailure> {
  const { body, clock, handleLines } = options;
  const watchdog = createWatchdog(options);
  const framer = createLineFramer({
    maxLineBytes: options.maxLineBytes,
    onTooLong: (bytes) => options.onLostLine('too-long', bytes),
  });
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  try {
    for (;;) {
      watchdog.expectBytes();
      const chunk = await nextChunk(chunks);
      watchdog.pause();
      if ('failure' in chunk) {
        return watchdog.failure() ?? chunk.failure;
      }
      const failure = await handleLines(framer.push(chunk.bytes), clock.now());
      if (failure !== null) {
        return failure;
      }
    }
  } finally {
    watchdog.stop();
    body.destroy();
    if (framer.pendingBytes() > 0) {
      options.onLostLine('partial', framer.pendingBytes());
    }
  }
}

type Chunk = { readonly bytes: Buffer } | { readonly failure: XFailure };

async function nextChunk(chunks: AsyncIterator<Buffer>): Promise<Chunk> {
  try {
    const result = await chunks.next();
    return result.done === true
      ? { failure: networkFailure('stream-ended', 'the other side ended the stream') }
      : { bytes: result.value };
  } catch (error) {
    return { failure: networkFailure('connection-lost', errorMessage(error)) };
  }
}

/** Ends a connection that has fallen silent; time that we take to handle lines does not count. */
function createWatchdog({ body, clock, keepAliveTimeoutMs }: ReadStreamOptions) {
  let waitingSince: number | null = null;
  let failure: XFailure | null = null;
  const timer = clock.setInterval(() => {
    if (waitingSince !== null && clock.monotonic() - waitingSince >= keepAliveTimeoutMs) {
      failure = networkFailure('keep-alive-timeout', `nothing came for ${keepAliveTimeoutMs} ms`);
      body.destroy();
    }
  }, keepAliveTimeoutMs / WATCHDOG_PERIODS);
  return {
    expectBytes() {
      waitingSince = clock.monotonic();
    },
    pause() {
      waitingSince = null;
    },
    failure: () => failure,
    stop: () => timer.stop(),
  };
}

import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { createByteWriter } from '../posts/byte-writer';
import type { EmittedPost } from '../posts/post-source';
import type { PostRenderer } from '../posts/post-renderer';

/** How far behind a client may be before it is disconnected. */
export interface SlowReaderLimits {
  readonly maxMs: number;
  /** Of what waits for it in this process. */
  readonly maxBytes: number;
}

export interface StreamConnectionDeps {
  /** The response's body. */
  readonly sink: Writable;
  readonly renderer: PostRenderer;
  readonly nowMs: number;
  /** A bare line end goes out after this long without a post. */
  readonly keepAliveMs: number;
  /** Absent: a client may be as slow as it likes. */
  readonly slowReader: SlowReaderLimits | undefined;
  /** Told once, when the connection is over. */
  readonly onClosed: (end: StreamEnd) => void;
}

export interface StreamEnd {
  /** Posts that the system's socket never took; some of those it took may not have arrived either. */
  readonly undelivered: number;
  readonly wasSlow: boolean;
}

/** One client of the stream. */
export interface StreamConnection {
  /** Writes posts; without any, a sign of life when it is time. */
  send(posts: readonly EmittedPost[], nowMs: number): void;
  /** Resolves as soon as the client has taken what was written, or is gone. */
  drained(): Promise<void>;
  /** Resolves when the connection is over. */
  readonly closed: Promise<void>;
  /** Ends the response after what was written. */
  end(): void;
}

const LINE_END = '\r\n';

export function createStreamConnection(deps: StreamConnectionDeps): StreamConnection {
  const { sink, renderer, keepAliveMs, slowReader } = deps;
  const over = new AbortController();
  const out = createByteWriter();
  let lastWrite = deps.nowMs;
  let blockedSince: number | undefined;
  let pending = 0;
  let wasSlow = false;

  const closed = new Promise<void>((resolve) => {
    sink.once('close', () => {
      over.abort();
      deps.onClosed({ undelivered: pending, wasSlow });
      resolve();
    });
  });
  // What is wrong with a client's socket ends its connection, which 'close' tells.
  sink.on('error', () => undefined);

  function write(text: string | Buffer, posts: number, nowMs: number): void {
    lastWrite = nowMs;
    pending += posts;
    sink.write(text, (error) => {
      pending -= error ? 0 : posts;
    });
  }

  function isTooSlow(nowMs: number): boolean {
    blockedSince = sink.writableNeedDrain ? (blockedSince ?? nowMs) : undefined;
    return (
      slowReader !== undefined &&
      blockedSince !== undefined &&
      (nowMs - blockedSince >= slowReader.maxMs || sink.writableLength > slowReader.maxBytes)
    );
  }

  return {
    closed,
    send(posts, nowMs) {
      if (sink.destroyed || sink.writableEnded) {
        pending += posts.length;
        return;
      }
      if (posts.length > 0) {
        for (const post of posts) {
          post.line(renderer, out);
          out.ascii(LINE_END);
        }
        write(out.take(), posts.length, nowMs);
      } else if (nowMs - lastWrite >= keepAliveMs) {
        write(LINE_END, 0, nowMs);
      }
      if (isTooSlow(nowMs)) {
        // X has a message for this, but no room left to send it either.
        wasSlow = true;
        sink.destroy();
      }
    },
    async drained() {
      if (sink.writableNeedDrain && !over.signal.aborted) {
        await once(sink, 'drain', { signal: over.signal }).catch(() => undefined);
      }
    },
    end() {
      over.abort();
      sink.end();
    },
  };
}

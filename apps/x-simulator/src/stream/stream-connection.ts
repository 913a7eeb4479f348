import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Clock } from '../clock';
import type { PostSource } from '../posts/post-source';
import type { EmissionLog } from '../posts/emission-log';
import { createPacer } from './pacer';

/** What all connections share and the control endpoints change. */
export interface StreamState {
  /** Posts per second. */
  rate: number;
  paused: boolean;
}

export interface StreamConnectionDeps {
  /** The response's body. */
  readonly sink: Writable;
  readonly source: PostSource;
  readonly log: EmissionLog;
  readonly state: StreamState;
  readonly clock: Clock;
  /** Ends the connection. */
  readonly signal: AbortSignal;
  /** A bare line end goes out after this long without a post. */
  readonly keepAliveMs: number;
  readonly onBehind: (ms: number) => void;
}

const TICK_MS = 4;
const MAX_BATCH = 200;
const LINE_END = '\r\n';

/**
 * Delivers posts at the rate until the client goes. A client that reads slowly is waited for:
 * nothing is emitted, and so nothing buffered, beyond what the socket takes.
 */
export async function runStreamConnection(deps: StreamConnectionDeps): Promise<void> {
  const { sink, source, log, state, clock, signal } = deps;
  const pacer = createPacer({ rate: () => (state.paused ? 0 : state.rate), maxBatch: MAX_BATCH });
  let lastWrite = clock.now();
  pacer.restart(lastWrite);

  async function write(text: string): Promise<void> {
    lastWrite = clock.now();
    if (!sink.write(text) && !signal.aborted) {
      await once(sink, 'drain', { signal }).catch(() => undefined);
    }
  }

  while (!signal.aborted) {
    const now = clock.now();
    const ids: string[] = [];
    let text = '';
    for (let due = pacer.due(now); due > 0; due -= 1) {
      const post = source.next(now);
      if (post === undefined) {
        // Nothing to send is no backlog.
        pacer.restart(now);
        break;
      }
      ids.push(post.id);
      text += post.line + LINE_END;
    }
    deps.onBehind(pacer.behindMs(now));
    if (ids.length > 0) {
      pacer.emitted(ids.length);
      log.record(ids, now);
      await write(text);
    } else if (now - lastWrite >= deps.keepAliveMs) {
      await write(LINE_END);
    }
    if (ids.length < MAX_BATCH) {
      await clock.sleep(TICK_MS, signal);
    }
  }
}

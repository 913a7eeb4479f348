import type { Clock } from '../clock';
import type { EmissionLog } from '../posts/emission-log';
import type { EmittedPost, PostSource } from '../posts/post-source';
import { createPacer } from './pacer';
import type { StreamConnection, StreamEnd } from './stream-connection';
import type { StreamControl } from './stream-control';

export interface EmitterDeps {
  readonly source: PostSource;
  readonly log: EmissionLog;
  readonly control: StreamControl;
  readonly clock: Clock;
  /** Whether posts are made while nobody is connected, as on X, once somebody was. */
  readonly emitsAlone: boolean;
  /** Whether nothing is emitted while a client has not taken what it was sent. */
  readonly waitsForSlow: boolean;
}

/** Makes posts at the rate and hands each to every connection. */
export interface Emitter {
  attach(connection: StreamConnection): void;
  detach(connection: StreamConnection, end: StreamEnd): void;
  connections(): number;
  /** How far the emission is behind its rate, ms. */
  behindMs(): number;
  /** Posts that were emitted and that no socket took. */
  undelivered(): number;
  /** Connections that were closed because they were too slow. */
  slowReaders(): number;
  /** Runs until it is stopped. @throws Error when the emission log cannot be written */
  run(): Promise<void>;
  /** Stops, then ends all connections. */
  stop(): Promise<void>;
}

const TICK_MS = 4;
const MAX_BATCH = 200;
/**
 * Where clients are not waited for, what was not made in time (this process was stopped, or has too little of
 * a processor) is never made: making it at once would drown a client that is not at fault.
 */
const MAX_BEHIND_MS = 1_000;

export function createEmitter(deps: EmitterDeps): Emitter {
  const { source, log, control, clock } = deps;
  const attached = new Set<StreamConnection>();
  const stopped = new AbortController();
  const pacer = createPacer({ rate: () => (control.isPaused() ? 0 : control.rate()), maxBatch: MAX_BATCH });
  let wake: (() => void) | undefined;
  let wasConnected = false;
  let behindMs = 0;
  let undelivered = 0;
  let slowReaders = 0;
  let running = Promise.resolve();

  /** With nobody there, posts are made only if that is wanted, and not before somebody was. */
  async function waitForConnection(): Promise<void> {
    while (attached.size === 0 && !(wasConnected && deps.emitsAlone) && !stopped.signal.aborted) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      pacer.restart(clock.now());
    }
    wasConnected = true;
  }

  function take(nowMs: number): readonly EmittedPost[] {
    const posts: EmittedPost[] = [];
    for (let due = pacer.due(nowMs); due > 0; due -= 1) {
      const post = source.next(nowMs);
      if (post === undefined) {
        // Nothing to send is no backlog.
        pacer.restart(nowMs);
        break;
      }
      posts.push(post);
    }
    pacer.emitted(posts.length);
    if (!deps.waitsForSlow && pacer.behindMs(nowMs) > MAX_BEHIND_MS) {
      pacer.restart(nowMs);
    }
    return posts;
  }

  function emit(nowMs: number): number {
    const posts = take(nowMs);
    behindMs = pacer.behindMs(nowMs);
    if (posts.length > 0) {
      log.record(posts, nowMs);
      undelivered += attached.size === 0 ? posts.length : 0;
    }
    attached.forEach((connection) => {
      connection.send(posts, nowMs);
    });
    return posts.length;
  }

  async function loop(): Promise<void> {
    while (!stopped.signal.aborted) {
      await waitForConnection();
      if (deps.waitsForSlow) {
        await Promise.all([...attached].map((connection) => connection.drained()));
      }
      const count = emit(clock.now());
      await clock.sleep(count < MAX_BATCH ? TICK_MS : 0, stopped.signal);
    }
  }

  return {
    attach(connection) {
      attached.add(connection);
      wake?.();
    },
    detach(connection, end) {
      attached.delete(connection);
      undelivered += end.undelivered;
      slowReaders += end.wasSlow ? 1 : 0;
    },
    connections: () => attached.size,
    behindMs: () => behindMs,
    undelivered: () => undelivered,
    slowReaders: () => slowReaders,
    run() {
      running = loop();
      return running;
    },
    async stop() {
      stopped.abort();
      wake?.();
      attached.forEach((connection) => {
        connection.end();
      });
      await running.catch(() => undefined);
    },
  };
}

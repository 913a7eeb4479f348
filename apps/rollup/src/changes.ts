import { MongoServerError, type ChangeStream, type ChangeStreamDocument, type ResumeToken } from 'mongodb';
import type { Clock } from '@tdp/service';
import type { Database } from './database';
import { isRetriable } from './mongo-faults';

/** Changes of `tweets` since the last ones. */
export interface Taken {
  /** Each once. */
  readonly ids: readonly string[];
  /** To go on behind them. */
  readonly token: ResumeToken;
  /** When the last of them was made, by the server's clock; null when there are none. */
  readonly madeAt: Date | null;
  /** The collection was dropped or renamed: what it held must be looked at, and nothing more comes. */
  readonly isOver: boolean;
}

/** The stream cannot go on from where it was: what it missed must be found in another way. */
export class HistoryLost extends Error {
  override readonly name = 'HistoryLost';
}

/** Which posts change, as MongoDB's change stream says. */
export interface Changes {
  /** @throws HistoryLost, or what MongoDB throws */
  take(): Promise<Taken>;
  close(): Promise<void>;
}

export interface ChangesOptions {
  /** Where to go on; null: from now on. */
  readonly after: ResumeToken;
  /** Ids at once. */
  readonly maxPosts: number;
  /** How long they are collected; 0: only what is there already. */
  readonly waitMs: number;
  readonly clock: Clock;
  /** Ends a wait. */
  readonly stopping: AbortSignal;
}

/** Longer than a question and its answer take, so that a steady trickle ends a batch. */
const DRAIN_MS = 100;

/** How long the server waits for a change when there is none. */
const MAX_AWAIT_MS = 1_000;

const OVER: readonly string[] = ['drop', 'rename', 'dropDatabase', 'invalidate'];

type Change = Pick<ChangeStreamDocument, '_id' | 'operationType' | 'clusterTime'> & {
  readonly wallTime?: Date;
  readonly documentKey?: { readonly _id: unknown };
};

/** Opens the stream; which documents changed is all it is asked for. */
export function openChanges({ tweets }: Pick<Database, 'tweets'>, options: ChangesOptions): Changes {
  const { after, maxPosts, waitMs, clock, stopping } = options;
  const stream = tweets.watch(
    [{ $project: { operationType: 1, documentKey: 1, clusterTime: 1, wallTime: 1 } }],
    // 1 ms: MongoDB takes 0 for its own default, a second.
    {
      maxAwaitTimeMS: Math.max(1, Math.min(waitMs, MAX_AWAIT_MS)),
      ...(after !== null && { startAfter: after }),
    },
  ) as unknown as Pick<ChangeStream, 'close' | 'resumeToken'> & { tryNext(): Promise<Change | null> };

  async function next(): Promise<Change | null> {
    try {
      return await stream.tryNext();
    } catch (error) {
      // Too long ago, of another cluster, a change too large to be told of: where waiting does not cure it, going on from
      // there is over. A server that has no change streams at all says so to whoever begins, too.
      if (after !== null && error instanceof MongoServerError && !isRetriable(error)) {
        throw new HistoryLost(`${error.message} (code ${String(error.code)})`);
      }
      throw error;
    }
  }

  /** Whether more was waiting than was taken: then the next ones need not be waited for. */
  let isBehind = false;

  async function collect(first: Change, onChange: (change: Change) => void): Promise<void> {
    onChange(first);
    if (!isBehind) {
      await clock.sleep(waitMs, stopping).catch(() => undefined);
    }
    isBehind = false;
    const drainedAt = clock.monotonic() + DRAIN_MS;
    for (let taken = 1; taken < maxPosts; taken += 1) {
      const change = await next();
      if (change === null) {
        return;
      }
      onChange(change);
      if (isOver(change) || clock.monotonic() > drainedAt) {
        return;
      }
    }
    isBehind = true;
  }

  return {
    async take() {
      const ids = new Set<string>();
      let last: Change | null = null;
      const first = await next();
      if (first !== null) {
        await collect(first, (change) => {
          last = change;
          if (typeof change.documentKey?._id === 'string') {
            ids.add(change.documentKey._id);
          }
        });
      }
      const end = last as Change | null;
      return {
        ids: [...ids],
        token: stream.resumeToken,
        madeAt: end === null ? null : timeOf(end),
        isOver: end !== null && isOver(end),
      };
    },
    close: () => stream.close(),
  };
}

const isOver = ({ operationType }: Change): boolean => OVER.includes(operationType);

/** To the millisecond where the server says it (6.0 and later), else to the second. */
const timeOf = ({ wallTime, clusterTime }: Change): Date | null =>
  wallTime ?? (clusterTime === undefined ? null : new Date(clusterTime.t * 1_000));

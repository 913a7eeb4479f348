import type { StreamGap } from '@tdp/contracts';
import type { Clock, Logger } from '@tdp/service';
import type { IngesterMetrics } from '../metrics';
import { isNewerId } from '../snowflake';
import { createLowWatermark } from './low-watermark';
import type { StateStore } from './state-store';

/** Why posts may have passed unseen; also a metric label. */
export const GAP_CAUSES = ['restart', 'disconnect', 'stall', 'overflow'] as const;
export type GapCause = (typeof GAP_CAUSES)[number];

/** How far a source has been read. */
export interface Position {
  /** X has delivered what it had until then, epoch ms; null when what was read does not tell. */
  readonly at: number | null;
  readonly postId: string | null;
}

/** What one source has delivered without a gap, and the gaps; it outlives the process. */
export interface Journal {
  /**
   * Recalls the last run: what X delivered between its last acknowledged post and now is a gap. Resolves when
   * it is safe to read the source.
   */
  start(): Promise<void>;
  /** Something was read, in the source's order; call the result when Kafka has acknowledged all of it. */
  reading(position: Position): () => void;
  /** The source is not connected any more: a gap begins, unless one is open. */
  interrupted(cause: GapCause, detail: string): void;
  /** Something came at this time, epoch ms: a gap that is open ends. */
  resumed(at: number): void;
}

export interface JournalOptions {
  /** The source's name, as in stream-gaps. */
  readonly source: string;
  readonly store: StateStore;
  readonly metrics: IngesterMetrics;
  readonly logger: Logger;
  readonly clock: Clock;
}

/**
 * X's streams are not sorted, and its latency is 7 s (P99): a post that is this much older than the last one may
 * still have been on its way.
 */
const DISORDER_MS = 10_000;

/** Creates the journal of one source. The store must have been started before it. */
export function createJournal({ source, store, metrics, logger, clock }: JournalOptions): Journal {
  let read: { readonly at: number; readonly postId: string | null } = { at: 0, postId: null };
  let acknowledged = read;
  let gap: StreamGap | null = null;

  const watermark = createLowWatermark<typeof read>((mark) => {
    acknowledged = mark;
    metrics.cursor.set(mark.at / 1_000);
    remember();
  });

  function remember(): void {
    const { at, postId } = acknowledged;
    store.put('cursor', source, { lastObservedAt: at, lastPostId: postId, payload: null });
  }

  function open(cause: GapCause, detail: string | null): void {
    gap = {
      source,
      from: Math.max(0, acknowledged.at - DISORDER_MS),
      to: null,
      cause,
      openedAt: clock.now(),
      closedAt: null,
      repair: null,
      recovered: null,
      complete: null,
      detail,
    };
    metrics.gaps.inc({ cause });
    metrics.gapOpen.set(1);
    store.reportGap(source, gap);
  }

  return {
    async start() {
      const cursor = store.get('cursor', source);
      read = acknowledged = { at: cursor?.lastObservedAt ?? clock.now(), postId: cursor?.lastPostId ?? null };
      gap = readGap(store.get('gap', source)?.payload ?? null);
      if (cursor === null) {
        // Before the first post: were it lost, nobody would know since when to look for it.
        remember();
        await store.flush();
      } else if (gap === null) {
        open('restart', null);
      }
      metrics.gapOpen.set(gap === null ? 0 : 1);
    },
    reading({ at, postId }) {
      read = {
        at: Math.max(read.at, at ?? 0),
        postId:
          postId !== null && (read.postId === null || isNewerId(postId, read.postId)) ? postId : read.postId,
      };
      return watermark.begin(read);
    },
    interrupted(cause, detail) {
      if (gap === null) {
        open(cause, detail);
      }
    },
    resumed(at) {
      if (gap === null) {
        return;
      }
      const closed: StreamGap = { ...gap, to: Math.max(at, gap.from), closedAt: clock.now() };
      gap = null;
      metrics.gapOpen.set(0);
      store.reportGap(source, closed);
      const { from, to, cause, detail } = closed;
      logger.warn({ source, from, to, cause, detail }, 'posts of this time may be missing: see stream-gaps');
    },
  };
}

/** The gap that the last run left open; null when there was none, or when it cannot be read. */
function readGap(payload: string | null): StreamGap | null {
  try {
    const gap = JSON.parse(payload ?? 'null') as Partial<StreamGap> | null;
    return typeof gap?.from === 'number' ? (gap as StreamGap) : null;
  } catch {
    return null;
  }
}

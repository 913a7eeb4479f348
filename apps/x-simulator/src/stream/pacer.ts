/** Says how many posts are due, so that a rate holds over time whatever single ticks do. */
export interface Pacer {
  /** How many posts to emit now; at most a batch. */
  due(nowMs: number): number;
  emitted(count: number): void;
  /** How far the emission is behind its rate, ms. */
  behindMs(nowMs: number): number;
  /** Begins anew: what was not emitted before is not caught up with. */
  restart(nowMs: number): void;
}

export interface PacerOptions {
  /** Posts per second, asked anew each time. */
  readonly rate: () => number;
  readonly maxBatch: number;
}

export function createPacer({ rate, maxBatch }: PacerOptions): Pacer {
  let startedAt = 0;
  let count = 0;
  let ratedAt = rate();

  const owed = (nowMs: number): number => Math.floor(((nowMs - startedAt) * ratedAt) / 1_000) - count;

  function restart(nowMs: number): void {
    startedAt = nowMs;
    count = 0;
    ratedAt = rate();
  }

  return {
    due(nowMs) {
      if (rate() !== ratedAt) {
        restart(nowMs);
      }
      return Math.max(0, Math.min(owed(nowMs), maxBatch));
    },
    emitted(more) {
      count += more;
    },
    behindMs: (nowMs) => (ratedAt === 0 ? 0 : Math.max(0, (owed(nowMs) * 1_000) / ratedAt)),
    restart,
  };
}

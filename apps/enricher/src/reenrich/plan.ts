import type { GroupPosition } from '@tdp/streaming';

/** What a run has before it. */
export interface Plan {
  /** Offset behind the last record that is meant, by partition. */
  readonly ends: ReadonlyMap<number, number>;
  /** Records from where it begins up to there. */
  readonly total: number;
}

/** Up to what is in the topic now: what comes later is enriched by today's steps anyway. */
export function planOf(positions: readonly GroupPosition[]): Plan {
  return {
    ends: new Map(positions.map(({ partition, high }) => [partition, high])),
    total: leftOf(positions, new Map(positions.map(({ partition, high }) => [partition, high]))),
  };
}

/** Records that are left of a plan. */
export function leftOf(positions: readonly GroupPosition[], ends: Plan['ends']): number {
  return positions.reduce((sum, { partition, next, low }) => {
    const end = ends.get(partition) ?? 0;
    return sum + Math.max(0, end - Math.max(low, next ?? low));
  }, 0);
}

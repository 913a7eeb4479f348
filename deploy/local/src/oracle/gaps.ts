import type { Version } from './emissions';

/** A time during which the stream was not read, as the pipeline itself recorded it. */
export interface Gap {
  /** Epoch ms. */
  from: number;
  to: number;
}

/** Which of these versions were sent while nobody read the stream. */
export function findInGaps(versions: readonly Version[], gaps: readonly Gap[]): string[] {
  return versions.flatMap(({ id, emittedAt }) =>
    gaps.some(({ from, to }) => emittedAt >= from && emittedAt <= to) ? [id] : [],
  );
}

import type { Clock } from '@tdp/service';
import type { Version } from './emissions';

export interface DrainOptions {
  readonly versions: readonly Version[];
  readonly findStored: (versions: readonly Version[]) => Promise<readonly string[]>;
  /** Which of these will never be stored, for a reason that is known: dead-lettered, removed, in a gap. */
  readonly findExplained: (versions: readonly Version[]) => Promise<readonly string[]>;
  readonly clock: Clock;
  readonly onProgress: (remaining: number) => void;
  readonly signal: AbortSignal;
  /** How long nothing may arrive before what is missing counts as lost. */
  readonly patienceMs?: number;
}

const POLL_MS = 200;
/** Long enough for a consumer group to notice a dead member and hand its partitions on. */
const PATIENCE_MS = 45_000;
/** Reading all dead letters costs more than looking for a post: it is worth it once nothing arrives any more. */
const EXPLAIN_AFTER_MS = 2_000;

/**
 * Waits until every version is stored, or known never to be, for as long as there
 * is progress. Answers with the ids of the others: they are lost.
 */
export async function drain({
  versions,
  findStored,
  findExplained,
  clock,
  onProgress,
  signal,
  patienceMs = PATIENCE_MS,
}: DrainOptions): Promise<string[]> {
  let missing = await without(versions, findStored);
  let lastProgress = clock.monotonic();
  while (missing.length > 0 && clock.monotonic() - lastProgress < patienceMs && !signal.aborted) {
    onProgress(missing.length);
    await clock.sleep(POLL_MS, signal).catch(() => undefined);
    const left = await without(missing, findStored);
    if (left.length < missing.length) {
      lastProgress = clock.monotonic();
    }
    missing = left;
    if (missing.length > 0 && clock.monotonic() - lastProgress > EXPLAIN_AFTER_MS) {
      missing = await without(missing, findExplained);
    }
  }
  return missing.map(({ id }) => id);
}

async function without(
  versions: readonly Version[],
  find: (versions: readonly Version[]) => Promise<readonly string[]>,
): Promise<Version[]> {
  const found = new Set(await find(versions));
  return versions.filter(({ id }) => !found.has(id));
}

/** Without a simulator nobody knows what was sent: waits until the consumer groups have read everything. */
export async function drainLag(
  lag: () => Promise<number>,
  { clock, onProgress, signal }: Pick<DrainOptions, 'clock' | 'onProgress' | 'signal'>,
): Promise<void> {
  const deadline = clock.monotonic() + PATIENCE_MS;
  for (;;) {
    const remaining = await lag();
    if (remaining === 0 || clock.monotonic() > deadline || signal.aborted) {
      return;
    }
    onProgress(remaining);
    await clock.sleep(POLL_MS, signal).catch(() => undefined);
  }
}

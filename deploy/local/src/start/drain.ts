import { createReadStream } from 'node:fs';
import readline from 'node:readline';
import type { Clock } from '@tdp/service';

export interface Emitted {
  /** Lines of the simulator's file: a post that was sent twice counts twice. */
  posts: number;
  ids: Set<string>;
}

/** Reads the simulator's record of what it sent: a line `id epochMs` a post. */
export async function readEmitted(file: string): Promise<Emitted> {
  const emitted: Emitted = { posts: 0, ids: new Set() };
  const lines = readline.createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  for await (const line of lines) {
    const id = line.split(' ', 1)[0];
    if (!id) continue;
    emitted.posts += 1;
    emitted.ids.add(id);
  }
  return emitted;
}

export interface DrainOptions {
  ids: ReadonlySet<string>;
  findStored: (ids: readonly string[]) => Promise<readonly string[]>;
  deadLetteredIds: () => Promise<ReadonlySet<string>>;
  clock: Clock;
  onProgress: (remaining: number) => void;
  signal: AbortSignal;
}

const CHUNK = 5_000;
const POLL_MS = 200;
/** Long enough for a consumer group to notice a dead member and hand its partitions on. */
const PATIENCE_MS = 45_000;

/**
 * Waits until every post is in MongoDB or dead-lettered, for as long as there
 * is progress. Answers with the ids that are in neither.
 */
export async function drain({
  ids,
  findStored,
  deadLetteredIds,
  clock,
  onProgress,
  signal,
}: DrainOptions): Promise<string[]> {
  let missing = await withoutStored([...ids], findStored);
  let lastProgress = clock.monotonic();
  while (missing.length > 0 && clock.monotonic() - lastProgress < PATIENCE_MS && !signal.aborted) {
    onProgress(missing.length);
    await clock.sleep(POLL_MS, signal).catch(() => undefined);
    const left = await withoutStored(missing, findStored);
    if (left.length < missing.length) lastProgress = clock.monotonic();
    missing = left;
    if (missing.length > 0 && clock.monotonic() - lastProgress > 2_000) {
      const deadLettered = await deadLetteredIds();
      missing = missing.filter((id) => !deadLettered.has(id));
    }
  }
  return missing;
}

async function withoutStored(
  ids: readonly string[],
  findStored: DrainOptions['findStored'],
): Promise<string[]> {
  const missing: string[] = [];
  for (let start = 0; start < ids.length; start += CHUNK) {
    const chunk = ids.slice(start, start + CHUNK);
    const stored = new Set(await findStored(chunk));
    missing.push(...chunk.filter((id) => !stored.has(id)));
  }
  return missing;
}

/** Without a simulator nobody knows what was sent: waits until the consumer groups have read everything. */
export async function drainLag(
  lag: () => Promise<number>,
  { clock, onProgress, signal }: Pick<DrainOptions, 'clock' | 'onProgress' | 'signal'>,
): Promise<void> {
  const deadline = clock.monotonic() + PATIENCE_MS;
  for (;;) {
    const remaining = await lag();
    if (remaining === 0 || clock.monotonic() > deadline || signal.aborted) return;
    onProgress(remaining);
    await clock.sleep(POLL_MS, signal).catch(() => undefined);
  }
}

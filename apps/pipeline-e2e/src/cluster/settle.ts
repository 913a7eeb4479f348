import {
  drain,
  readEmitted,
  traceLost,
  type Account,
  type Emitted,
  type LostTrace,
  type Observer,
  type Simulator,
} from '@tdp/local-stack';
import { systemClock } from '@tdp/service';

export interface Settlement {
  readonly account: Account;
  /** How far lost posts got; null when none is lost. */
  readonly trace: LostTrace | null;
}

/** What is needed to know what was sent, and what arrived. */
export interface Accountable {
  readonly simulator: Simulator;
  readonly observer: Observer;
  /** The simulator's record of what it sent. */
  emittedFile(): Promise<string>;
}

export interface SettleOptions {
  readonly signal: AbortSignal;
  /** What was sent, by version, where that is known. */
  readonly texts?: () => Promise<ReadonlyMap<string, string>>;
}

/** Stops sending, lets everything arrive, and accounts for every post sent so far. */
export async function settle(from: Accountable, { signal, texts }: SettleOptions): Promise<Settlement> {
  const { observer } = from;
  await from.simulator.pause();
  const emitted = await readWhole(from, signal);
  const { findStored, findExplained, account } = observer.oracle;
  await drain({
    versions: [...emitted.versions.values()],
    ...{ findStored, findExplained, clock: systemClock, signal },
    onProgress: () => undefined,
  });
  const result = await account(emitted, await texts?.());
  const { lost } = result;
  return { account: result, trace: lost.length > 0 ? await traceLost(observer.kafka, lost) : null };
}

/** The file is complete once it has as many lines as the simulator says it has sent posts. */
async function readWhole(from: Accountable, signal: AbortSignal): Promise<Emitted> {
  for (;;) {
    const { emitted: expected } = await from.simulator.status();
    const read = await readEmitted(await from.emittedFile());
    if (read.posts >= expected) {
      return read;
    }
    await systemClock.sleep(200, signal);
  }
}

/** Waits until this many more posts are stored than now. @throws Error when nothing arrives for two minutes */
export async function flow(
  { observer }: Pick<Accountable, 'observer'>,
  posts: number,
  signal: AbortSignal,
): Promise<void> {
  const stored = async (): Promise<number> => await observer.db.collection('tweets').estimatedDocumentCount();
  const target = (await stored().catch(() => 0)) + posts;
  let most = 0;
  let deadline = systemClock.monotonic() + PATIENCE_MS;
  for (;;) {
    signal.throwIfAborted();
    const now = await stored().catch(() => 0);
    if (now >= target) {
      return;
    }
    if (now > most) {
      deadline = systemClock.monotonic() + PATIENCE_MS;
    }
    most = Math.max(most, now);
    if (systemClock.monotonic() > deadline) {
      throw new Error(`posts do not flow: ${now} stored, and none more for ${PATIENCE_MS / 1000} s`);
    }
    await systemClock.sleep(200, signal);
  }
}

const PATIENCE_MS = 120_000;

import type { mongo } from 'mongoose';
import type { Clock } from '@tdp/service';
import type { RemovalMark } from '../models/removal';
import type { SinkState } from '../models/sink-state';
import type { Operations } from '../operations';
import type { RemovalKey } from '../write-models/removal-keys';

/** Which keys had a mark at some time; never changed, another takes its place. */
export interface Known {
  readonly generation: number;
  /** False: it has no mark. True: it may have one, ask `Marks.among`. */
  mayHave(key: RemovalKey): boolean;
}

/**
 * Remembers which keys have marks, so that nearly every post is stored without asking MongoDB for them. Every mark is
 * there before the generation goes up, so whoever knows a generation's marks has missed none of it (ADR 0017).
 */
export interface KnownMarks {
  /** As they were a second ago at most. @throws MONGO_UNAVAILABLE (retriable) */
  current(): Promise<Known>;
  /** As they are now; the same object as before where nothing was marked. @throws MONGO_UNAVAILABLE (retriable) */
  refresh(): Promise<Known>;
  /** This replica has marked something itself: the next look is a new one. */
  expire(): void;
}

export interface KnownMarksDeps {
  readonly removals: mongo.Collection<RemovalMark>;
  readonly sinkState: mongo.Collection<SinkState>;
  readonly operations: Operations;
  readonly clock: Clock;
}

/** The document of `sink_state` whose number goes up with every mark. */
export const GENERATION = 'removals';
/** Some 10 MB; where there are more marks, every post is looked up. */
const MAX_KEYS = 100_000;
const FRESH_MS = 1_000;
/** Marks bear the time of the primary that took them; another primary's clock may differ by so much. */
const CLOCKS_DIFFER_MS = 10 * 60_000;

export function createKnownMarks(deps: KnownMarksDeps): KnownMarks {
  const { removals, sinkState, operations, clock } = deps;
  /** Only grows: a mark that is taken back is still worth a look. */
  const keys = new Set<string>();
  let newest = new Date(0);
  let isOverfull = false;
  let known: Known | null = null;
  let lookedAt = -Infinity;
  let loading: Promise<void> = Promise.resolve();

  const mayHave = (key: RemovalKey): boolean => isOverfull || keys.has(key);

  async function readGeneration(): Promise<number> {
    const state = await operations.read('looking up removals', () => sinkState.findOne({ _id: GENERATION }));
    return state?.generation ?? 0;
  }

  async function load(generation: number): Promise<void> {
    if (known !== null && known.generation >= generation) {
      return;
    }
    if (!isOverfull) {
      const filter = { recordedAt: { $gte: new Date(newest.getTime() - CLOCKS_DIFFER_MS) } };
      const marks = await operations.read('looking up removals', () =>
        removals
          .find(filter, { projection: { recordedAt: 1 } })
          .limit(MAX_KEYS + 1)
          .toArray(),
      );
      for (const { _id, recordedAt } of marks) {
        keys.add(_id);
        newest = recordedAt > newest ? recordedAt : newest;
      }
      isOverfull = keys.size > MAX_KEYS || marks.length > MAX_KEYS;
    }
    if (isOverfull) {
      keys.clear();
    }
    known = { generation, mayHave };
  }

  async function refresh(): Promise<Known> {
    const generation = await readGeneration();
    lookedAt = clock.monotonic();
    // One after the other; one that began before this look may have missed a mark.
    const mine = loading.then(() => load(generation));
    loading = mine.catch(() => undefined);
    await mine;
    return known as unknown as Known;
  }

  return {
    refresh,
    expire() {
      lookedAt = -Infinity;
    },
    current: () =>
      known !== null && clock.monotonic() - lookedAt < FRESH_MS ? Promise.resolve(known) : refresh(),
  };
}

import type { IngesterState, StreamGap } from '@tdp/contracts';
import { type Clock, type Component, type Logger, waitForDependency } from '@tdp/service';
import type { OutputRecord, Producer } from '@tdp/streaming';

/** What is remembered of something; the store adds whose it is and when. */
export type Remembered = Pick<IngesterState, 'lastObservedAt' | 'lastPostId' | 'payload'>;

/** What the ingester remembers when it starts again, in the compacted topic ingester-state. */
export interface StateStore extends Component {
  /** What was last put, by this run or an earlier one; null when nothing was. Only after start. */
  get(kind: string, name: string): IngesterState | null;
  /** Remembers; written soon, at most once a second for all of it. What is replaced meanwhile is not written. */
  put(kind: string, name: string, state: Remembered): void;
  /**
   * A gap was opened or closed. It is written at once, before anything put from now on: a cursor that has passed
   * a gap nobody knows of would hide it.
   */
  reportGap(name: string, gap: StreamGap): void;
  /** Resolves when everything put or reported so far is acknowledged. */
  flush(): Promise<void>;
}

export interface StateStoreOptions {
  readonly producer: Pick<Producer, 'sendAll'>;
  /** Reads the whole topic, by key the newest record. @throws PipelineError, retriable while Kafka is away */
  readonly read: () => Promise<ReadonlyMap<string, IngesterState>>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly fatal: (error: Error) => void;
}

const WRITE_EVERY_MS = 1_000;

const keyOf = (kind: string, name: string): string => `${kind}/${name}`;

/** Creates the store. start() reads the topic; stop() writes what is still due. */
export function createStateStore({ producer, read, clock, logger, fatal }: StateStoreOptions): StateStore {
  const states = new Map<string, IngesterState>();
  const stopping = new AbortController();
  let gaps: OutputRecord[] = [];
  let due = new Map<string, OutputRecord>();
  let scheduled = false;
  let writing: Promise<void> = Promise.resolve();

  /** One write at a time, gaps first; whatever comes meanwhile makes the next. */
  async function write(): Promise<void> {
    const [first, then] = [gaps, [...due.values()]];
    gaps = [];
    due = new Map();
    for (const records of [first, then]) {
      if (records.length > 0) {
        await producer.sendAll(records);
      }
    }
  }

  function flush(): Promise<void> {
    writing = writing.then(write).catch((error: unknown) => {
      fatal(error instanceof Error ? error : new Error(String(error)));
    });
    return writing;
  }

  function writeSoon(): void {
    if (!scheduled && !stopping.signal.aborted) {
      scheduled = true;
      clock.sleep(WRITE_EVERY_MS, stopping.signal).then(
        () => {
          scheduled = false;
          return flush();
        },
        () => undefined,
      );
    }
  }

  function stateOf(kind: string, name: string, state: Remembered): OutputRecord {
    const record: IngesterState = { kind, name, updatedAt: clock.now(), ...state };
    states.set(keyOf(kind, name), record);
    return { topic: 'ingester-state', key: keyOf(kind, name), record };
  }

  return {
    name: 'ingester state',
    async start(stopped) {
      await waitForDependency(
        async () => {
          for (const [key, state] of await read()) {
            states.set(key, state);
          }
        },
        { clock, logger, stopping: stopped },
      );
    },
    async stop() {
      stopping.abort(new Error('the ingester is stopping'));
      await flush();
    },
    get: (kind, name) => states.get(keyOf(kind, name)) ?? null,
    put(kind, name, state) {
      due.set(keyOf(kind, name), stateOf(kind, name, state));
      writeSoon();
    },
    reportGap(name, gap) {
      const isOpen = gap.to === null;
      const open = isOpen
        ? stateOf('gap', name, { lastObservedAt: null, lastPostId: null, payload: JSON.stringify(gap) })
        : { topic: 'ingester-state' as const, key: keyOf('gap', name), record: null };
      if (!isOpen) {
        states.delete(keyOf('gap', name));
      }
      // Whoever is interrupted between the two finds the gap open, and closes it later than it was.
      const told: OutputRecord = { topic: 'stream-gaps', key: name, record: gap };
      gaps.push(...(isOpen ? [open, told] : [told, open]));
      void flush();
    },
    flush,
  };
}

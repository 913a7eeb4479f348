import type { TopicName } from '@tdp/contracts';
import { PipelineError, type Clock } from '@tdp/service';
import {
  createTransactions,
  readLetter,
  REDRIVEN_HEADER,
  scanTopic,
  type EncodedRecord,
  type KafkaClient,
  type RawRecord,
  type StoredLetter,
  type Transactions,
} from '@tdp/streaming';
import { createOriginOf, isSelected, type Selection } from './selection';

/** What was done with the letters that were meant. */
export type RedriveReport = {
  /** Letters that are in their topics again, by topic; of a dry run, that would be. */
  readonly sent: ReadonlyMap<TopicName, number>;
  /** Letters whose record did not come from a topic of this pipeline: there is nowhere to send them. */
  homeless: number;
  /** Letters that Kafka refused, with what it said. */
  readonly refused: { readonly id: string; readonly message: string }[];
};

export interface RedriveOptions {
  readonly kafka: KafkaClient;
  readonly selection: Selection;
  readonly isDryRun: boolean;
  readonly clock: Clock;
  readonly stopSignal: AbortSignal;
  readonly onProgress: (done: number, of: number) => void;
}

/** A transaction takes a few ms, whatever is in it. */
const MAX_LETTERS = 500;
const MAX_BYTES = 1_000_000;
/** How long an outage is waited out. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 1_000;

/**
 * Sends dead letters back to the topics their records were in, each with its key, value and headers, and takes it out
 * of the dead letters in the same transaction (ADR 0025): however often this is interrupted and begun again, a letter
 * is sent once. Letters that are written while it runs are left for the next time.
 * @throws PipelineError KAFKA_UNAVAILABLE, KAFKA_UNAUTHORIZED, TRANSACTION_TAKEN_OVER; the signal's reason
 */
export async function redrive(options: RedriveOptions): Promise<RedriveReport> {
  const { kafka, clock, stopSignal } = options;
  const run = createRun(options);
  let lastDoneAt = clock.monotonic();
  for (;;) {
    const transactions = createTransactions(kafka, 'redrive');
    const before = run.done();
    try {
      if (!options.isDryRun) {
        await transactions.begin();
      }
      await run.sendAll(transactions);
      return run.report;
    } catch (error) {
      if (run.done() > before) {
        lastDoneAt = clock.monotonic();
      }
      const isOver = clock.monotonic() - lastDoneAt > PATIENCE_MS;
      if (!(error instanceof PipelineError && error.retriable) || isOver) {
        throw error;
      }
      // What the last transaction came to, the next look at the topics tells.
      await clock.sleep(PAUSE_MS, stopSignal);
    } finally {
      await transactions.disconnect().catch(() => undefined);
    }
  }
}

function createRun({ kafka, selection, isDryRun, clock, stopSignal, onProgress }: RedriveOptions) {
  const originOf = createOriginOf(kafka.topicPrefix);
  const now = clock.now();
  const sent = new Map<TopicName, number>();
  const report: RedriveReport = { sent, homeless: 0, refused: [] };
  const finished = new Set<string>();
  /** Sent in a transaction of which it is not known whether it was committed. */
  let uncertain: readonly Addressed[] = [];
  let total = 0;

  const wanted = (record: RawRecord): StoredLetter | null => {
    const letter = readLetter(record);
    return letter !== null && isSelected(letter, selection, now, originOf) ? letter : null;
  };

  const done = ({ letter, topic }: Addressed): void => {
    if (!finished.has(letter.id)) {
      finished.add(letter.id);
      sent.set(topic, (sent.get(topic) ?? 0) + 1);
    }
  };

  /** Where the newest record of each letter lies that is there now and is meant. */
  async function find(dlq: TopicName): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    await scanTopic(kafka, dlq, (records) => {
      for (const record of records) {
        found.delete(String(record.key));
        const letter = wanted(record);
        if (letter !== null && !finished.has(letter.id)) {
          found.set(letter.id, placeOf(record));
        }
      }
    });
    for (const item of uncertain.filter(({ dlq: of, letter }) => of === dlq && !found.has(letter.id))) {
      done(item);
    }
    uncertain = uncertain.filter(({ dlq: of }) => of !== dlq);
    return found;
  }

  async function send(transactions: Transactions, chunk: readonly Addressed[]): Promise<void> {
    stopSignal.throwIfAborted();
    try {
      if (!isDryRun) {
        uncertain = chunk;
        await transactions.write(chunk.flatMap(toRecords));
        uncertain = [];
      }
      chunk.forEach(done);
    } catch (error) {
      if (!(error instanceof PipelineError && error.code === 'PRODUCE_FAILED')) {
        throw error;
      }
      uncertain = [];
      await apart(transactions, chunk, error);
    }
    onProgress(finished.size, total);
  }

  /** One of them was refused, so all of them were: each alone. */
  async function apart(
    transactions: Transactions,
    chunk: readonly Addressed[],
    error: PipelineError,
  ): Promise<void> {
    if (chunk.length > 1) {
      for (const item of chunk) {
        await send(transactions, [item]);
      }
      return;
    }
    for (const { letter } of chunk) {
      finished.add(letter.id);
      report.refused.push({ id: letter.id, message: error.message });
    }
  }

  return {
    report,
    done: () => finished.size,
    async sendAll(transactions: Transactions): Promise<void> {
      const places = new Map<TopicName, Map<string, string>>();
      for (const dlq of selection.topics) {
        places.set(dlq, await find(dlq));
      }
      total = finished.size + [...places.values()].reduce((sum, { size }) => sum + size, 0);
      for (const [dlq, found] of places) {
        await scanTopic(kafka, dlq, async (records) => {
          const letters = records
            .filter((record) => found.get(String(record.key)) === placeOf(record))
            .flatMap((record) => wanted(record) ?? []);
          const addressed = letters.flatMap((letter): Addressed[] => {
            const topic = originOf(letter);
            if (topic !== null) {
              return [{ letter, dlq, topic }];
            }
            finished.add(letter.id);
            report.homeless += 1;
            return [];
          });
          for (const chunk of chunksOf(addressed)) {
            await send(transactions, chunk);
          }
        });
      }
    },
  };
}

/** A letter, the topic it lies in and the one it goes to. */
interface Addressed {
  readonly letter: StoredLetter;
  readonly dlq: TopicName;
  readonly topic: TopicName;
}

const placeOf = ({ partition, offset }: RawRecord): string => `${partition}/${offset}`;

/** The record as it was, and the word that the letter is gone. */
function toRecords({ letter, dlq, topic }: Addressed): EncodedRecord[] {
  const { id, key, value, partition, redriven } = letter;
  const headers = { ...letter.headers, [REDRIVEN_HEADER]: String(redriven + 1) };
  return [
    { topic, message: { key, value, headers }, bytes: bytesOf(letter) },
    // In the letter's own partition, else compaction would not see that they belong together.
    { topic: dlq, message: { key: id, value: null, partition }, bytes: id.length },
  ];
}

const bytesOf = ({ key, value }: StoredLetter): number => (key?.length ?? 0) + (value?.length ?? 0);

function* chunksOf(letters: readonly Addressed[]): Generator<readonly Addressed[]> {
  let chunk: Addressed[] = [];
  let bytes = 0;
  for (const item of letters) {
    const more = bytesOf(item.letter);
    if (chunk.length > 0 && (chunk.length >= MAX_LETTERS || bytes + more > MAX_BYTES)) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(item);
    bytes += more;
  }
  if (chunk.length > 0) {
    yield chunk;
  }
}

import type { KafkaMessage } from 'kafkajs';
import { hasRecords, TOPICS, type TopicName } from '@tdp/contracts';
import type { Codec } from '../codec/codec';
import type { DeadLetter, DeadLetters } from '../dead-letters/dead-letters';
import { readLetter } from '../dead-letters/read-letters';
import { DecodeError, OutputError, RecordsRefusedError } from '../errors';
import type { StreamingMetrics } from '../metrics';
import type { EncodedRecord } from '../producer/output-record';
import type { Producer } from '../producer/producer';
import type { DeadLetterLimit } from './dead-letter-limit';
import type { Envelope, Handle, HandleResult } from './handle';

/** Records of one partition in order, at most a slice of a batch. */
export interface Slice {
  readonly topic: TopicName;
  readonly partition: number;
  readonly messages: readonly KafkaMessage[];
}

export interface ProcessSliceDeps {
  readonly codec: Pick<Codec, 'load' | 'decode'>;
  readonly producer: Pick<Producer, 'encode' | 'sendEncoded'>;
  readonly deadLetters: DeadLetters;
  readonly limit: DeadLetterLimit;
  readonly handle: Handle;
  /** Records that are decoded, handled and encoded before the next are decoded. */
  readonly maxHandledRecords: number;
  readonly stage: string;
  readonly metrics: StreamingMetrics;
  /** The topic's name on the cluster, for dead letters. */
  readonly physicalTopic: (topic: TopicName) => string;
}

/** Finished: its offset may be resolved. Refused: too many dead letters, nothing may be resolved. */
export type SliceOutcome = 'finished' | 'refused';

/**
 * Takes one slice through decode, handle, produce and dead-letter. When it returns
 * 'finished' every output and dead letter is acknowledged.
 * @throws what handle throws; PipelineError REGISTRY_UNAVAILABLE (retriable)
 */
export async function processSlice(deps: ProcessSliceDeps, slice: Slice): Promise<SliceOutcome> {
  if (deps.limit.tripped() !== null) {
    return 'refused';
  }
  await loadSchemas(deps.codec, slice);
  const sorted: SortedResults = { outputs: [], letters: new Map(), drops: [] };
  for (let from = 0; from < slice.messages.length; from += deps.maxHandledRecords) {
    const messages = slice.messages.slice(from, from + deps.maxHandledRecords);
    await handleRecords(deps, { ...slice, messages }, sorted);
  }
  // Before the dead letters: what Kafka refuses of them is one more, and counts for the limit.
  for (const { output, error } of await produce(deps.producer, sorted.outputs)) {
    sorted.letters.set(output.input, toLetter(deps, slice, output.input, error.reason, error, 'produce'));
  }
  const reasons = slice.messages.map((message) => sorted.letters.get(message)?.reason ?? null);
  if (!deps.limit.allows(slice, reasons)) {
    return 'refused';
  }
  if (sorted.letters.size > 0) {
    await deps.deadLetters.send([...sorted.letters.values()]);
  }
  count(deps, slice.messages.length, sorted);
  return 'finished';
}

/** Takes records through decode, handle and encode; puts into `sorted` what became of them. */
async function handleRecords(deps: ProcessSliceDeps, slice: Slice, sorted: SortedResults): Promise<void> {
  const decoded = decodeRecords(deps.codec, slice);
  const envelopes = decoded.flatMap((item) => ('envelope' in item ? [item.envelope] : []));
  const results = await deps.handle(envelopes);
  if (results.length !== envelopes.length) {
    throw new RangeError(`handle returned ${results.length} results for ${envelopes.length} records`);
  }
  sortResults(deps, slice, { decoded, results }, sorted);
}

/** Returns the outputs that Kafka refused for good; the others are written. */
async function produce(
  producer: ProcessSliceDeps['producer'],
  outputs: readonly Output[],
): Promise<readonly { readonly output: Output; readonly error: OutputError }[]> {
  try {
    await producer.sendEncoded(outputs.map(({ encoded }) => encoded));
    return [];
  } catch (error) {
    if (!(error instanceof RecordsRefusedError)) {
      throw error;
    }
    const reasons = new Map(error.refused.map((refused) => [refused.record, refused.error]));
    return outputs.flatMap((output) => {
      const refusal = reasons.get(output.encoded);
      return refusal === undefined ? [] : [{ output, error: refusal }];
    });
  }
}

function toLetter(
  deps: ProcessSliceDeps,
  slice: Slice,
  { offset, key, value, headers }: KafkaMessage,
  reason: string,
  error: Error,
  step: string,
): DeadLetter {
  const origin = { topic: deps.physicalTopic(slice.topic), partition: slice.partition, offset };
  return { key, value, ...(headers && { headers }), reason, error, step, origin };
}

/** One record of a slice: decoded, or the reason why it never can be. */
type Decoded =
  | { readonly message: KafkaMessage; readonly envelope: Envelope }
  | { readonly message: KafkaMessage; readonly failure: DecodeError };

/** Sees to every schema that the records of a slice were written with. */
async function loadSchemas(codec: ProcessSliceDeps['codec'], { topic, messages }: Slice): Promise<void> {
  if (hasRecords(topic)) {
    await codec.load(
      topic,
      messages.flatMap(({ value }) => value ?? []),
    );
  }
}

/** Decodes record by record, so that a poison record does not hide its neighbours. */
function decodeRecords(
  codec: ProcessSliceDeps['codec'],
  { topic, partition, messages }: Slice,
): readonly Decoded[] {
  return messages.map((message) => {
    try {
      const record = decodeValue(codec, { topic, partition }, message);
      const envelope: Envelope = {
        topic,
        partition,
        offset: message.offset,
        key: message.key === null ? null : message.key.toString('utf8'),
        timestamp: Number(message.timestamp),
        headers: message.headers ?? {},
        record,
      };
      return { message, envelope };
    } catch (error) {
      if (error instanceof DecodeError) {
        return { message, failure: error };
      }
      throw error;
    }
  });
}

function decodeValue(
  codec: ProcessSliceDeps['codec'],
  { topic, partition }: Pick<Slice, 'topic' | 'partition'>,
  message: KafkaMessage,
): object | null {
  const { key, value, headers = {} } = message;
  if (!hasRecords(topic)) {
    return readLetter({ ...message, headers, partition, timestamp: Number(message.timestamp) });
  }
  if (value !== null) {
    return codec.decode(topic, value);
  }
  if (!TOPICS[topic].tombstones) {
    throw new DecodeError('NULL_VALUE', `a null value in ${topic}, whose records cannot be removed`);
  }
  if (key === null) {
    throw new DecodeError(
      'NULL_VALUE',
      `a tombstone without a key in ${topic}: nothing tells what it removes`,
    );
  }
  return null;
}

/** What is produced, with the message that it comes from. */
interface Output {
  readonly encoded: EncodedRecord;
  readonly input: KafkaMessage;
}

interface SortedResults {
  readonly outputs: Output[];
  /** By what they were made from: one an input, whatever happened to it. */
  readonly letters: Map<KafkaMessage, DeadLetter>;
  readonly drops: string[];
}

function sortResults(
  deps: ProcessSliceDeps,
  slice: Slice,
  { decoded, results }: { readonly decoded: readonly Decoded[]; readonly results: readonly HandleResult[] },
  { outputs, letters, drops }: SortedResults,
): void {
  let next = 0;

  const refuse = (input: KafkaMessage, reason: string, error: Error, step: string): void => {
    letters.set(input, toLetter(deps, slice, input, reason, error, step));
  };

  for (const item of decoded) {
    if ('failure' in item) {
      refuse(item.message, item.failure.reason, item.failure, 'decode');
      continue;
    }
    const result = results[next] as HandleResult;
    next += 1;
    if (result.kind === 'drop') {
      drops.push(result.reason);
    } else if (result.kind === 'dlq') {
      refuse(item.message, result.reason, result.error, result.step);
    } else {
      try {
        const encoded = result.value.map((output) => deps.producer.encode(output));
        outputs.push(...encoded.map((record) => ({ encoded: record, input: item.message })));
      } catch (error) {
        if (!(error instanceof OutputError)) {
          throw error;
        }
        refuse(item.message, error.reason, error, 'encode');
      }
    }
  }
}

function count({ metrics, stage }: ProcessSliceDeps, records: number, sorted: SortedResults): void {
  const { letters, drops } = sorted;
  metrics.results.inc({ stage, result: 'ok' }, records - letters.size - drops.length);
  metrics.results.inc({ stage, result: 'dead_lettered' }, letters.size);
  metrics.results.inc({ stage, result: 'dropped' }, drops.length);
  for (const reason of drops) {
    metrics.dropped.inc({ stage, reason });
  }
}

import type { KafkaMessage } from 'kafkajs';
import { TOPICS, type RecordTopicName } from '@tdp/contracts';
import type { Codec } from '../codec/codec';
import type { DeadLetter, DeadLetters } from '../dead-letters';
import { DecodeError, OutputError } from '../errors';
import type { StreamingMetrics } from '../metrics';
import type { EncodedRecord } from '../producer/output-record';
import type { Producer } from '../producer/producer';
import type { DeadLetterLimit } from './dead-letter-limit';
import type { Envelope, Handle, HandleResult } from './handle';

/** Records of one partition in order, at most a slice of a batch. */
export interface Slice {
  readonly topic: RecordTopicName;
  readonly partition: number;
  readonly messages: readonly KafkaMessage[];
}

export interface ProcessSliceDeps {
  readonly codec: Pick<Codec, 'load' | 'decode'>;
  readonly producer: Pick<Producer, 'encode' | 'sendEncoded'>;
  readonly deadLetters: DeadLetters;
  readonly limit: Pick<DeadLetterLimit, 'allows'>;
  readonly handle: Handle;
  readonly stage: string;
  readonly metrics: StreamingMetrics;
  /** The topic's name on the cluster, for dead letters. */
  readonly physicalTopic: (topic: RecordTopicName) => string;
}

/** Finished: its offset may be resolved. Refused: too many dead letters, nothing may be resolved. */
export type SliceOutcome = 'finished' | 'refused';

/**
 * Takes one slice through decode, handle, produce and dead-letter. When it returns
 * 'finished' every output and dead letter is acknowledged.
 * @throws what handle throws; PipelineError REGISTRY_UNAVAILABLE (retriable)
 */
export async function processSlice(deps: ProcessSliceDeps, slice: Slice): Promise<SliceOutcome> {
  const decoded = await decodeSlice(deps.codec, slice);
  const envelopes = decoded.flatMap((item) => ('envelope' in item ? [item.envelope] : []));
  const results = await deps.handle(envelopes);
  if (results.length !== envelopes.length) {
    throw new RangeError(`handle returned ${results.length} results for ${envelopes.length} records`);
  }
  const sorted = sortResults(deps, slice, decoded, results);
  if (!deps.limit.allows(slice, sorted.refused)) {
    return 'refused';
  }
  await Promise.all([
    deps.producer.sendEncoded(sorted.outputs),
    sorted.letters.length > 0 ? deps.deadLetters.send(sorted.letters) : undefined,
  ]);
  count(deps, slice.messages.length, sorted);
  return 'finished';
}

/** One record of a slice: decoded, or the reason why it never can be. */
type Decoded =
  | { readonly message: KafkaMessage; readonly envelope: Envelope }
  | { readonly message: KafkaMessage; readonly failure: DecodeError };

/** Decodes record by record, so that a poison record does not hide its neighbours. */
async function decodeSlice(
  codec: ProcessSliceDeps['codec'],
  { topic, partition, messages }: Slice,
): Promise<readonly Decoded[]> {
  await codec.load(
    topic,
    messages.flatMap(({ value }) => value ?? []),
  );
  return messages.map((message) => {
    try {
      const record = decodeValue(codec, topic, message);
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
  topic: RecordTopicName,
  { key, value }: KafkaMessage,
): object | null {
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

interface SortedResults {
  readonly outputs: readonly EncodedRecord[];
  readonly letters: readonly DeadLetter[];
  readonly drops: readonly string[];
  /** For each record of the slice, in order, why it is dead-lettered; null when it is not. */
  readonly refused: readonly (string | null)[];
}

function sortResults(
  deps: ProcessSliceDeps,
  slice: Slice,
  decoded: readonly Decoded[],
  results: readonly HandleResult[],
): SortedResults {
  const outputs: EncodedRecord[] = [];
  const letters: DeadLetter[] = [];
  const drops: string[] = [];
  let next = 0;

  const refuse = (message: KafkaMessage, reason: string, error: Error, step: string): string => {
    const { offset, key, value, headers } = message;
    const origin = { topic: deps.physicalTopic(slice.topic), partition: slice.partition, offset };
    letters.push({ key, value, ...(headers && { headers }), reason, error, step, origin });
    return reason;
  };

  const refused = decoded.map((item): string | null => {
    if ('failure' in item) {
      return refuse(item.message, item.failure.reason, item.failure, 'decode');
    }
    const result = results[next] as HandleResult;
    next += 1;
    if (result.kind === 'dlq') {
      return refuse(item.message, result.reason, result.error, result.step);
    }
    if (result.kind === 'drop') {
      drops.push(result.reason);
      return null;
    }
    try {
      outputs.push(...result.value.map((output) => deps.producer.encode(output)));
      return null;
    } catch (error) {
      if (!(error instanceof OutputError)) {
        throw error;
      }
      return refuse(item.message, error.reason, error, 'encode');
    }
  });
  return { outputs, letters, drops, refused };
}

function count({ metrics, stage }: ProcessSliceDeps, records: number, outcome: SortedResults): void {
  const { letters, drops } = outcome;
  metrics.results.inc({ stage, result: 'ok' }, records - letters.length - drops.length);
  metrics.results.inc({ stage, result: 'dead_lettered' }, letters.length);
  metrics.results.inc({ stage, result: 'dropped' }, drops.length);
  for (const reason of drops) {
    metrics.dropped.inc({ stage, reason });
  }
}

import type { IHeaders, Message } from 'kafkajs';
import { TOPICS, type RecordTopicName, type TopicName } from '@tdp/contracts';
import type { Codec } from '../codec/codec';
import { OutputError } from '../errors';

/** A record to produce: a named topic, its key, and the record (null = tombstone). */
export interface OutputRecord {
  readonly topic: RecordTopicName;
  readonly key: string;
  readonly record: object | null;
  readonly headers?: RecordHeaders;
}

/** Bytes ready to be produced. */
export interface EncodedRecord {
  readonly topic: TopicName;
  readonly message: Message;
  /** Key and value, without protocol overhead. */
  readonly bytes: number;
}

/** Headers as kafkajs takes them. */
export type RecordHeaders = IHeaders;

/** Brokers refuse more than 1 MiB a batch by default; this leaves room for its overhead. */
export const MAX_RECORD_BYTES = 1_000_000;

/** Encodes an output record. @throws OutputError when it is invalid or too large */
export function encodeOutput(codec: Codec, output: OutputRecord): EncodedRecord {
  const { topic, key, record, headers } = output;
  const addressed = { key, ...(headers && { headers }) };
  if (record === null) {
    if (!TOPICS[topic].tombstones) {
      throw new OutputError('OUTPUT_INVALID', `a null record for ${topic}, whose records cannot be removed`);
    }
    return { topic, message: { ...addressed, value: null }, bytes: key.length };
  }
  const value = codec.encode(topic, record);
  if (value.length > MAX_RECORD_BYTES) {
    throw new OutputError(
      'OUTPUT_TOO_LARGE',
      `a record for ${topic} has ${value.length} bytes; at most ${MAX_RECORD_BYTES} can be produced`,
    );
  }
  return { topic, message: { ...addressed, value }, bytes: key.length + value.length };
}

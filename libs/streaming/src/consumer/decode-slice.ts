import type { KafkaMessage } from 'kafkajs';
import { TOPICS, type RecordTopicName } from '@tdp/contracts';
import type { Codec } from '../codec/codec';
import { DecodeError } from '../errors';
import type { Envelope } from './envelope';

/** One record of a slice: decoded, or the reason why it never can be. */
export type Decoded =
  | { readonly message: KafkaMessage; readonly envelope: Envelope }
  | { readonly message: KafkaMessage; readonly failure: DecodeError };

/** Records of one partition in order, at most a slice of a batch. */
export interface Slice {
  readonly topic: RecordTopicName;
  readonly partition: number;
  readonly messages: readonly KafkaMessage[];
}

/**
 * Decodes a slice record by record, so that a poison record does not hide its neighbours.
 * @throws PipelineError REGISTRY_UNAVAILABLE (retriable) when a schema has to be fetched and cannot
 */
export async function decodeSlice(codec: Codec, slice: Slice): Promise<readonly Decoded[]> {
  const { topic, partition, messages } = slice;
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

function decodeValue(codec: Codec, topic: RecordTopicName, message: KafkaMessage): object | null {
  if (message.value !== null) {
    return codec.decode(topic, message.value);
  }
  if (!TOPICS[topic].tombstones) {
    throw new DecodeError('NULL_VALUE', `a null value in ${topic}, whose records cannot be removed`);
  }
  if (message.key === null) {
    throw new DecodeError(
      'NULL_VALUE',
      `a tombstone without a key in ${topic}: nothing tells what it removes`,
    );
  }
  return null;
}

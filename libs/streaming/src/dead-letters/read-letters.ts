import type { TopicName } from '@tdp/contracts';
import type { KafkaClient } from '../kafka/kafka-client';
import { scanTopic, type RawRecord } from '../kafka/read-topic';
import { LETTER_HEADERS, REDRIVEN_HEADER } from './letter-headers';
import type { RecordHeaders } from '../producer/output-record';

/** A dead letter as it lies in its topic. */
export interface StoredLetter {
  /** Its own key, unique in the topic. */
  readonly id: string;
  readonly partition: number;
  /** Where the record was read; null where it did not come from Kafka. The topic is the cluster's name of it. */
  readonly origin: { readonly topic: string; readonly partition: number; readonly offset: string } | null;
  /** The record as it was, byte for byte. */
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: RecordHeaders;
  readonly service: string;
  readonly step: string;
  readonly reason: string;
  readonly exception: string;
  readonly message: string;
  /** When it was dead-lettered, epoch ms. */
  readonly at: number;
  /** How often it had been sent back before. */
  readonly redriven: number;
}

/**
 * Reads the letters that lie in a dead-letter topic now: each once, without those that were sent back.
 *
 * @param topic - a dead-letter topic
 * @throws PipelineError as scanTopic
 */
export async function readLetters(client: KafkaClient, topic: TopicName): Promise<readonly StoredLetter[]> {
  const letters = new Map<string, StoredLetter>();
  await scanTopic(client, topic, (records) => {
    for (const record of records) {
      const letter = readLetter(record);
      // A null, or the same letter again, written by a crash.
      letters.delete(String(record.key));
      if (letter !== null) {
        letters.set(letter.id, letter);
      }
    }
  });
  return [...letters.values()];
}

const OWN_HEADERS: ReadonlySet<string> = new Set(Object.values(LETTER_HEADERS));

/** Reads a record of a dead-letter topic; null where it says that a letter is gone, or is none. */
export function readLetter({ key, value, headers, partition, timestamp }: RawRecord): StoredLetter | null {
  if (key === null || value === null) {
    return null;
  }
  const text = (name: string): string | null => {
    const found = headers[name];
    return found === undefined ? null : String(Array.isArray(found) ? found[0] : found);
  };
  const original = headers[LETTER_HEADERS.key];
  const topic = text(LETTER_HEADERS.topic);
  return {
    id: key.toString('utf8'),
    partition,
    origin:
      topic === null
        ? null
        : {
            topic,
            partition: Number(text(LETTER_HEADERS.partition)),
            offset: text(LETTER_HEADERS.offset) ?? '',
          },
    key: original === undefined ? null : bytesOf(Array.isArray(original) ? (original[0] ?? '') : original),
    value: text(LETTER_HEADERS.isNull) === null ? value : null,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN_HEADERS.has(name))),
    service: text(LETTER_HEADERS.service) ?? 'unknown',
    step: text(LETTER_HEADERS.step) ?? 'unknown',
    reason: text(LETTER_HEADERS.reason) ?? 'unknown',
    exception: text(LETTER_HEADERS.exception) ?? '',
    message: text(LETTER_HEADERS.message) ?? '',
    at: Number(text(LETTER_HEADERS.at) ?? timestamp),
    redriven: Number(text(REDRIVEN_HEADER) ?? 0),
  };
}

const bytesOf = (value: Buffer | string): Buffer => (typeof value === 'string' ? Buffer.from(value) : value);

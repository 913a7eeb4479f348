import type { IHeaders } from 'kafkajs';
import type { RecordTopicName } from '@tdp/contracts';

/** A decoded record with where and when it was read. */
export interface Envelope<T = object> {
  /** Contract name, without a prefix. */
  readonly topic: RecordTopicName;
  readonly partition: number;
  readonly offset: string;
  /** The key as UTF-8 text; null when the record has none. */
  readonly key: string | null;
  /** Broker or producer time, epoch ms. */
  readonly timestamp: number;
  readonly headers: IHeaders;
  /** The decoded record; null is a tombstone. */
  readonly record: T | null;
}

import { randomUUID } from 'node:crypto';
import type { KafkaMessage } from 'kafkajs';
import type { TopicName } from '@tdp/contracts';
import { physicalTopic, type KafkaClient } from './kafka-client';
import { kafkaFailure } from './kafka-failure';

/** A record as it lies in a topic, undecoded. */
export interface RawRecord {
  readonly partition: number;
  readonly offset: string;
  /** Epoch ms. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: NonNullable<KafkaMessage['headers']>;
}

/**
 * Reads everything that is in a topic now into memory; see `scanTopic`.
 * @throws PipelineError as scanTopic
 */
export async function readTopic(client: KafkaClient, topic: TopicName): Promise<readonly RawRecord[]> {
  const records: RawRecord[] = [];
  await scanTopic(client, topic, (batch) => void records.push(...batch));
  return records;
}

/**
 * Shows everything that is in a topic now, partition by partition in order, batch by batch; the next one waits for
 * what onRecords returns. Records of transactions that were not committed are not shown. For topics that are read as
 * a whole, for tools and tests; it uses a group of its own and commits nothing.
 * @throws PipelineError KAFKA_UNAVAILABLE (retriable), KAFKA_UNAUTHORIZED; what onRecords throws
 */
export async function scanTopic(
  client: KafkaClient,
  topic: TopicName,
  onRecords: (records: readonly RawRecord[]) => Promise<void> | void,
): Promise<void> {
  try {
    await scan(client, physicalTopic(client, topic), onRecords);
  } catch (error) {
    throw error instanceof OnRecordsError
      ? error.cause
      : await kafkaFailure(error, client, `reading ${topic}`);
  }
}

/** What a caller's function threw, kept apart from what Kafka did. */
class OnRecordsError extends Error {}

async function scan(
  client: KafkaClient,
  name: string,
  onRecords: (records: readonly RawRecord[]) => Promise<void> | void,
): Promise<void> {
  const ends = await endsOf(client, name);
  const open = new Map(
    ends.filter(({ low, high }) => high > low).map(({ partition, high }) => [partition, high]),
  );
  if (open.size === 0) {
    return;
  }
  const consumer = client.kafka.consumer({
    groupId: `${client.topicPrefix}reader-${randomUUID()}`,
    maxWaitTimeInMs: 100,
  });
  const { promise: finished, resolve, reject } = Promise.withResolvers<void>();
  let hasFailed = false;
  consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
  // Not the last record's offset: compaction may have removed it, and the mark that ends a transaction is no record.
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload: { partition, lastOffset } }) => {
    if (Number(lastOffset) + 1 >= (open.get(partition) ?? 0)) {
      open.delete(partition);
    }
    if (open.size === 0) {
      resolve();
    }
  });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [name], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        if (hasFailed) {
          throw new TypeError('the caller failed');
        }
        const records = batch.messages.map(({ offset, timestamp, key, value, headers }) => ({
          partition: batch.partition,
          offset,
          timestamp: Number(timestamp),
          key,
          value,
          headers: headers ?? {},
        }));
        try {
          await onRecords(records);
        } catch (cause) {
          // kafkajs may show it again before it is disconnected.
          hasFailed = true;
          reject(new OnRecordsError('the caller failed', { cause }));
          throw new TypeError('the caller failed', { cause });
        }
      },
    });
    await finished;
  } finally {
    await consumer.disconnect();
  }
}

async function endsOf(
  client: KafkaClient,
  name: string,
): Promise<readonly { readonly partition: number; readonly low: number; readonly high: number }[]> {
  const admin = client.kafka.admin();
  try {
    await admin.connect();
    const offsets = await admin.fetchTopicOffsets(name);
    return offsets.map(({ partition, low, high }) => ({ partition, low: Number(low), high: Number(high) }));
  } finally {
    await admin.disconnect();
  }
}

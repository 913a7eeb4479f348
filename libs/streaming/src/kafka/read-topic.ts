import type { KafkaMessage } from 'kafkajs';
import type { TopicName } from '@tdp/contracts';
import { physicalTopic, type KafkaClient } from './kafka-client';
import { kafkaFailure } from './kafka-failure';

/** A record as it lies in a topic, undecoded. */
export interface RawRecord {
  readonly partition: number;
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: NonNullable<KafkaMessage['headers']>;
}

/** Reads everything that is in a topic now into memory; see `scanTopic`. */
export async function readTopic(
  client: KafkaClient,
  topic: TopicName,
  readerId: string,
): Promise<readonly RawRecord[]> {
  const records: RawRecord[] = [];
  await scanTopic(client, topic, readerId, (record) => records.push(record));
  return records;
}

/**
 * Shows everything that is in a topic now, partition by partition in order. For topics that are read
 * as a whole, for tools and tests; it uses a group of its own and commits nothing.
 * @throws PipelineError KAFKA_UNAVAILABLE (retriable), KAFKA_UNAUTHORIZED
 */
export async function scanTopic(
  client: KafkaClient,
  topic: TopicName,
  readerId: string,
  onRecord: (record: RawRecord) => void,
): Promise<void> {
  try {
    await scan(client, topic, readerId, onRecord);
  } catch (error) {
    throw await kafkaFailure(error, client, `reading ${topic}`);
  }
}

async function scan(
  client: KafkaClient,
  topic: TopicName,
  readerId: string,
  onRecord: (record: RawRecord) => void,
): Promise<void> {
  const name = physicalTopic(client, topic);
  const admin = client.kafka.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(name).finally(() => admin.disconnect());
  const open = new Set(
    ends.filter(({ low, high }) => Number(high) > Number(low)).map(({ partition }) => partition),
  );
  const endOf = new Map(ends.map(({ partition, high }) => [partition, Number(high)]));
  if (open.size === 0) {
    return;
  }
  const consumer = client.kafka.consumer({
    groupId: `${client.topicPrefix}reader-${readerId}`,
    maxWaitTimeInMs: 100,
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [name], fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      reject(payload.error);
    });
    consumer
      .run({
        autoCommit: false,
        eachBatch: ({ batch }) => {
          for (const { offset, key, value, headers } of batch.messages) {
            onRecord({ partition: batch.partition, offset, key, value, headers: headers ?? {} });
          }
          // Compaction may remove the last records, hence the batch's own end, not a count.
          if (Number(batch.lastOffset()) + 1 >= (endOf.get(batch.partition) ?? 0)) {
            open.delete(batch.partition);
          }
          if (open.size === 0) {
            resolve();
          }
          return Promise.resolve();
        },
      })
      .catch(reject);
  }).finally(() => consumer.disconnect());
}

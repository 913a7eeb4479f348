import type { Admin } from 'kafkajs';
import type { TopicName } from '@tdp/contracts';
import { physicalTopic, type KafkaClient } from './kafka-client';

/** Where a group stands in one partition. */
export interface PartitionLag {
  readonly topic: TopicName;
  readonly partition: number;
  /** Next offset the group will read. */
  readonly committed: number;
  /** Records between that and the end of the partition. */
  readonly lag: number;
}

/** Reads a group's lag in every partition of some topics. */
export async function fetchPartitionLags(
  admin: Admin,
  client: KafkaClient,
  group: string,
  topics: readonly TopicName[],
): Promise<readonly PartitionLag[]> {
  const names = topics.map((topic) => physicalTopic(client, topic));
  const committed = new Map(
    (await admin.fetchOffsets({ groupId: group, topics: names })).flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, offset }) => [`${topic}/${partition}`, Number(offset)] as const),
    ),
  );
  const lags: PartitionLag[] = [];
  for (const topic of topics) {
    const name = physicalTopic(client, topic);
    for (const { partition, low, high } of await admin.fetchTopicOffsets(name)) {
      const stored = committed.get(`${name}/${partition}`) ?? -1;
      // A group that never committed starts at the beginning of the partition.
      const position = stored < 0 ? Number(low) : stored;
      lags.push({ topic, partition, committed: position, lag: Math.max(0, Number(high) - position) });
    }
  }
  return lags;
}

/** Reads a group's lag again and again, for as long as its service runs. */
export interface LagReader {
  /** @throws what kafkajs throws */
  read(): Promise<readonly PartitionLag[]>;
  /** Lets go once a read that is under way has ended; reading is not possible any more. */
  close(): Promise<void>;
}

/** Creates the reader. It connects when it is asked, and anew after a failure: brokers may have moved. */
export function createLagReader(client: KafkaClient, group: string, topics: readonly TopicName[]): LagReader {
  let admin: Admin | null = null;
  let reading: Promise<unknown> = Promise.resolve();

  async function letGo(): Promise<void> {
    const last = admin;
    admin = null;
    await last?.disconnect().catch(() => undefined);
  }

  async function read(): Promise<readonly PartitionLag[]> {
    try {
      if (admin === null) {
        admin = client.impatient.admin();
        await admin.connect();
      }
      return await fetchPartitionLags(admin, client, group, topics);
    } catch (error) {
      await letGo();
      throw error;
    }
  }

  return {
    read() {
      const lags = read();
      reading = lags.catch(() => undefined);
      return lags;
    },
    // A client must not be disconnected while it connects (kafkajs #1639).
    close: () => reading.then(letGo),
  };
}

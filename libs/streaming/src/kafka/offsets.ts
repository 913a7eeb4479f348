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

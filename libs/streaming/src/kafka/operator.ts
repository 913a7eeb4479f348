import type { Admin } from 'kafkajs';
import type { TopicName } from '@tdp/contracts';
import { withBroker } from './broker-requests';
import { physicalGroup, physicalTopic, type KafkaClient } from './kafka-client';

/** What an operator of the cluster sees and does; for tools and fault tests, never for services. */
export interface ClusterOperator {
  /** Partitions (`topic/number`) that lack a leader, or have fewer copies in sync than copies. */
  outOfSync(): Promise<readonly string[]>;
  /** Adds partitions to a topic, up to this many. */
  addPartitions(topic: TopicName, count: number): Promise<void>;
  /** Changes these settings of a topic and no others. */
  configure(topic: TopicName, settings: Readonly<Record<string, string>>): Promise<void>;
  /** Deletes every record that is in the topic now. */
  deleteRecords(topic: TopicName): Promise<void>;
  deleteTopic(topic: TopicName): Promise<void>;
  /** Lets a group that has no members now read a topic from its beginning. */
  rewind(groupId: string, topic: TopicName): Promise<void>;
  /** Makes a group that has no members now go on at this offset in every partition, be it there or not. */
  moveTo(groupId: string, topic: TopicName, offset: number): Promise<void>;
  /**
   * Lets a group that has no members now read a topic from the first record on that is not older than this, epoch ms;
   * null for its beginning.
   */
  startAt(groupId: string, topic: TopicName, since: number | null): Promise<void>;
  /** Where a group stands in each partition of a topic. */
  positions(groupId: string, topic: TopicName): Promise<readonly GroupPosition[]>;
  /** Forgets a group that has no members, and where it stood. */
  deleteGroup(groupId: string): Promise<void>;
  /** State of a consumer group, and how many members it has. */
  group(groupId: string): Promise<{ readonly state: string; readonly members: number }>;
}

/** A partition as a group sees it. Offsets. */
export interface GroupPosition {
  readonly partition: number;
  /** What it reads next; null when it never said. */
  readonly next: number | null;
  readonly low: number;
  /** Behind the last record. */
  readonly high: number;
}

/** Creates an operator; each call connects and gives up soon. */
export function createOperator(client: KafkaClient): ClusterOperator {
  const withAdmin = async <T>(work: (admin: Admin) => Promise<T>): Promise<T> => {
    const admin = client.impatient.admin();
    try {
      await admin.connect();
      return await work(admin);
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  };
  return {
    outOfSync: () =>
      withAdmin(async (admin) => {
        const { topics } = await admin.fetchTopicMetadata();
        return topics.flatMap(({ name, partitions }) =>
          partitions
            .filter(({ leader, isr, replicas }) => leader < 0 || isr.length < replicas.length)
            .map(({ partitionId }) => `${name}/${partitionId}`),
        );
      }),
    addPartitions: (topic, count) =>
      withAdmin(async (admin) => {
        await admin.createPartitions({ topicPartitions: [{ topic: physicalTopic(client, topic), count }] });
      }),
    configure: (topic, settings) =>
      withBroker(client, (broker) => broker.change(new Map([[physicalTopic(client, topic), settings]]))),
    deleteRecords: (topic) =>
      withAdmin(async (admin) => {
        const name = physicalTopic(client, topic);
        const ends = await admin.fetchTopicOffsets(name);
        const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }));
        await admin.deleteTopicRecords({ topic: name, partitions });
      }),
    deleteTopic: (topic) =>
      withAdmin((admin) => admin.deleteTopics({ topics: [physicalTopic(client, topic)] })),
    rewind: (groupId, topic) =>
      withAdmin((admin) =>
        admin.resetOffsets({
          groupId: physicalGroup(client, groupId),
          topic: physicalTopic(client, topic),
          earliest: true,
        }),
      ),
    moveTo: (groupId, topic, offset) =>
      withAdmin(async (admin) => {
        const name = physicalTopic(client, topic);
        const ends = await admin.fetchTopicOffsets(name);
        const partitions = ends.map(({ partition }) => ({ partition, offset: String(offset) }));
        await admin.setOffsets({ groupId: physicalGroup(client, groupId), topic: name, partitions });
      }),
    startAt: (groupId, topic, since) =>
      withAdmin(async (admin) => {
        const name = physicalTopic(client, topic);
        const found =
          since === null
            ? (await admin.fetchTopicOffsets(name)).map(({ partition, low }) => ({ partition, offset: low }))
            : await admin.fetchTopicOffsetsByTimestamp(name, since);
        await admin.setOffsets({ groupId: physicalGroup(client, groupId), topic: name, partitions: found });
      }),
    positions: (groupId, topic) =>
      withAdmin(async (admin) => {
        const name = physicalTopic(client, topic);
        const stored = await admin.fetchOffsets({ groupId: physicalGroup(client, groupId), topics: [name] });
        const nextOf = new Map(
          stored.flatMap(({ partitions }) =>
            partitions.map(({ partition, offset }) => [partition, Number(offset)] as const),
          ),
        );
        return (await admin.fetchTopicOffsets(name)).map(({ partition, low, high }) => {
          const next = nextOf.get(partition) ?? -1;
          return { partition, next: next < 0 ? null : next, low: Number(low), high: Number(high) };
        });
      }),
    deleteGroup: (groupId) =>
      withAdmin(async (admin) => {
        await admin.deleteGroups([physicalGroup(client, groupId)]);
      }),
    group: (groupId) =>
      withAdmin(async (admin) => {
        const { groups } = await admin.describeGroups([physicalGroup(client, groupId)]);
        return { state: groups[0]?.state ?? 'Unknown', members: groups[0]?.members.length ?? 0 };
      }),
  };
}

import { ConfigResourceTypes, type Admin } from 'kafkajs';
import type { TopicDefinition, TopicName } from '@tdp/contracts';
import { PipelineError, systemClock } from '@tdp/service';
import { physicalGroup, physicalTopic, type KafkaClient } from './kafka-client';
import { isRetriableKafkaError } from './kafka-errors';
import { fetchPartitionLags } from './offsets';

/** What ensuring a topic did. */
export interface EnsuredTopic {
  readonly topic: string;
  readonly outcome: 'created' | 'configured' | 'unchanged';
  readonly partitions: number;
}

/** Administration of the pipeline's topics; for deploy jobs, tools and tests, not for services. */
export interface PipelineAdmin {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  /**
   * Creates missing topics and sets the configuration of existing ones. Partitions of an
   * existing topic are left alone: changing them moves keys. @throws KAFKA_UNAVAILABLE
   */
  ensureTopics(
    topics: readonly TopicDefinition[],
    replicationFactor?: number,
  ): Promise<readonly EnsuredTopic[]>;
  /** Records ever written to each topic (end offsets added up); 0 for a topic that is absent. */
  topicTotals(topics: readonly TopicName[]): Promise<Readonly<Record<string, number>>>;
  /** Records a group has yet to read, per topic. */
  groupLag(groupId: string, topics: readonly TopicName[]): Promise<Readonly<Record<string, number>>>;
  deleteTopics(topics: readonly TopicName[]): Promise<void>;
}

/** Creates an admin. Does no IO until connect. */
export function createAdmin(client: KafkaClient): PipelineAdmin {
  const admin = client.kafka.admin();
  return {
    async connect() {
      try {
        await admin.connect();
      } catch (cause) {
        throw new PipelineError('KAFKA_UNAVAILABLE', 'connecting to Kafka', { cause, retriable: true });
      }
    },
    disconnect: () => admin.disconnect(),
    ensureTopics: (topics, replicationFactor = -1) => ensureTopics(admin, client, topics, replicationFactor),
    async topicTotals(topics) {
      const existing = new Set(await admin.listTopics());
      const totals: Record<string, number> = {};
      for (const topic of topics) {
        const name = physicalTopic(client, topic);
        const offsets = existing.has(name) ? await admin.fetchTopicOffsets(name) : [];
        totals[topic] = offsets.reduce((sum, { high }) => sum + Number(high), 0);
      }
      return totals;
    },
    async groupLag(groupId, topics) {
      const lags = await fetchPartitionLags(admin, client, physicalGroup(client, groupId), topics);
      const byTopic: Record<string, number> = {};
      for (const { topic, lag } of lags) {
        byTopic[topic] = (byTopic[topic] ?? 0) + lag;
      }
      return byTopic;
    },
    deleteTopics: (topics) =>
      admin.deleteTopics({ topics: topics.map((topic) => physicalTopic(client, topic)) }),
  };
}

async function ensureTopics(
  admin: Admin,
  client: KafkaClient,
  topics: readonly TopicDefinition[],
  replicationFactor: number,
): Promise<readonly EnsuredTopic[]> {
  const existing = new Set(await admin.listTopics());
  const missing = topics.filter(({ name }) => !existing.has(physicalTopic(client, name)));
  if (missing.length > 0) {
    await admin.createTopics({
      waitForLeaders: false,
      topics: missing.map(({ name, partitions, config }) => ({
        topic: physicalTopic(client, name),
        numPartitions: partitions,
        replicationFactor,
        configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
      })),
    });
    await waitForLeaders(
      admin,
      missing.map(({ name }) => physicalTopic(client, name)),
    );
  }
  const ensured: EnsuredTopic[] = missing.map((definition) => ({
    topic: physicalTopic(client, definition.name),
    outcome: 'created',
    partitions: definition.partitions,
  }));
  for (const definition of topics.filter((topic) => !missing.includes(topic))) {
    ensured.push(await configure(admin, physicalTopic(client, definition.name), definition));
  }
  return ensured;
}

const LOOK_EVERY_MS = 100;
const LEADERS_WITHIN_MS = 60_000;

/**
 * Waits until every partition of topics that were just created has a leader. kafkajs' own waiting ends with the
 * first broker that has not heard of a topic yet.
 */
async function waitForLeaders(admin: Admin, topics: string[]): Promise<void> {
  const deadline = systemClock.monotonic() + LEADERS_WITHIN_MS;
  while (!(await haveLeaders(admin, topics))) {
    if (systemClock.monotonic() > deadline) {
      const message = `waiting for leaders of ${topics.join(', ')}: none after ${LEADERS_WITHIN_MS / 1_000} s`;
      throw new PipelineError('KAFKA_UNAVAILABLE', message, { retriable: true });
    }
    await systemClock.sleep(LOOK_EVERY_MS);
  }
}

async function haveLeaders(admin: Admin, topics: string[]): Promise<boolean> {
  try {
    const metadata = await admin.fetchTopicMetadata({ topics });
    return metadata.topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0));
  } catch (error) {
    if (!isRetriableKafkaError(error)) {
      throw error;
    }
    return false;
  }
}

async function configure(admin: Admin, name: string, definition: TopicDefinition): Promise<EnsuredTopic> {
  const wanted = Object.entries(definition.config);
  const described = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name, configNames: wanted.map(([key]) => key) }],
  });
  const current = new Map(
    described.resources.flatMap(({ configEntries }) =>
      configEntries.map((e) => [e.configName, e.configValue]),
    ),
  );
  const [metadata] = (await admin.fetchTopicMetadata({ topics: [name] })).topics;
  const partitions = metadata?.partitions.length ?? 0;
  if (wanted.every(([key, value]) => current.get(key) === value)) {
    return { topic: name, outcome: 'unchanged', partitions };
  }
  await admin.alterConfigs({
    validateOnly: false,
    resources: [
      {
        type: ConfigResourceTypes.TOPIC,
        name,
        configEntries: wanted.map(([key, value]) => ({ name: key, value })),
      },
    ],
  });
  return { topic: name, outcome: 'configured', partitions };
}

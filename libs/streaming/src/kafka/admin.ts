import type { Admin } from 'kafkajs';
import type { TopicDefinition, TopicName } from '@tdp/contracts';
import { PipelineError } from '@tdp/service';
import { withBroker } from './broker-requests';
import { physicalGroup, physicalTopic, type KafkaClient } from './kafka-client';
import { fetchPartitionLags } from './offsets';
import { patiently, type Patience } from './patiently';
import { NO_WISHES, planTopic, type PlannedTopic, type TopicWishes } from './topic-plan';
import { minInSyncOf, readTopicStates, unsafeBecause } from './topic-state';

/** What ensuring a topic did. */
export interface EnsuredTopic {
  readonly topic: string;
  readonly outcome: 'created' | 'configured' | 'unchanged';
  readonly partitions: number;
}

/**
 * Administration of the pipeline's topics; for deploy jobs, tools and tests, not for services. What
 * passes by itself is waited for, 30 s unless told otherwise.
 * Everything @throws PipelineError KAFKA_UNAUTHORIZED, KAFKA_UNAVAILABLE (retriable)
 */
export interface PipelineAdmin {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  /** What applyTopics would do. Changes nothing. */
  planTopics(topics: readonly TopicDefinition[], wishes?: TopicWishes): Promise<readonly PlannedTopic[]>;
  /**
   * Creates topics and changes settings as planned, and no other settings; returns when every
   * partition has a leader. @throws PipelineError TOPIC_UNSAFE before it does anything of a plan with refusals
   */
  applyTopics(plan: readonly PlannedTopic[]): Promise<void>;
  /** Plans and applies. */
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
export function createAdmin(client: KafkaClient, patience: Patience = {}): PipelineAdmin {
  const admin = client.impatient.admin();
  const doing = <T>(what: string, work: () => Promise<T>): Promise<T> =>
    patiently(client, what, work, patience);

  async function planTopics(
    topics: readonly TopicDefinition[],
    wishes: TopicWishes = NO_WISHES,
  ): Promise<readonly PlannedTopic[]> {
    const names = topics.map(({ name }) => physicalTopic(client, name));
    return doing('reading the topics', async () => {
      const { brokers, states } = await withBroker(client, (broker) => readTopicStates(broker, names));
      const plan = topics.map((topic) => {
        const name = physicalTopic(client, topic.name);
        return planTopic(topic, name, states.get(name) ?? null, wishes);
      });
      if (wishes.replicationFactor > brokers && plan.some(({ action }) => action === 'create')) {
        // They may be starting, one after the other.
        const message = `creating topics with ${wishes.replicationFactor} copies: only ${brokers} brokers are up`;
        throw new PipelineError('KAFKA_UNAVAILABLE', message, { retriable: true });
      }
      return plan;
    });
  }

  async function applyTopics(plan: readonly PlannedTopic[]): Promise<void> {
    refuse(plan.flatMap(({ refusals }) => refusals));
    const created = plan.filter(({ action }) => action === 'create');
    const changed = plan.filter(({ action }) => action === 'change');
    if (created.length > 0) {
      await doing('creating topics', () => create(admin, created));
    }
    if (changed.length > 0) {
      const changes = new Map(changed.map((planned) => [planned.topic, settingsOf(planned)]));
      await doing('changing topic settings', () => withBroker(client, (broker) => broker.change(changes)));
    }
    if (created.length > 0) {
      await awaitLeaders(created.map(({ topic }) => topic));
    }
  }

  /** Also sees what the brokers' own defaults have made of new topics. */
  async function awaitLeaders(names: readonly string[]): Promise<void> {
    const states = await doing('waiting for leaders', async () => {
      const read = await withBroker(client, (broker) => readTopicStates(broker, names));
      const waiting = names.filter((name) => read.states.get(name)?.hasLeaders !== true);
      if (waiting.length > 0) {
        const message = `waiting for leaders of ${waiting.join(', ')}`;
        throw new PipelineError('KAFKA_UNAVAILABLE', message, { retriable: true });
      }
      return read.states;
    });
    const unsafe = [...states.values()].map((state) => state && unsafeBecause(state, minInSyncOf(state)));
    refuse(unsafe.filter((reason) => reason !== null));
  }

  return {
    connect: () => doing('connecting to Kafka', () => admin.connect()),
    disconnect: () => admin.disconnect(),
    planTopics,
    applyTopics,
    async ensureTopics(topics, replicationFactor = -1) {
      const plan = await planTopics(topics, { ...NO_WISHES, replicationFactor });
      await applyTopics(plan);
      return plan.map(({ topic, action, partitions }) => ({ topic, outcome: OUTCOMES[action], partitions }));
    },
    async topicTotals(topics) {
      const names = topics.map((topic) => physicalTopic(client, topic));
      return doing('counting records', async () => {
        const { states } = await withBroker(client, (broker) => readTopicStates(broker, names));
        const totals: Record<string, number> = {};
        for (const topic of topics) {
          const name = physicalTopic(client, topic);
          const offsets = states.get(name) === null ? [] : await admin.fetchTopicOffsets(name);
          totals[topic] = offsets.reduce((sum, { high }) => sum + Number(high), 0);
        }
        return totals;
      });
    },
    async groupLag(groupId, topics) {
      const group = physicalGroup(client, groupId);
      const lags = await doing(`reading the lag of ${group}`, () =>
        fetchPartitionLags(admin, client, group, topics),
      );
      const byTopic: Record<string, number> = {};
      for (const { topic, lag } of lags) {
        byTopic[topic] = (byTopic[topic] ?? 0) + lag;
      }
      return byTopic;
    },
    deleteTopics: (topics) =>
      doing('deleting topics', () =>
        admin.deleteTopics({ topics: topics.map((topic) => physicalTopic(client, topic)) }),
      ),
  };
}

const OUTCOMES = { create: 'created', change: 'configured', keep: 'unchanged' } as const;

function refuse(reasons: readonly string[]): void {
  if (reasons.length > 0) {
    throw new PipelineError('TOPIC_UNSAFE', `checking topics: ${reasons.join('; ')}`);
  }
}

async function create(admin: Admin, topics: readonly PlannedTopic[]): Promise<void> {
  await admin.createTopics({
    // kafkajs' own waiting ends with the first broker that has not heard of a topic yet.
    waitForLeaders: false,
    topics: topics.map((planned) => ({
      topic: planned.topic,
      numPartitions: planned.partitions,
      replicationFactor: planned.replicas,
      configEntries: Object.entries(settingsOf(planned)).map(([name, value]) => ({ name, value })),
    })),
  });
}

const settingsOf = ({ settings }: PlannedTopic): Readonly<Record<string, string>> =>
  Object.fromEntries(settings.map(({ name, to }) => [name, to]));

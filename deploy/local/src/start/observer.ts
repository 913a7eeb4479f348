import { TOPICS, type TopicName } from '@tdp/contracts';
import type { Logger } from '@tdp/service';
import { createAdmin, createKafka, readLetters, type KafkaClient } from '@tdp/streaming';
import type { Db } from 'mongodb';
import { createMongoClient } from '../native/mongo-client';
import type { Endpoints } from '../native/start-stack';
import { createGapReader } from '../oracle/gaps';
import type { Connections } from './connections';
import { createOracle, DEAD_LETTER_TOPICS, type Oracle } from '../oracle/oracle';

export const COLLECTIONS = ['tweets', 'users'] as const;
export type CollectionName = (typeof COLLECTIONS)[number];

export const TOPIC_NAMES = Object.keys(TOPICS) as TopicName[];

export interface Totals {
  readonly topics: Record<string, number>;
  readonly collections: Record<CollectionName, number>;
}

/** Sees how far the posts got, and accounts for them. */
export interface Observer {
  totals(): Promise<Totals>;
  /** Records that the consumer groups, or one of them, have yet to read. */
  lag(of?: 'enricher' | 'mongo-sink'): Promise<number>;
  readonly oracle: Oracle;
  readonly kafka: KafkaClient;
  readonly db: Db;
  close(): Promise<void>;
}

const GROUPS: readonly { group: 'enricher' | 'mongo-sink'; topics: readonly TopicName[] }[] = [
  { group: 'enricher', topics: ['tweets-raw'] },
  { group: 'mongo-sink', topics: ['tweets-enriched', 'profiles-raw'] },
];

export interface ObserverOptions {
  readonly endpoints: Endpoints;
  readonly logger: Logger;
  /** How these are reached; default: by anybody. */
  readonly connections?: Connections;
  /** Ids of the consumer groups, where they are not the services' names. */
  readonly groupIds?: Partial<Record<'enricher' | 'mongo-sink', string>>;
  /** Of topics and groups, where a pipeline shares its brokers with others. */
  readonly topicPrefix?: string;
}

export async function connectObserver({
  endpoints,
  logger,
  connections = {},
  groupIds = {},
  topicPrefix = '',
}: ObserverOptions): Promise<Observer> {
  const brokers = endpoints.kafkaBrokers.split(',');
  const kafka = createKafka({
    brokers,
    clientId: 'local-stack',
    topicPrefix,
    logger,
    ...(connections.kafka && { access: connections.kafka }),
  });
  const admin = createAdmin(kafka);
  const mongo = createMongoClient(endpoints.mongodbUri, connections.mongo);
  await Promise.all([admin.connect(), mongo.connect()]);
  const db = mongo.db();
  const countLetters = createLetterCounts(kafka);

  return {
    async totals() {
      const counts = COLLECTIONS.map((name) => db.collection(name).estimatedDocumentCount());
      const [topics, [tweetCount = 0, userCount = 0]] = await Promise.all([
        admin.topicTotals(TOPIC_NAMES),
        Promise.all(counts),
      ]);
      return {
        topics: { ...topics, ...(await countLetters(topics)) },
        collections: { tweets: tweetCount, users: userCount },
      };
    },
    async lag(of) {
      const lags = await Promise.all(
        GROUPS.filter(({ group }) => of === undefined || group === of).map(({ group, topics }) =>
          admin.groupLag(groupIds[group] ?? group, topics),
        ),
      );
      return sum(lags.flatMap((lag) => Object.values(lag)));
    },
    oracle: createOracle({
      db,
      kafka,
      gaps: createGapReader(kafka, endpoints.schemaRegistryUrl, connections.registry),
    }),
    kafka,
    db,
    async close() {
      await Promise.all([admin.disconnect(), mongo.close()]);
    },
  };
}

/**
 * Counts the letters in the dead-letter topics. Their records tell less: a letter that was sent back is one more of
 * them. Read again only when there are other records than at the last look.
 */
function createLetterCounts(
  kafka: KafkaClient,
): (records: Partial<Record<TopicName, number>>) => Promise<Record<string, number>> {
  const known = new Map<TopicName, { readonly records: number; readonly letters: number }>();
  return async (records) => {
    const counts = DEAD_LETTER_TOPICS.map(async (topic) => {
      const now = records[topic] ?? 0;
      const before = known.get(topic) ?? { records: 0, letters: 0 };
      const letters = now === before.records ? before.letters : (await readLetters(kafka, topic)).length;
      known.set(topic, { records: now, letters });
      return [topic, letters] as const;
    });
    return Object.fromEntries(await Promise.all(counts));
  };
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** What came in between two looks. */
export function difference(after: Totals, before: Totals): Totals {
  const topics = Object.fromEntries(
    Object.entries(after.topics).map(([name, total]) => [name, total - (before.topics[name] ?? 0)]),
  );
  return {
    topics,
    collections: {
      tweets: after.collections.tweets - before.collections.tweets,
      users: after.collections.users - before.collections.users,
    },
  };
}

import { TOPICS, type TopicName } from '@tdp/contracts';
import type { Logger } from '@tdp/service';
import { createAdmin, createKafka, readTopic } from '@tdp/streaming';
import { createMongoClient } from '../native/mongo-client';
import type { Endpoints } from '../native/start-stack';

export const COLLECTIONS = ['tweets', 'users'] as const;
export type CollectionName = (typeof COLLECTIONS)[number];

export const TOPIC_NAMES = Object.keys(TOPICS) as TopicName[];
export const DEAD_LETTER_TOPICS = TOPIC_NAMES.filter((name) => name.endsWith('-dlq'));

export interface Totals {
  topics: Record<string, number>;
  collections: Record<CollectionName, number>;
}

/** Looks at the pipeline from outside: at its topics and collections, never at what a service says of itself. */
export interface Observer {
  totals(): Promise<Totals>;
  /** Records that the consumer groups have yet to read. */
  lag(): Promise<number>;
  /** Which of these posts are in MongoDB. */
  findStored: (ids: readonly string[]) => Promise<string[]>;
  /** The posts that were dead-lettered. */
  deadLetteredIds: () => Promise<Set<string>>;
  close(): Promise<void>;
}

const GROUPS: readonly { group: string; topics: readonly TopicName[] }[] = [
  { group: 'enricher', topics: ['tweets-raw'] },
  { group: 'mongo-sink', topics: ['tweets-enriched', 'profiles-raw'] },
];

export async function connectObserver(endpoints: Endpoints, logger: Logger): Promise<Observer> {
  const kafka = createKafka({ brokers: endpoints.kafkaBrokers.split(','), clientId: 'local-stack', logger });
  const admin = createAdmin(kafka);
  const mongo = createMongoClient(endpoints.mongodbUri);
  await Promise.all([admin.connect(), mongo.connect()]);
  const tweets = mongo.db().collection<{ _id: string }>('tweets');

  return {
    async totals() {
      const counts = COLLECTIONS.map((name) => mongo.db().collection(name).estimatedDocumentCount());
      const [topics, [tweetCount = 0, userCount = 0]] = await Promise.all([
        admin.topicTotals(TOPIC_NAMES),
        Promise.all(counts),
      ]);
      return { topics: { ...topics }, collections: { tweets: tweetCount, users: userCount } };
    },
    async lag() {
      const lags = await Promise.all(GROUPS.map(({ group, topics }) => admin.groupLag(group, topics)));
      return sum(lags.flatMap((lag) => Object.values(lag)));
    },
    async findStored(ids) {
      const found = await tweets.find({ _id: { $in: [...ids] } }, { projection: { _id: 1 } }).toArray();
      return found.map(({ _id }) => _id);
    },
    async deadLetteredIds() {
      const topics = await Promise.all(
        DEAD_LETTER_TOPICS.map((topic) => readTopic(kafka, topic, `local-stack-${process.pid}-${topic}`)),
      );
      return new Set(topics.flat().flatMap(({ key, value }) => idOf(key, value) ?? []));
    },
    async close() {
      await Promise.all([admin.disconnect(), mongo.close()]);
    },
  };
}

/** A dead letter keeps its record's key, the post's id; a line of the stream that could not be read has none. */
function idOf(key: Buffer | null, value: Buffer | null): string | null {
  if (key && key.length > 0) return key.toString('utf8');
  return /"data"\s*:\s*\{.*?"id"\s*:\s*"(\d+)"/s.exec(value?.toString('utf8') ?? '')?.[1] ?? null;
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

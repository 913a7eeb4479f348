import type { mongo } from 'mongoose';
import type { Service, ServiceDeps } from '@tdp/service';
import { createCodec, createConsumerLoop, createKafka, createProducer } from '@tdp/streaming';
import { createBulkWriter } from './bulk-writer';
import type { SinkConfig } from './config';
import { createDatabase } from './database';
import { createSinkMetrics } from './metrics';
import { createRemovals } from './removals';
import { storeSlice, type StoreDeps } from './store-slice';
import type { StoredDocument } from './write-models/versioned';

/** Composes the sink: tweets-enriched and profiles-raw to MongoDB. */
export function createMongoSink(deps: ServiceDeps<SinkConfig>): Service {
  const { config, logger, metrics, clock, fatal } = deps;
  const topicPrefix = config.KAFKA_TOPIC_PREFIX;
  const database = createDatabase(config.MONGODB_URI);
  const kafka = createKafka({
    brokers: config.KAFKA_BROKERS,
    clientId: config.KAFKA_CLIENT_ID ?? 'mongo-sink',
    topicPrefix,
    logger,
  });
  const codec = createCodec({ registryUrl: config.SCHEMA_REGISTRY_URL, topicPrefix, clock });
  // Only for dead letters.
  const producer = createProducer({ kafka, codec, metrics, clock, fatal, lingerMs: 0 });
  const sinkMetrics = createSinkMetrics(metrics);
  // The hot path goes round mongoose's casting, which costs thirty times what BSON does.
  const tweets = database.tweets.collection as unknown as mongo.Collection<StoredDocument>;
  const users = database.users.collection as unknown as mongo.Collection<StoredDocument>;
  const removedTweets = database.removedTweets.collection as unknown as mongo.Collection<{
    _id: string;
    removedAt: Date;
  }>;
  const store: StoreDeps = {
    tweets: createBulkWriter({ collection: tweets, metrics: sinkMetrics, clock }),
    users: createBulkWriter({ collection: users, metrics: sinkMetrics, clock }),
    removals: createRemovals({ tweets, removedTweets, clock }),
    metrics: sinkMetrics,
    clock,
  };
  const loop = createConsumerLoop({
    kafka,
    codec,
    producer,
    logger,
    metrics,
    clock,
    fatal,
    groupId: 'mongo-sink',
    topics: ['tweets-enriched', 'profiles-raw'],
    deadLetterTopic: 'mongo-sink-dlq',
    maxSliceRecords: config.MONGO_SINK_MAX_BATCH_DOCUMENTS,
    handle: (slice) => storeSlice(store, slice),
  });
  return {
    components: [database, producer, loop],
    live: [{ name: 'consumer', check: () => loop.live() }],
    ready: [
      { name: 'consumer', check: () => loop.ready() },
      { name: 'mongodb', check: () => database.ping() },
    ],
  };
}

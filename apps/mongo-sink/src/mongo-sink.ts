import type { Service, ServiceDeps } from '@tdp/service';
import { createConsumerLoop, createEventAge, createKafkaParts } from '@tdp/streaming';
import type { SinkConfig } from './config';
import { createDatabase } from './database';
import { createSinkMetrics } from './metrics';
import { createStore } from './store';

/** Composes the sink: tweets-enriched and profiles-raw to MongoDB. */
export function createMongoSink(deps: ServiceDeps<SinkConfig>): Service {
  const { config, logger, metrics, clock, fatal } = deps;
  const database = createDatabase({ uri: config.MONGODB_URI, clock, logger });
  const { kafka, codec, producer, dependencies } = createKafkaParts(deps, {
    service: 'mongo-sink',
    topics: ['tweets-enriched', 'profiles-raw', 'mongo-sink-dlq'],
    // It produces dead letters only, and those should not wait.
    lingerMs: 0,
  });
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
    handle: createStore({
      database,
      metrics: createSinkMetrics(metrics),
      observeAge: createEventAge(metrics, 'stored', clock),
      clock,
    }),
  });
  return {
    components: [dependencies, database, producer, loop],
    live: [{ name: 'consumer', check: () => loop.live() }],
    ready: [
      { name: 'consumer', check: () => loop.ready() },
      { name: 'mongodb', check: () => database.ping() },
    ],
  };
}

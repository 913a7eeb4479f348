import { mongoTls, type Service, type ServiceDeps } from '@tdp/service';
import { createConsumerLoop, createEventAge, createKafkaParts } from '@tdp/streaming';
import { createInspection } from './collections/inspection';
import { collectionSettings, type SinkConfig } from './config';
import { createDatabaseConnection } from './database';
import { createSinkMetrics } from './metrics';
import { createStoring } from './storing';
import { SINK_REASONS } from './writers/writer';
import { createWriters, SINK_TOPICS } from './writers/writers';
import { createCorrections } from './writes/corrections';

/** Composes the sink: its topics to MongoDB. */
export function createMongoSink(deps: ServiceDeps<SinkConfig>): Service {
  const { config, logger, metrics, clock, fatal } = deps;
  const { kafka, codec, producer, dependencies } = createKafkaParts(deps, {
    service: 'mongo-sink',
    topics: [...SINK_TOPICS, 'tweets-raw'],
    // It produces dead letters and corrections only, and those should not wait.
    lingerMs: 0,
  });
  const sinkMetrics = createSinkMetrics(metrics);
  const observeAge = createEventAge(metrics, 'stored', clock);
  const storing = createStoring({
    connection: createDatabaseConnection({
      uri: config.MONGODB_URI,
      tls: mongoTls(config),
      settings: collectionSettings(config),
      clock,
      logger,
    }),
    clock,
    createInspection: (database) =>
      createInspection({ database, metrics: sinkMetrics, clock, logger, fatal }),
    createLoop: (database, operations) =>
      createConsumerLoop({
        kafka,
        codec,
        producer,
        logger,
        metrics,
        clock,
        fatal,
        groupId: 'mongo-sink',
        consumerGroup: config.MONGO_SINK_GROUP_ID,
        topics: SINK_TOPICS,
        deadLetterTopic: 'mongo-sink-dlq',
        reasons: SINK_REASONS,
        groupInstanceId: config.KAFKA_GROUP_INSTANCE_ID,
        maxSliceRecords: config.MONGO_SINK_MAX_BATCH_DOCUMENTS,
        handle: createWriters({
          database,
          operations,
          corrections: createCorrections(producer),
          metrics: sinkMetrics,
          observeAge,
          clock,
        }),
      }),
  });
  return {
    components: [dependencies, producer, storing],
    live: [{ name: 'consumer', check: () => storing.live() }],
    ready: [
      { name: 'consumer', check: () => storing.ready() },
      { name: 'mongodb', check: () => storing.mongodb() },
    ],
  };
}

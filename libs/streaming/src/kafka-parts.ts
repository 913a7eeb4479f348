import { hasRecords, type TopicName } from '@tdp/contracts';
import {
  createCertificateExpiry,
  kafkaAccess,
  registryAccess,
  waitForDependency,
  type Clock,
  type Component,
  type KafkaConfig,
  type Logger,
  type Metrics,
} from '@tdp/service';
import { createCodec, type Codec } from './codec/codec';
import { createKafka, type KafkaClient } from './kafka/kafka-client';
import { requireTopics } from './kafka/require-topics';
import { createProducer, type Producer } from './producer/producer';

export interface KafkaPartsDeps {
  readonly config: KafkaConfig;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly fatal: (error: Error) => void;
}

export interface KafkaPartsOptions {
  /** The service's name: how it calls itself to the brokers unless configured otherwise. */
  readonly service: string;
  /** Every topic the service reads or writes. */
  readonly topics: readonly TopicName[];
  /** See ProducerOptions. */
  readonly lingerMs?: number;
}

/** What every service needs of Kafka. */
export interface KafkaParts {
  readonly kafka: KafkaClient;
  readonly codec: Codec;
  readonly producer: Producer;
  /**
   * To be started before anything that uses Kafka: waits until brokers and registry answer, then
   * ends the start with the name of a topic or subject that is missing.
   */
  readonly dependencies: Component;
}

/** Creates a service's client, codec and producer from its settings. Does no IO. */
export function createKafkaParts(deps: KafkaPartsDeps, options: KafkaPartsOptions): KafkaParts {
  const { config, logger, metrics, clock, fatal } = deps;
  const topicPrefix = config.KAFKA_TOPIC_PREFIX;
  const expiry = createCertificateExpiry({ metrics, logger, clock });
  const kafka = createKafka({
    brokers: config.KAFKA_BROKERS,
    clientId: config.KAFKA_CLIENT_ID ?? options.service,
    topicPrefix,
    logger,
    access: kafkaAccess(config),
    onCertificate: (address, certificate) => expiry.presented('kafka', address, certificate),
  });
  const codec = createCodec({
    registryUrl: config.SCHEMA_REGISTRY_URL,
    registryAccess: registryAccess(config),
    onCertificate: (address, certificate) => expiry.presented('schema-registry', address, certificate),
    topicPrefix,
    clock,
  });
  const { lingerMs } = options;
  return {
    kafka,
    codec,
    producer: createProducer({
      kafka,
      codec,
      logger,
      metrics,
      clock,
      fatal,
      ...(lingerMs !== undefined && { lingerMs }),
    }),
    dependencies: {
      name: 'kafka and registry',
      start: (stopping) =>
        waitForDependency(
          async () => {
            const differences = await requireTopics(kafka, options.topics, clock);
            differences.forEach((difference) => logger.warn({ topics: options.topics }, difference));
            await codec.prepare(options.topics.filter(hasRecords));
          },
          { clock, logger, stopping },
        ),
      stop: () => Promise.resolve(),
    },
  };
}

import { Kafka, logLevel, type KafkaConfig, type logCreator } from 'kafkajs';
import { type KafkaAccess, type Logger, systemClock } from '@tdp/service';
import type { TopicName } from '@tdp/contracts';
import { createLogin } from './login';
import { armRequestQueueTimerOnlyWhenNeeded } from './request-queue-timer';
import { createSocketFactory, type OnCertificate } from './sockets';

/** A configured Kafka connection; opens nothing until a component made from it starts. */
export interface KafkaClient {
  /** @internal kafkajs stays inside this library. */
  readonly kafka: Kafka;
  /** @internal The same for questions that are asked again: it gives up soon and leaves the report to the caller. */
  readonly impatient: Kafka;
  /** @internal What both are made from, TLS and login included. */
  readonly config: KafkaConfig;
  /** host:port of the bootstrap brokers. */
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
}

export interface KafkaClientOptions {
  /** host:port of the bootstrap brokers. */
  readonly brokers: readonly string[];
  /** Shown in the brokers' logs and quotas. */
  readonly clientId: string;
  /** Put before every topic, subject and consumer group; for several pipelines on one cluster. */
  readonly topicPrefix?: string;
  readonly logger: Logger;
  /** TLS and login; default: neither. */
  readonly access?: KafkaAccess;
  readonly onCertificate?: OnCertificate;
}

/** Creates a Kafka client. Does no IO. */
export function createKafka(options: KafkaClientOptions): KafkaClient {
  armRequestQueueTimerOnlyWhenNeeded(() => systemClock.now());
  // Set here because kafkajs has other defaults when NODE_ENV is "test".
  const retry = { initialRetryTime: 100, maxRetryTime: 5_000, factor: 0.2, multiplier: 2, retries: 8 };
  const { tls, sasl } = options.access ?? { tls: null, sasl: null };
  const config: KafkaConfig = {
    brokers: [...options.brokers],
    ...(tls !== null && { ssl: { ...tls } }),
    ...(sasl !== null && { sasl: createLogin(sasl) }),
    socketFactory: createSocketFactory(options.onCertificate ?? (() => undefined)),
    clientId: options.clientId,
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    retry,
    logLevel: logLevel.WARN,
    logCreator: pinoLogCreator(options.logger),
  };
  return {
    kafka: new Kafka(config),
    impatient: new Kafka({ ...config, retry: { ...retry, retries: 1 }, logLevel: logLevel.NOTHING }),
    config,
    brokers: options.brokers,
    topicPrefix: options.topicPrefix ?? '',
  };
}

/** The name a topic has on the cluster. */
export function physicalTopic(client: Pick<KafkaClient, 'topicPrefix'>, topic: TopicName): string {
  return client.topicPrefix + topic;
}

/** The group id as the cluster knows it. */
export function physicalGroup(client: Pick<KafkaClient, 'topicPrefix'>, groupId: string): string {
  return client.topicPrefix + groupId;
}

const QUIET =
  /The group is rebalancing|Response (Heartbeat|OffsetCommit|JoinGroup|SyncGroup)|KafkaJS v1\.|Restarting the consumer/;

/**
 * kafkajs logs at error what it retries itself; those lines become warnings, so that an
 * error line always means that something needs a person.
 */
function pinoLogCreator(logger: Logger): logCreator {
  return () =>
    ({ level, log }) => {
      const { message, timestamp: _timestamp, logger: _name, stack: _stack, ...fields } = log;
      if (QUIET.test(message)) {
        logger.debug(fields, message);
      } else if (level === logLevel.ERROR || level === logLevel.WARN) {
        logger.warn(fields, message);
      } else {
        logger.debug(fields, message);
      }
    };
}

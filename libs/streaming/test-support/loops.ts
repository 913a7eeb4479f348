import net from 'node:net';
import { Kafka, logLevel } from 'kafkajs';
import { TOPICS } from '@tdp/contracts';
import { createLogger, createMetrics, systemClock, type Logger, type Metrics } from '@tdp/service';
import { buildTweet, stackEndpoints, uniqueName } from '@tdp/testing';
import { createCodec, type Codec } from '../src/codec/codec';
import { registerSchemas } from '../src/codec/register-schemas';
import {
  createConsumerLoop,
  type ConsumerLoop,
  type ConsumerLoopOptions,
} from '../src/consumer/consumer-loop';
import { type Handle, ok } from '../src/consumer/handle';
import { createAdmin, type PipelineAdmin } from '../src/kafka/admin';
import { createKafka, type KafkaClient } from '../src/kafka/kafka-client';
import { createProducer, type Producer } from '../src/producer/producer';

/** A loop with what a test looks at. */
export interface WatchedLoop extends ConsumerLoop {
  readonly metrics: Metrics;
  /** What a scrape shows of one metric: a line per series. */
  series(name: string): Promise<readonly string[]>;
}

/** Topics of one test on the real broker, records in them, and loops that read them. */
export interface LoopBench {
  readonly kafka: KafkaClient;
  readonly codec: Codec;
  readonly producer: Producer;
  readonly admin: PipelineAdmin;
  /** What ended the process, had it been one. */
  readonly fatals: Error[];
  createLoop(handle: Handle, overrides?: LoopOverrides): WatchedLoop;
  send(ids: readonly string[]): Promise<void>;
  /** Records of tweets-raw that the group has yet to read. */
  lag(): Promise<number>;
  /** Stops every loop that it created, then the producer. */
  close(): Promise<void>;
}

export type LoopOverrides = Partial<Omit<ConsumerLoopOptions, 'reasons' | 'handle'>>;

export const silent: Logger = createLogger({ service: 'int', version: 't', level: 'silent' });

/** Numbers as ids. */
export const ids = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, index) => String(from + index));

/** A handler that keeps the keys it saw. */
export function keepKeys(seen: string[]): Handle {
  return (slice) => {
    seen.push(...slice.map(({ key }) => String(key)));
    return Promise.resolve(slice.map(() => ok([])));
  };
}

/** Creates the topics of a test, under a prefix of their own. */
export async function createLoopBench(): Promise<LoopBench> {
  const stack = stackEndpoints(process.env);
  const registryUrl = stack.schemaRegistryUrl;
  const topicPrefix = `${uniqueName('loop')}-`;
  const brokers = stack.kafkaBrokers.split(',');
  const kafka = createKafka({ brokers, clientId: 'int', topicPrefix, logger: silent });
  const codec = createCodec({ registryUrl, topicPrefix, clock: systemClock });
  const admin = createAdmin(kafka);
  const fatals: Error[] = [];
  const fatal = (error: Error): void => void fatals.push(error);
  const topics = Object.values(TOPICS);
  await admin.connect();
  await admin.ensureTopics(topics);
  await registerSchemas({ registryUrl, topicPrefix, topics });
  await codec.prepare(['tweets-raw', 'tweets-enriched', 'profiles-raw']);
  const producer = createProducer({
    kafka,
    codec,
    metrics: newMetrics(),
    clock: systemClock,
    logger: silent,
    fatal,
  });
  await producer.start();
  const loops: WatchedLoop[] = [];

  return {
    kafka,
    codec,
    producer,
    admin,
    fatals,
    createLoop(handle, overrides = {}) {
      const metrics = newMetrics();
      const loop = createConsumerLoop({
        kafka,
        codec,
        producer,
        logger: silent,
        metrics,
        clock: systemClock,
        fatal,
        groupId: 'enricher',
        topics: ['tweets-raw'],
        deadLetterTopic: 'enricher-dlq',
        handle,
        reasons: { deadLetters: [], drops: [], retries: ['MONGO_UNAVAILABLE'] },
        ...overrides,
      });
      const watched = { ...loop, metrics, series: (name: string) => seriesOf(metrics, name) };
      loops.push(watched);
      return watched;
    },
    send: (keys) =>
      producer.sendAll(
        keys.map((id) => ({ topic: 'tweets-raw' as const, key: id, record: buildTweet({ id }) })),
      ),
    lag: async () => (await admin.groupLag('enricher', ['tweets-raw']))['tweets-raw'] ?? 0,
    async close() {
      await Promise.all(loops.map((loop) => loop.stop()));
      await producer.stop();
      await admin.disconnect();
    },
  };
}

/** The same client, but each of its connections goes to another port: a proxy before the broker. */
export function connectThrough(port: number, client: KafkaClient): KafkaClient {
  const config: KafkaClient['config'] = {
    ...client.config,
    brokers: [`127.0.0.1:${port}`],
    connectionTimeout: 1_000,
    requestTimeout: 5_000,
    socketFactory: ({ onConnect }) => net.connect({ host: '127.0.0.1', port }, onConnect),
  };
  const impatient = new Kafka({
    ...config,
    retry: { ...config.retry, retries: 1 },
    logLevel: logLevel.NOTHING,
  });
  return { ...client, config, kafka: new Kafka(config), impatient, brokers: [`127.0.0.1:${port}`] };
}

const newMetrics = (): Metrics => createMetrics({ service: 'int', version: 't', commit: 't' });

async function seriesOf({ registry }: Metrics, name: string): Promise<readonly string[]> {
  const text = await registry.getSingleMetricAsString(name);
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

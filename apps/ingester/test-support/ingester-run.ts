import path from 'node:path';
import { TOPICS, type RecordTopicName } from '@tdp/contracts';
import {
  createMetrics,
  loadConfig,
  startAll,
  stopAll,
  systemClock,
  type Clock,
  type Service,
} from '@tdp/service';
import { createAdmin, createCodec, createKafka, readTopic, registerSchemas } from '@tdp/streaming';
import { stackEndpoints, uniqueName } from '@tdp/testing';
import { configSchema, secrets } from '../src/config';
import { createIngester, INGESTER_TOPICS } from '../src/ingester';
import { observe } from './observed';
import { startXServer, type StreamScript, type XServer } from './x-server';

const { kafkaBrokers, schemaRegistryUrl } = stackEndpoints(process.env);
const rulesFile = path.join(__dirname, '../rules.yaml');

/** X's waits are minutes; the shape of the schedule is tested elsewhere, so here they pass 200 times as fast. */
const hurried: Clock = {
  ...systemClock,
  sleep: (ms, signal) => systemClock.sleep(ms > 1_000 ? ms / 200 : ms, signal),
};

const cleanups: (() => Promise<unknown>)[] = [];

/** Ends what the test has run; for afterEach. */
export async function endIngesters(): Promise<void> {
  for (const cleanup of cleanups.splice(0).reverse()) {
    await cleanup();
  }
}

/** Fresh topics, and their prefix. */
async function createTopics(): Promise<string> {
  const topicPrefix = `${uniqueName('ingester')}-`;
  const kafka = createKafka({
    brokers: kafkaBrokers.split(','),
    clientId: 'test',
    topicPrefix,
    logger: observe().logger,
  });
  const topics = INGESTER_TOPICS.map((name) => TOPICS[name]);
  const admin = createAdmin(kafka);
  await admin.connect();
  cleanups.push(async () => {
    await admin.deleteTopics(topics.map(({ name }) => name));
    await admin.disconnect();
  });
  await admin.ensureTopics(topics, 1);
  await registerSchemas({ registryUrl: schemaRegistryUrl, topicPrefix, topics });
  return topicPrefix;
}

/** A scripted X and an ingester between it and topics; fresh ones unless they are given. */
export async function runIngester(
  scripts: readonly StreamScript[],
  env: Readonly<Record<string, string>> = {},
  prefix?: string,
) {
  const server: XServer = await startXServer();
  cleanups.push(() => server.close());
  server.scripts.push(...scripts);
  const { logger, lines: log } = observe();
  const topicPrefix = prefix ?? (await createTopics());
  const kafka = createKafka({ brokers: kafkaBrokers.split(','), clientId: 'test', topicPrefix, logger });
  const admin = createAdmin(kafka);
  await admin.connect();
  cleanups.push(() => admin.disconnect());

  const config = loadConfig({
    schema: configSchema,
    service: 'ingester',
    secrets,
    env: {
      KAFKA_BROKERS: kafkaBrokers,
      SCHEMA_REGISTRY_URL: schemaRegistryUrl,
      KAFKA_TOPIC_PREFIX: topicPrefix,
      X_API_BASE_URL: server.baseUrl,
      X_BEARER_TOKEN: 't0ken',
      INGESTER_RULES_FILE: rulesFile,
      ...env,
    },
  });
  const metrics = createMetrics({ service: 'ingester', version: 't', commit: 't' });
  const errors: Error[] = [];
  const service: Service = createIngester({
    config,
    logger,
    metrics,
    clock: hurried,
    fatal: (error) => errors.push(error),
  });
  let stopped = false;
  const stop = async () => {
    if (!stopped) {
      stopped = true;
      await stopAll(service.components, { logger, clock: systemClock, deadlineMs: 10_000 });
    }
  };
  cleanups.push(stop);
  await startAll(service.components, { logger });

  const codec = createCodec({ registryUrl: schemaRegistryUrl, topicPrefix, clock: systemClock });
  async function read<T>(topic: RecordTopicName): Promise<readonly T[]> {
    const records = await readTopic(kafka, topic);
    const values = records.flatMap(({ value }) => value ?? []);
    await codec.load(topic, values);
    return values.map((value) => codec.decode(topic, value) as T);
  }
  const total = async (topic: keyof typeof TOPICS) => (await admin.topicTotals([topic]))[topic] ?? 0;
  return { server, kafka, log, errors, stop, read, total, service, topicPrefix };
}

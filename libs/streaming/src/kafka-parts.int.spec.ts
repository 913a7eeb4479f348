import { TOPICS } from '@tdp/contracts';
import { createMetrics, systemClock, type KafkaConfig } from '@tdp/service';
import { createRecordingLogger } from '@tdp/service/testing';
import { forwardPort, freePort, stackEndpoints, uniqueName, waitUntil } from '@tdp/testing';
import { registerSchemas } from './codec/register-schemas';
import { createAdmin } from './kafka/admin';
import { createKafkaParts } from './kafka-parts';

const stack = stackEndpoints(process.env);
const topics = ['tweets-raw', 'enricher-dlq'] as const;

function setUp(overrides: Partial<KafkaConfig> = {}) {
  const { logger, lines } = createRecordingLogger('warn');
  const config: KafkaConfig = {
    KAFKA_BROKERS: stack.kafkaBrokers.split(','),
    SCHEMA_REGISTRY_URL: stack.schemaRegistryUrl,
    KAFKA_TOPIC_PREFIX: `${uniqueName('parts')}-`,
    ...overrides,
  };
  const metrics = createMetrics({ service: 'int', version: 't', commit: 't' });
  const parts = createKafkaParts(
    { config, logger, metrics, clock: systemClock, fatal: (error) => lines.push({ error }) },
    { service: 'int', topics },
  );
  const { kafka } = parts;
  async function ensureTopics(): Promise<void> {
    const admin = createAdmin(kafka);
    await admin.connect();
    await admin.ensureTopics(topics.map((topic) => TOPICS[topic])).finally(() => admin.disconnect());
  }
  return { ...parts, prefix: config.KAFKA_TOPIC_PREFIX, lines, ensureTopics };
}

const waits = (lines: readonly Record<string, unknown>[]) =>
  lines.filter(({ msg }) => msg === 'waiting for a dependency').map(({ code }) => code);

describe('what a service needs of Kafka, at its start', () => {
  it('names every missing topic, and creates none', async () => {
    const { dependencies, kafka, prefix } = setUp();
    await expect(dependencies.start()).rejects.toMatchObject({
      code: 'TOPIC_MISSING',
      message: expect.stringContaining(`${prefix}tweets-raw, ${prefix}enricher-dlq missing`) as string,
    });
    const admin = createAdmin(kafka);
    await admin.connect();
    expect(await admin.topicTotals(['tweets-raw'])).toEqual({ 'tweets-raw': 0 });
    await admin.disconnect();
  });

  it('names a missing subject', async () => {
    const { dependencies, ensureTopics, prefix } = setUp();
    await ensureTopics();
    await expect(dependencies.start()).rejects.toMatchObject({
      code: 'SUBJECT_MISSING',
      message: expect.stringContaining(`${prefix}tweets-raw-value`) as string,
    });
  });

  it('waits for a registry that is away, and starts when it answers', async () => {
    const port = await freePort();
    const target = new URL(stack.schemaRegistryUrl);
    const url = `http://127.0.0.1:${port}${target.pathname}`;
    const { dependencies, ensureTopics, prefix, lines } = setUp({ SCHEMA_REGISTRY_URL: url });
    await ensureTopics();
    await registerSchemas({
      registryUrl: stack.schemaRegistryUrl,
      topicPrefix: prefix,
      topics: [TOPICS['tweets-raw']],
    });
    const started = dependencies.start();
    await waitUntil(() => waits(lines).includes('REGISTRY_UNAVAILABLE'));
    const close = await forwardPort(port, { host: target.hostname, port: Number(target.port) });
    await started;
    await close();
  });

  it('waits for brokers that are away, and gives up at once when it is told to stop', async () => {
    const port = await freePort();
    const { dependencies, lines } = setUp({ KAFKA_BROKERS: [`127.0.0.1:${port}`] });
    const stopping = new AbortController();
    const started = dependencies.start(stopping.signal);
    started.catch(() => undefined);
    await waitUntil(() => waits(lines).includes('KAFKA_UNAVAILABLE'));
    const reason = new Error('told to stop');
    stopping.abort(reason);
    await expect(started).rejects.toBe(reason);
  });
});

import { latestSchema, schemaVersions, TOPICS, type RecordName, type Tweet } from '@tdp/contracts';
import { createMetrics, systemClock, type Logger, type PipelineError } from '@tdp/service';
import { createRecordingLogger } from '@tdp/service/testing';
import { buildTweet, nextVersion, stackEndpoints, uniqueName, waitUntil } from '@tdp/testing';
import { createConsumerLoop, type ConsumerLoop } from '../consumer/consumer-loop';
import { ok, type Handle } from '../consumer/handle';
import { createAdmin } from '../kafka/admin';
import { createKafka } from '../kafka/kafka-client';
import { createProducer, type Producer } from '../producer/producer';
import { createCodec, type Codec } from './codec';
import { registerSchemas } from './register-schemas';

const clock = systemClock;
const GROWN: readonly RecordName[] = ['Tweet', 'EnrichedTweet'];
const TOPIC = 'tweets-raw';
const topics = [TOPICS[TOPIC], TOPICS['enricher-dlq']];

/** The contracts as they are, and with one version more. */
const CONTRACTS = {
  v1: schemaVersions,
  v2: (record: RecordName) =>
    GROWN.includes(record)
      ? [...schemaVersions(record), nextVersion(latestSchema(record))]
      : schemaVersions(record),
};
type Release = keyof typeof CONTRACTS;

let registryUrl: string;
let topicPrefix: string;
let open: { stop(): Promise<void> }[] = [];

beforeEach(() => {
  registryUrl = stackEndpoints(process.env).schemaRegistryUrl;
  topicPrefix = `${uniqueName('versions')}-`;
});

afterEach(async () => {
  await Promise.all(open.map((part) => part.stop()));
  open = [];
});

const register = (versionsOf: (record: RecordName) => readonly object[]) =>
  registerSchemas({ registryUrl, topicPrefix, topics, versionsOf: versionsOf as typeof schemaVersions });

async function codecOf(release: Release): Promise<Codec> {
  const codec = createCodec({
    registryUrl,
    topicPrefix,
    clock,
    schemaOf: (topic) => CONTRACTS[release](TOPICS[topic].record).at(-1)!,
  });
  await codec.prepare([TOPIC]);
  return codec;
}

describe('registering schemas', () => {
  it('adds a version beside the earlier ones, once', async () => {
    const first = await register(CONTRACTS.v1);
    const second = await register(CONTRACTS.v2);
    expect(second.map(({ version }) => version)).toEqual([1, 2]);
    expect(second[0]).toEqual(first[0]);
    expect(await register(CONTRACTS.v2)).toEqual(second);
    // A service of the earlier release still finds its version.
    await expect(codecOf('v1')).resolves.toBeDefined();
  });

  it.each([
    ['a field without a default', (fields: object[]) => [...fields, { name: 'hologram', type: 'string' }]],
    ['another type', (fields: object[]) => [{ ...fields[0], type: 'long' }, ...fields.slice(1)]],
  ])("is refused for %s, in the registry's words", async (_what, change) => {
    await register(CONTRACTS.v1);
    const schema = latestSchema('Tweet') as unknown as { fields: object[] };
    const broken = { ...schema, fields: change(schema.fields) };
    const failure = (await register((record) =>
      record === 'Tweet' ? [schema, broken] : CONTRACTS.v1(record),
    ).catch((error: unknown) => error)) as PipelineError;
    expect(failure).toMatchObject({ code: 'SCHEMA_MISMATCH', retriable: false });
    expect(failure.message).toContain(
      `version 2 of Tweet: registering a schema under ${topicPrefix}tweets-raw-value`,
    );
    expect(failure.message).toMatch(/incompatib/i);
  });
});

describe('a consumer on a topic that a newer version writes to', () => {
  const clientOf = (logger: Logger) => {
    const brokers = stackEndpoints(process.env).kafkaBrokers.split(',');
    return createKafka({ brokers, clientId: 'int', topicPrefix, logger });
  };

  async function createTopics(): Promise<void> {
    const admin = createAdmin(clientOf(createRecordingLogger().logger));
    await admin.connect();
    await admin.ensureTopics(topics).finally(() => admin.disconnect());
  }

  async function createRelease(release: Release, seen: Map<string, Tweet>) {
    const { logger, lines } = createRecordingLogger('warn');
    const metrics = createMetrics({ service: 'int', version: 't', commit: 't' });
    const kafka = clientOf(logger);
    const codec = await codecOf(release);
    const fatal = (error: Error): never => {
      throw error;
    };
    const producer: Producer = createProducer({ kafka, codec, logger, metrics, clock, fatal });
    await producer.start();
    const handle: Handle = (slice) => {
      slice.forEach(({ record }) => seen.set((record as Tweet).id, record as Tweet));
      return Promise.resolve(slice.map(() => ok([])));
    };
    const loop: ConsumerLoop = createConsumerLoop({
      ...{ kafka, codec, producer, logger, metrics, clock, fatal, handle },
      groupId: 'enricher',
      topics: [TOPIC],
      deadLetterTopic: 'enricher-dlq',
      reasons: { deadLetters: [], drops: [], retries: [] },
    });
    open.push(producer, loop);
    return { producer, loop, log: () => JSON.stringify(lines) };
  }

  const send = (producer: Producer, ids: readonly string[], fields: object) =>
    producer.sendAll(
      ids.map((id) => ({ topic: TOPIC, key: id, record: { ...buildTweet({ id }), ...fields } })),
    );

  it('waits with what it cannot pass on whole, and says so; the next version goes on there', async () => {
    const seen = new Map<string, Tweet>();
    await createTopics();
    await register(CONTRACTS.v1);
    const old = await createRelease('v1', seen);
    await old.loop.start(new AbortController().signal);
    await send(old.producer, ['1', '2', '3'], {});
    await waitUntil(() => Promise.resolve(seen.size === 3));

    await register(CONTRACTS.v2);
    const next = await createRelease('v2', seen);
    await send(next.producer, ['4', '5', '6'], { hologram: 'h' });
    const message =
      'Tweet.hologram, PublicMetrics.shareCount; upgrade this service before those that write to it';
    await waitUntil(() => Promise.resolve(old.log().includes(message)));
    expect(old.log()).toContain('SCHEMA_NEWER');
    expect(old.loop.live().ok).toBe(true);
    expect(seen.size).toBe(3);

    await old.loop.stop();
    await next.loop.start(new AbortController().signal);
    await waitUntil(() => Promise.resolve(seen.size === 6));
    expect([...seen.values()].map((tweet) => (tweet as { hologram?: string }).hologram)).toEqual([
      ...[undefined, undefined, undefined],
      ...['h', 'h', 'h'],
    ]);
  });
});

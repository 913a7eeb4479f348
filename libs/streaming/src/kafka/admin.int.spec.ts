import { ConfigResourceTypes, type Admin } from 'kafkajs';
import { TOPICS, type TopicName } from '@tdp/contracts';
import { createRecordingLogger } from '@tdp/service/testing';
import { freePort, stackEndpoints, uniqueName, waitUntil } from '@tdp/testing';
import { createAdmin, type PipelineAdmin } from './admin';
import { withBroker } from './broker-requests';
import { createKafka, physicalTopic } from './kafka-client';
import { requireTopics } from './require-topics';
import { NO_WISHES } from './topic-plan';

const { kafkaBrokers } = stackEndpoints(process.env);
const kafka = createKafka({
  brokers: kafkaBrokers.split(','),
  clientId: 'admin-int',
  topicPrefix: `${uniqueName('admin')}-`,
  logger: createRecordingLogger('warn').logger,
});
const raw = TOPICS['tweets-raw'];
const name = physicalTopic(kafka, 'tweets-raw');
let operator: Admin;
let admin: PipelineAdmin;

beforeAll(async () => {
  operator = kafka.kafka.admin();
  admin = createAdmin(kafka);
  await operator.connect();
  await admin.connect();
});

afterEach(async () => admin.deleteTopics(await existing()));

afterAll(async () => {
  await operator.disconnect();
  await admin.disconnect();
});

/** Not by kafkajs' listTopics, which ends with the first topic of anybody that has no leader just now. */
async function existing(): Promise<readonly TopicName[]> {
  const topics = Object.keys(TOPICS) as TopicName[];
  const names = topics.map((topic) => physicalTopic(kafka, topic));
  const described = (await withBroker(kafka, (broker) => broker.describe(names))).topics;
  const readable = described.filter(
    ({ errorCode, partitions }) => errorCode === 0 && partitions.every(({ leader }) => leader >= 0),
  );
  return topics.filter((topic) => readable.some((found) => found.name === physicalTopic(kafka, topic)));
}

async function settings(): Promise<Readonly<Record<string, string>>> {
  const { resources } = await operator.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name }],
  });
  return Object.fromEntries(
    resources.flatMap(({ configEntries }) => configEntries.map((e) => [e.configName, e.configValue])),
  );
}

async function createByHand(config: Readonly<Record<string, string>>, numPartitions = raw.partitions) {
  const configEntries = Object.entries(config).map(([key, value]) => ({ name: key, value }));
  const topic = { topic: name, numPartitions, replicationFactor: 1, configEntries };
  await operator.createTopics({ waitForLeaders: false, topics: [topic] });
  await waitUntil(async () => (await existing()).length > 0);
  await settled(config);
}

/** A broker knows of a topic before it knows of its settings or admits to know of it, and of new settings after the controller. */
async function settled(config: Readonly<Record<string, string>>): Promise<void> {
  const isConfigured = async (): Promise<boolean> => {
    const current = await settings().catch((): Awaited<ReturnType<typeof settings>> => ({}));
    return Object.entries(config).every(([key, value]) => current[key] === value);
  };
  await waitUntil(isConfigured);
}

describe('deploying topics', () => {
  it('creates them, and then has nothing to do', async () => {
    const topics = Object.values(TOPICS);
    const plan = await admin.planTopics(topics);
    expect(new Set(plan.map(({ action }) => action))).toEqual(new Set(['create']));
    expect(await existing()).toEqual([]);
    await admin.applyTopics(plan);
    await settled(raw.config);
    const again = await admin.planTopics(topics);
    expect(again.filter(({ action, left }) => action !== 'keep' || left.length > 0)).toEqual([]);
    await expect(requireTopics(kafka, Object.keys(TOPICS) as TopicName[])).resolves.toEqual([]);
  });

  it("changes a topic's settings, and leaves the others alone", async () => {
    await createByHand({
      ...raw.config,
      'retention.ms': '1000',
      'segment.bytes': '2000000',
      'retention.bytes': '77',
    });
    const plan = await admin.planTopics([raw]);
    expect(plan).toMatchObject([
      {
        action: 'change',
        settings: [{ name: 'retention.ms', from: '1000', to: raw.config['retention.ms'] }],
      },
    ]);
    await admin.applyTopics(plan);
    await settled(raw.config);
    expect(await settings()).toMatchObject({
      ...raw.config,
      'segment.bytes': '2000000',
      'retention.bytes': '77',
    });
  });

  it('passes on what the broker refuses, with its words', async () => {
    await createByHand(raw.config);
    const definition = {
      ...raw,
      config: { ...raw.config, 'max.compaction.lag.ms': '1', 'segment.jitter.ms': 'x' },
    };
    const plan = await admin.planTopics([definition]);
    await expect(admin.applyTopics(plan)).rejects.toMatchObject({
      code: 'KAFKA_UNAVAILABLE',
      retriable: false,
      message: expect.stringMatching(
        /^changing topic settings: .*Invalid value x for configuration segment\.jitter\.ms/,
      ),
    });
    const created = await admin.planTopics([{ ...TOPICS['enricher-dlq'], config: { 'no.such': '1' } }]);
    await expect(admin.applyTopics(created)).rejects.toThrow(/^creating topics: Kafka at .*enricher-dlq: /);
  });

  it('refuses a topic in which nothing could be written, before it changes anything', async () => {
    await createByHand({ ...raw.config, 'min.insync.replicas': '2', 'retention.ms': '1000' });
    const plan = await admin.planTopics([raw, TOPICS['enricher-dlq']]);
    await expect(admin.applyTopics(plan)).rejects.toMatchObject({
      code: 'TOPIC_UNSAFE',
      message: expect.stringContaining(`${name} has 1 copy of a partition and min.insync.replicas 2`),
    });
    expect(await settings()).toMatchObject({ 'retention.ms': '1000' });
    expect(await existing()).toEqual(['tweets-raw']);
    await expect(requireTopics(kafka, ['tweets-raw'])).rejects.toMatchObject({ code: 'TOPIC_UNSAFE' });
  });

  it('waits for brokers that copies need', async () => {
    const impatient = createAdmin(kafka, { forMs: 0 });
    await expect(impatient.planTopics([raw], { ...NO_WISHES, replicationFactor: 3 })).rejects.toMatchObject({
      code: 'KAFKA_UNAVAILABLE',
      retriable: true,
      message: expect.stringMatching(/3 copies: only 1 brokers are up/),
    });
  });

  it('says which broker is away', async () => {
    const port = await freePort();
    const away = createKafka({
      brokers: [`127.0.0.1:${port}`],
      clientId: 'away',
      logger: createRecordingLogger().logger,
    });
    const lost = createAdmin(away, { forMs: 0 });
    await expect(lost.connect()).rejects.toMatchObject({
      code: 'KAFKA_UNAVAILABLE',
      retriable: true,
      message: expect.stringContaining(`connecting to Kafka: Kafka at 127.0.0.1:${port}: `),
    });
  });
});

describe('requiring topics', () => {
  it('warns of another number of partitions', async () => {
    await createByHand(raw.config, 2);
    expect(await requireTopics(kafka, ['tweets-raw'])).toEqual([
      `${name} has 2 partitions where the contracts say 6`,
    ]);
  });

  it('finds a topic that appears while it looks', async () => {
    const required = requireTopics(kafka, ['tweets-raw']);
    await createByHand(raw.config);
    await expect(required).resolves.toEqual([]);
  });
});

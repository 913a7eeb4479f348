import { TOPICS, type TopicName } from '@tdp/contracts';
import { createLogger, createMetrics, systemClock as clock } from '@tdp/service';
import { stackEndpoints, uniqueName } from '@tdp/testing';
import { Partitioners } from 'kafkajs';
import { createCodec } from '../codec/codec';
import { RecordsRefusedError } from '../errors';
import { createAdmin } from '../kafka/admin';
import { createKafka, type KafkaClient } from '../kafka/kafka-client';
import { readTopic } from '../kafka/read-topic';
import type { EncodedRecord } from './output-record';
import { createProducer, type Producer } from './producer';

const { kafkaBrokers, schemaRegistryUrl: registryUrl } = stackEndpoints(process.env);
let fatals: Error[];
let kafka: KafkaClient;
let producer: Producer;

beforeAll(async () => {
  const logger = createLogger({ service: 'int', version: 't', level: 'silent' });
  const topicPrefix = `${uniqueName('producer')}-`;
  kafka = createKafka({ brokers: kafkaBrokers.split(','), clientId: 'int', topicPrefix, logger });
  const admin = createAdmin(kafka);
  await admin.connect();
  await admin.ensureTopics([TOPICS['tweets-raw'], TOPICS.removals]).finally(() => admin.disconnect());
  producer = createProducer({
    kafka,
    codec: createCodec({ registryUrl, topicPrefix, clock }),
    logger,
    metrics: createMetrics({ service: 'int', version: 't', commit: 't' }),
    clock,
    fatal: (error) => fatals.push(error),
  });
  await producer.start();
});

beforeEach(() => {
  fatals = [];
});

afterAll(() => producer.stop());

const record = (topic: TopicName, key: string | null, bytes: number): EncodedRecord => ({
  topic,
  message: { key, value: Buffer.alloc(bytes, 'x') },
  bytes: bytes + (key?.length ?? 0),
});

describe('the producer on a real broker', () => {
  it('puts a key where the Java client does, whether it knew the partitions or not', async () => {
    const keys = Array.from({ length: 50 }, (_, index) => `key-${index}`);
    await producer.sendEncoded(keys.map((key) => record('tweets-raw', key, 10)));
    await producer.sendEncoded(keys.map((key) => record('tweets-raw', key, 10)));
    const stored = await readTopic(kafka, 'tweets-raw');
    const choose = Partitioners.DefaultPartitioner();
    const partitionMetadata = Array.from({ length: TOPICS['tweets-raw'].partitions }, () => ({}) as never);
    for (const key of keys) {
      const expected = choose({ topic: '', partitionMetadata, message: { key, value: null } });
      const partitions = stored
        .filter((each) => each.key?.toString() === key)
        .map(({ partition }) => partition);
      expect(partitions).toEqual([expected, expected]);
    }
  });

  it.each([
    ['tweets-raw', 'one key'],
    ['removals', null],
  ] as const)('sends to %s, key %p, much more than a partition takes at once', async (topic, key) => {
    // With ten megabytes pending at once, batches are as large as their bounds let them be.
    await producer.sendEncoded(Array.from({ length: 1_000 }, () => record(topic, key, 10_000)));
    expect(fatals).toEqual([]);
    const stored = await readTopic(kafka, topic);
    expect(stored.filter(({ value }) => value?.length === 10_000)).toHaveLength(1_000);
  });

  it.each([
    ['too large for the topic', 'big', 1_500_000, 'OUTPUT_TOO_LARGE'],
    ['without a key in a compacted topic', null, 10, 'OUTPUT_REFUSED'],
  ])(
    'writes the neighbours of a record that is %s, and says which one it was',
    async (_what, key, bytes, reason) => {
      const bad = record('tweets-raw', key, bytes);
      const name = uniqueName('neighbour');
      const keys = Array.from({ length: 20 }, (_, index) => `${name}-${index}`);
      const neighbours = keys.map((each) => record('tweets-raw', each, 10));
      const sent = producer.sendEncoded([...neighbours.slice(0, 9), bad, ...neighbours.slice(9)]);
      const error = await sent.catch((thrown: unknown) => thrown as RecordsRefusedError);
      const refused = error instanceof RecordsRefusedError ? error.refused : [];
      expect(refused.map((each) => each.error.reason)).toEqual([reason]);
      expect(refused[0]?.record).toBe(bad);
      const stored = await readTopic(kafka, 'tweets-raw');
      const found = stored.map(({ key: each }) => String(each)).filter((each) => each.startsWith(`${name}-`));
      expect(found.toSorted()).toEqual(keys.toSorted());
      expect(fatals).toEqual([]);
    },
  );
});

import { TOPICS, type Tweet } from '@tdp/contracts';
import { createLogger, createMetrics, PipelineError, systemClock } from '@tdp/service';
import { buildTweet, stackEndpoints, uniqueName, waitUntil } from '@tdp/testing';
import { createCodec, type Codec } from '../codec/codec';
import { registerSchemas } from '../codec/register-schemas';
import { createAdmin, type PipelineAdmin } from '../kafka/admin';
import { createKafka, type KafkaClient } from '../kafka/kafka-client';
import { readTopic } from '../kafka/read-topic';
import { createProducer, type Producer } from '../producer/producer';
import { createConsumerLoop, type ConsumerLoop, type ConsumerLoopOptions } from './consumer-loop';
import { ok, type Handle } from './handle';

const logger = createLogger({ service: 'int', version: 't', level: 'silent' });
const clock = systemClock;
const newMetrics = () => createMetrics({ service: 'int', version: 't', commit: 't' });

let kafka: KafkaClient;
let codec: Codec;
let producer: Producer;
let admin: PipelineAdmin;
let registryUrl: string;
let topicPrefix: string;
const fatals: Error[] = [];
const fatal = (error: Error): void => void fatals.push(error);

beforeEach(async () => {
  const stack = stackEndpoints(process.env);
  registryUrl = stack.schemaRegistryUrl;
  topicPrefix = `${uniqueName('loop')}-`;
  fatals.length = 0;
  kafka = createKafka({ brokers: stack.kafkaBrokers.split(','), clientId: 'int', topicPrefix, logger });
  codec = createCodec({ registryUrl, topicPrefix, clock });
  admin = createAdmin(kafka);
  await admin.connect();
});

afterEach(async () => {
  await admin.disconnect();
});

async function deploy(): Promise<void> {
  const topics = Object.values(TOPICS);
  await admin.ensureTopics(topics);
  await registerSchemas({ registryUrl, topicPrefix, topics });
  await codec.prepare(['tweets-raw', 'tweets-enriched', 'profiles-raw']);
  producer = createProducer({ kafka, codec, logger, metrics: newMetrics(), clock, fatal });
  await producer.start();
}

function createLoop(
  handle: Handle,
  overrides: Partial<Omit<ConsumerLoopOptions, 'reasons'>> = {},
): ConsumerLoop {
  return createConsumerLoop({
    kafka,
    codec,
    producer,
    logger,
    metrics: newMetrics(),
    clock,
    fatal,
    groupId: 'enricher',
    topics: ['tweets-raw'],
    deadLetterTopic: 'enricher-dlq',
    handle,
    reasons: { deadLetters: [], drops: [], retries: ['MONGO_UNAVAILABLE'] },
    ...overrides,
  });
}

const send = (ids: readonly string[]): Promise<void> =>
  producer.sendAll(ids.map((id) => ({ topic: 'tweets-raw', key: id, record: buildTweet({ id }) })));
const ids = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, index) => String(from + index));
const lag = async (): Promise<number> =>
  (await admin.groupLag('enricher', ['tweets-raw']))['tweets-raw'] ?? 0;

describe('the consumer loop on a real broker', () => {
  it('deploys topics and schemas again without changing anything', async () => {
    await deploy();
    const again = await admin.ensureTopics(Object.values(TOPICS));
    expect(new Set(again.map(({ outcome }) => outcome))).toEqual(new Set(['unchanged']));
    await producer.stop();
  });

  it('reads every record once, commits, and goes on where it stopped', async () => {
    await deploy();
    const seen: string[] = [];
    const handle: Handle = (slice) => {
      seen.push(...slice.map(({ record }) => (record as Tweet).id));
      return Promise.resolve(slice.map(() => ok([])));
    };
    await send(ids(500));
    const first = createLoop(handle);
    await first.start();
    await waitUntil(() => seen.length >= 500, { timeoutMs: 30_000 });
    expect(first.ready()).toEqual({ ok: true });
    await first.stop();
    expect(first.ready().ok).toBe(false);
    expect(await lag()).toBe(0);

    await send(ids(100, 500));
    const second = createLoop(handle);
    await second.start();
    await waitUntil(() => seen.length >= 600, { timeoutMs: 30_000 });
    await second.stop();
    expect(seen.toSorted()).toEqual(ids(600).toSorted());
    await producer.stop();
  });

  it('tries a slice again in place while the handler says that waiting helps', async () => {
    await deploy();
    let tries = 0;
    const seen: string[] = [];
    const loop = createLoop((slice) => {
      tries += 1;
      if (tries <= 3) {
        throw new PipelineError('MONGO_UNAVAILABLE', 'writing', { retriable: true });
      }
      seen.push(...slice.map(({ key }) => String(key)));
      return Promise.resolve(slice.map(() => ok([])));
    });
    await send(ids(20));
    await loop.start();
    await waitUntil(() => seen.length >= 20, { timeoutMs: 30_000 });
    await loop.stop();
    expect(seen.toSorted()).toEqual(ids(20).toSorted());
    expect([fatals, await lag()]).toEqual([[], 0]);
    await producer.stop();
  });

  it('stops while it waits, and leaves what it did not finish', async () => {
    await deploy();
    let tried = false;
    const loop = createLoop(() => {
      tried = true;
      throw new PipelineError('MONGO_UNAVAILABLE', 'writing', { retriable: true });
    });
    await send(ids(5));
    await loop.start();
    await waitUntil(() => tried, { timeoutMs: 30_000 });
    await loop.stop();
    expect([fatals, await lag()]).toEqual([[], 5]);
    await producer.stop();
  });

  it.each([
    ['an ordinary error', new Error('boom')],
    ['a bug', new TypeError('x is not a function')],
    ['a terminal error', new PipelineError('MONGO_WRITE_FAILED', 'writing')],
  ])('ends the process on %s, with the offset unresolved', async (_what, error) => {
    await deploy();
    const loop = createLoop(() => Promise.reject(error));
    await send(ids(1));
    await loop.start();
    await waitUntil(() => fatals.length > 0, { timeoutMs: 30_000 });
    await loop.stop();
    expect(await lag()).toBe(1);
    await producer.stop();
  });

  it('pauses instead of draining the topic into the dead letters', async () => {
    await deploy();
    const poison = ids(300).map((key) => ({
      topic: 'tweets-raw' as const,
      message: { key, value: Buffer.from([0]) },
      bytes: 1,
    }));
    await producer.sendEncoded(poison);
    const loop = createLoop((slice) => Promise.resolve(slice.map(() => ok([]))), {
      maxSliceRecords: 10,
      deadLetterLimit: { maxRatio: 0.5, windowRecords: 100, maxConsecutive: 1_000 },
    });
    await loop.start();
    await waitUntil(() => !loop.ready().ok && (loop.ready().detail ?? '').includes('dead letters'), {
      timeoutMs: 30_000,
    });
    const letters = (await readTopic(kafka, 'enricher-dlq', uniqueName('r'))).length;
    await loop.stop();
    expect(letters).toBeLessThanOrEqual(50);
    expect(await lag()).toBe(300 - letters);
    await producer.stop();
  });
});

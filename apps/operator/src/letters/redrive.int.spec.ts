import { TOPICS } from '@tdp/contracts';
import { createLogger, createMetrics, systemClock } from '@tdp/service';
import {
  createAdmin,
  createCodec,
  createDeadLetters,
  createKafka,
  createProducer,
  createTransactions,
  readLetters,
  readTopic,
  REDRIVEN_HEADER,
  type DeadLetter,
  type KafkaClient,
  type PipelineAdmin,
  type Producer,
} from '@tdp/streaming';
import { stackEndpoints, uniqueName } from '@tdp/testing';
import { redrive, type RedriveReport } from './redrive';
import type { Selection } from './selection';

const logger = createLogger({ service: 'int', version: 't', level: 'silent' });
const { kafkaBrokers, schemaRegistryUrl } = stackEndpoints(process.env);
const EVERYTHING: Selection = {
  ...{ topics: ['enricher-dlq'], origin: null, reason: null, id: null, olderThan: null, newerThan: null },
};

let kafka: KafkaClient;
let admin: PipelineAdmin;
let producer: Producer;
let prefix: string;

beforeEach(async () => {
  prefix = `${uniqueName('redrive')}-`;
  kafka = createKafka({ brokers: kafkaBrokers.split(','), clientId: 'int', topicPrefix: prefix, logger });
  admin = createAdmin(kafka);
  await admin.connect();
  await admin.ensureTopics([TOPICS['tweets-raw'], TOPICS.removals, TOPICS['enricher-dlq']]);
  producer = createProducer({
    kafka,
    codec: createCodec({ registryUrl: schemaRegistryUrl, topicPrefix: prefix, clock: systemClock }),
    logger,
    metrics: createMetrics({ service: 'int', version: 't', commit: 't' }),
    clock: systemClock,
    fatal: (error) => {
      throw error;
    },
  });
  await producer.start();
});

afterEach(async () => {
  await producer.stop();
  await admin.disconnect();
});

function letter(index: number, more: Partial<DeadLetter> = {}): DeadLetter {
  return {
    key: Buffer.from(`key-${index}`),
    value: Buffer.from([0, 1, 2, index % 256, 255]),
    headers: { trace: `t${index}` },
    reason: 'BROKEN',
    error: new Error('no record of ours'),
    step: 'decode',
    origin: { topic: `${prefix}tweets-raw`, partition: 0, offset: String(index) },
    ...more,
  };
}

const write = (...letters: readonly DeadLetter[]): Promise<void> =>
  createDeadLetters({
    ...{ producer, topic: 'enricher-dlq', stage: 'enricher', clock: systemClock },
    metrics: createMetrics({ service: 'int', version: 't', commit: 't' }),
  }).send(letters);

const run = (selection: Partial<Selection> = {}, more = {}): Promise<RedriveReport> =>
  redrive({
    ...{ kafka, isDryRun: false, clock: systemClock, onProgress: () => undefined },
    selection: { ...EVERYTHING, ...selection },
    stopSignal: new AbortController().signal,
    ...more,
  });

const left = async () =>
  (await readLetters(kafka, 'enricher-dlq')).map(({ id }) => id.slice(prefix.length)).sort();
const sent = ({ sent: counts }: RedriveReport) => Object.fromEntries(counts);

describe('a redrive', () => {
  it('sends each back byte for byte, once, and leaves nothing', async () => {
    const records = Array.from({ length: 1_200 }, (_, index) => letter(index));
    await write(...records);
    // A crash between the dead letter and the commit of its offset writes it again.
    await write(...records.slice(0, 100));
    expect(sent(await run())).toEqual({ 'tweets-raw': 1_200 });
    expect(await left()).toEqual([]);
    const back = await readTopic(kafka, 'tweets-raw');
    expect(
      back.map(({ key, value, headers }) => [String(key), value, String(headers['trace'])]).sort(),
    ).toEqual(
      records.map(({ key, value, headers }) => [String(key), value, String(headers?.['trace'])]).sort(),
    );
    expect(new Set(back.flatMap(({ headers }) => Object.keys(headers)))).toEqual(
      new Set(['trace', REDRIVEN_HEADER]),
    );
    expect(sent(await run())).toEqual({});
    expect(await readTopic(kafka, 'tweets-raw')).toHaveLength(1_200);
  });

  it('keeps what has no key, no value, or both empty, as it was', async () => {
    const origin = (offset: string) => ({ topic: `${prefix}removals`, partition: 0, offset });
    await write(
      letter(1, { key: null, origin: origin('1') }),
      letter(2, { value: null, origin: origin('2') }),
      letter(3, { key: Buffer.alloc(0), value: Buffer.alloc(0), origin: origin('3') }),
    );
    expect(sent(await run())).toEqual({ removals: 3 });
    const back = await readTopic(kafka, 'removals');
    expect(
      back.map(({ key, value }) => [key?.toString() ?? null, value?.toString('hex') ?? null]).sort(),
    ).toEqual(
      [
        [null, '00010201ff'],
        ['key-2', null],
        ['', ''],
      ].sort(),
    );
  });

  it('of some leaves the others; a dry run leaves all', async () => {
    await write(
      letter(1),
      letter(2, { reason: 'OTHER' }),
      letter(3, { origin: { topic: 'foreign', partition: 0, offset: '3' } }),
    );
    expect(sent(await run({ reason: 'BROKEN', origin: 'tweets-raw' }, { isDryRun: true }))).toEqual({
      'tweets-raw': 1,
    });
    expect(await left()).toHaveLength(3);
    expect(sent(await run({ reason: 'BROKEN', origin: 'tweets-raw' }))).toEqual({ 'tweets-raw': 1 });
    const report = await run();
    expect([sent(report), report.homeless]).toEqual([{ 'tweets-raw': 1 }, 1]);
    expect((await readLetters(kafka, 'enricher-dlq')).map(({ origin }) => origin?.topic)).toEqual([
      'foreign',
    ]);
  });

  it('reports what Kafka refuses for good, and sends its neighbours', async () => {
    // Larger than a record of tweets-raw may be; a dead letter has room for it.
    await write(
      letter(1),
      letter(2, { value: Buffer.alloc(1_100_000) }),
      letter(3, { key: null }),
      letter(4),
    );
    const report = await run();
    expect(sent(report)).toEqual({ 'tweets-raw': 2 });
    expect(report.refused.map(({ id }) => id).sort()).toEqual([
      `${prefix}tweets-raw/0/2`,
      `${prefix}tweets-raw/0/3`,
    ]);
    expect(await left()).toEqual(['tweets-raw/0/2', 'tweets-raw/0/3']);
  });

  it('goes on after a stop, and counts how often a record was sent back', async () => {
    await write(...Array.from({ length: 900 }, (_, index) => letter(index)));
    const stop = new AbortController();
    const stopped = run({}, { stopSignal: stop.signal, onProgress: () => stop.abort(new Error('stopped')) });
    await expect(stopped).rejects.toThrow('stopped');
    const first = (await readTopic(kafka, 'tweets-raw')).length;
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(900);
    expect(sent(await run())).toEqual({ 'tweets-raw': 900 - first });
    expect(await readTopic(kafka, 'tweets-raw')).toHaveLength(900);

    const [again] = await readTopic(kafka, 'tweets-raw');
    await write(letter(0, { headers: again?.headers ?? {} }));
    expect((await readLetters(kafka, 'enricher-dlq')).map(({ redriven }) => redriven)).toEqual([1]);
  });

  it('is taken over by one that begins later, and nothing is sent twice', async () => {
    await write(letter(1));
    const earlier = createTransactions(kafka, 'redrive');
    await earlier.begin();
    expect(sent(await run())).toEqual({ 'tweets-raw': 1 });
    const late = earlier.write([{ topic: 'tweets-raw', message: { key: 'late', value: null }, bytes: 4 }]);
    await expect(late).rejects.toMatchObject({ code: 'TRANSACTION_TAKEN_OVER' });
    await earlier.disconnect();
    expect(await readTopic(kafka, 'tweets-raw')).toHaveLength(1);
  });
});

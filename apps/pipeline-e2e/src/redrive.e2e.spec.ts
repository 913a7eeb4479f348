import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createAdmin, createDeadLetters, readLetters, readTopic, type PipelineAdmin } from '@tdp/streaming';
import { createMetrics, systemClock } from '@tdp/service';
import { buildTweet, createRandom, waitUntil } from '@tdp/testing';
import { REPO, startPipeline, type Pipeline } from './harness/pipeline';
import { openTopics, type TopicAccess } from './harness/topics';

const LETTERS = 6_000;
const KILLS = 10;
/** By one that is killed, so that there is something left for each. */
const MOST_SENT = (0.8 * LETTERS) / KILLS;
const SEED = 20_261_127;
const OPERATOR = path.join(REPO, 'apps/operator/dist/main.js');

describe('npm run redrive', () => {
  let pipeline: Pipeline;
  let topics: TopicAccess;
  let admin: PipelineAdmin;

  beforeAll(async () => {
    pipeline = await startPipeline({ rate: 1 });
    topics = await openTopics(pipeline);
    admin = createAdmin(topics.kafka);
    await admin.connect();
  });

  afterAll(async () => {
    await admin.disconnect();
    await topics.close();
    await pipeline.stop();
  });

  /** Runs a command of the operator's, and kills it once so many records more are in tweets-raw, if that is asked. */
  async function operate(
    args: readonly string[],
    killAfter?: number,
  ): Promise<{ code: number | null; output: string }> {
    const sent = async () => (await admin.topicTotals(['tweets-raw']))['tweets-raw'] ?? 0;
    const before = await sent();
    const child = spawn(process.execPath, [OPERATOR, ...args], {
      env: {
        KAFKA_BROKERS: pipeline.brokers.join(','),
        SCHEMA_REGISTRY_URL: pipeline.registryUrl,
        KAFKA_TOPIC_PREFIX: pipeline.prefix,
        PATH: process.env['PATH'],
      },
    });
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    child.stderr.on('data', (data: Buffer) => (output += data.toString()));
    const exit = once(child, 'exit').then(([code]) => code as number | null);
    if (killAfter !== undefined) {
      await waitUntil(async () => child.exitCode !== null || (await sent()) - before >= killAfter);
      child.kill('SIGKILL');
    }
    return { code: await exit, output };
  }

  it(`killed ${KILLS} times, sends each letter back once; the pipeline stores the posts`, async () => {
    const letters = createDeadLetters({
      ...{ producer: topics.producer, topic: 'enricher-dlq', stage: 'enricher', clock: systemClock },
      metrics: createMetrics({ service: 'e2e', version: 't', commit: 't' }),
    });
    const ids = Array.from({ length: LETTERS }, (_, index) => String(10_000_000 + index));
    await letters.send(
      ids.map((id, index) => ({
        key: Buffer.from(id),
        value: topics.codec.encode('tweets-raw', buildTweet({ id })),
        reason: 'FIXED_SINCE',
        error: new Error('a fault of a release'),
        step: 'enrich',
        origin: { topic: `${pipeline.prefix}tweets-raw`, partition: 0, offset: String(index) },
      })),
    );
    const listed = await operate(['dead-letters', '--service', 'enricher']);
    expect(listed).toMatchObject({
      code: 0,
      output: expect.stringMatching(/enricher +FIXED_SINCE +\S+ +6,000/),
    });

    const random = createRandom(SEED);
    let killed = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const { code } = await operate(['redrive', '--topic', 'tweets-raw'], Math.floor(random() * MOST_SENT));
      killed += code === null ? 1 : 0;
    }
    expect(killed).toBeGreaterThan(KILLS / 2);
    const last = await operate(['redrive', '--topic', 'tweets-raw']);
    expect(last.code).toBe(0);
    const back = (await readTopic(topics.kafka, 'tweets-raw')).map(({ key }) => String(key));
    expect(back.toSorted()).toEqual(ids);
    expect(await readLetters(topics.kafka, 'enricher-dlq')).toEqual([]);

    await Promise.all([pipeline.startService('enricher'), pipeline.startService('mongo-sink')]);
    const stored = () => pipeline.db.collection('tweets').countDocuments();
    await waitUntil(async () => (await stored()) === LETTERS);
    // The marks that end transactions are no records: a consumer that does not pass them by would look as if it lagged.
    await waitUntil(async () => (await pipeline.observer.lag()) === 0);
  });

  it('says what it does not understand, and does nothing', async () => {
    const { code, output } = await operate(['redrive', '--tpic', 'tweets-raw']);
    expect(code).toBe(2);
    expect(output).toContain('unknown option --tpic');
  });
});

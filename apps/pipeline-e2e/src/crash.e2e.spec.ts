import type { ServiceName } from '@tdp/local-stack';
import { waitUntil } from '@tdp/testing';
import { startPipeline, type Pipeline } from './harness/pipeline';
import { openTopics } from './harness/topics';

const SERVICES: readonly ServiceName[] = ['ingester', 'enricher', 'mongo-sink'];

describe('a crash of each service under load', () => {
  let pipeline: Pipeline;

  beforeAll(async () => {
    pipeline = await startPipeline({ rate: 400 });
    await Promise.all(SERVICES.map((name) => pipeline.startService(name)));
  });

  afterAll(() => pipeline.stop());

  const stored = (): Promise<number> => pipeline.db.collection('tweets').estimatedDocumentCount();

  it('leaves every post in MongoDB exactly once, byte for byte, but for those of a recorded gap', async () => {
    let target = 500;
    for (const name of SERVICES) {
      await waitUntil(async () => (await stored()) >= target);
      await pipeline.service(name).kill();
      await pipeline.startService(name);
      target = (await stored()) + 500;
    }
    await waitUntil(async () => (await stored()) >= target);

    const topics = await openTopics(pipeline);
    const account = await pipeline.settle(async () => {
      const tweets = await topics.rawTweets();
      return new Map([...tweets].map(([id, { text }]) => [id, text]));
    });
    expect(account.stored).toBeGreaterThan(1_500);
    expect(account).toMatchObject({ lost: [], doubled: [], differentTexts: [], deadLettered: 0 });
    for (const topic of ['ingester-dlq', 'enricher-dlq', 'mongo-sink-dlq'] as const) {
      expect(await topics.read(topic)).toEqual([]);
    }
    await topics.close();
  });

  it('then stops cleanly', async () => {
    const exits = await Promise.all(SERVICES.map((name) => pipeline.service(name).stop()));
    expect(exits.map(({ code }) => code)).toEqual([0, 0, 0]);
  });
});

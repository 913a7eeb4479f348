import type { Tweet } from '@tdp/contracts';
import { waitUntil } from '@tdp/testing';
import { startPipeline, type Pipeline, type ServiceName } from './harness/pipeline';
import { countVersions, storedVersions } from './harness/stored';
import { openTopics } from './harness/topics';

const SERVICES: readonly ServiceName[] = ['ingester', 'enricher', 'mongo-sink'];

describe('a crash of each service under load', () => {
  let pipeline: Pipeline;

  beforeAll(async () => {
    pipeline = await startPipeline({ rate: 400 });
    await Promise.all(SERVICES.map((name) => pipeline.startService(name)));
  });

  afterAll(() => pipeline.stop());

  const stored = (): Promise<number> => countVersions(pipeline.db);

  it('leaves every post of tweets-raw in MongoDB exactly once, byte for byte', async () => {
    let target = 500;
    for (const name of SERVICES) {
      await waitUntil(async () => (await stored()) >= target, { timeoutMs: 60_000 });
      await pipeline.service(name).kill();
      await pipeline.startService(name);
      target = (await stored()) + 500;
    }
    await waitUntil(async () => (await stored()) >= target, { timeoutMs: 60_000 });

    await pipeline.simulator('POST', 'pause');
    await pipeline.service('ingester').stop();
    const topics = await openTopics(pipeline);
    const produced = await topics.rawTweets();
    await waitUntil(async () => (await stored()) >= produced.size, { timeoutMs: 60_000 });

    expect(produced.size).toBeGreaterThan(1_500);
    const versions = await storedVersions(pipeline.db);
    expect(new Set(versions.map(({ id }) => id)).size).toBe(versions.length);
    expect(versions.length).toBe(produced.size);
    expect(versions.filter(({ id, text }) => !isSameText(produced.get(id), text))).toEqual([]);
    for (const topic of ['ingester-dlq', 'enricher-dlq', 'mongo-sink-dlq'] as const) {
      expect(await topics.read(topic)).toEqual([]);
    }
    await topics.close();
  }, 240_000);

  it('then stops cleanly', async () => {
    const codes = await Promise.all(SERVICES.map((name) => pipeline.service(name).stop()));
    expect(codes).toEqual([0, 0, 0]);
  });
});

function isSameText(tweet: Tweet | undefined, text: string): boolean {
  return tweet !== undefined && Buffer.from(tweet.text).equals(Buffer.from(text));
}

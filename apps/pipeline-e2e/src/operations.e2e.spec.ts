import { SERVICE_NAMES } from '@tdp/local-stack';
import { createOperator, readLetters } from '@tdp/streaming';
import { waitUntil } from '@tdp/testing';
import { startPipeline, type Pipeline } from './harness/pipeline';
import { openTopics, type TopicAccess } from './harness/topics';

describe('what operators do to a pipeline under load', () => {
  let pipeline: Pipeline;
  let topics: TopicAccess;

  beforeAll(async () => {
    pipeline = await startPipeline({ rate: 300 });
    await Promise.all(SERVICE_NAMES.map((name) => pipeline.startService(name)));
    topics = await openTopics(pipeline);
  });

  afterAll(async () => {
    await topics.close();
    await pipeline.stop();
  });

  const stored = (): Promise<number> => pipeline.db.collection('tweets').estimatedDocumentCount();
  const more = async (posts: number): Promise<void> => {
    const target = (await stored()) + posts;
    await waitUntil(async () => (await stored()) >= target);
  };
  const tweets = () => pipeline.db.collection<{ _id: string }>('tweets');

  it.each(SERVICE_NAMES)('T10: %s is told to stop, is not ready any more, and ends cleanly', async (name) => {
    await more(300);
    const stopping = pipeline.service(name).stop();
    await waitUntil(async () => (await pipeline.readiness(name)).status !== 200);
    expect(await stopping).toEqual({ code: 0, signal: null });
    await pipeline.startService(name);
  });

  it('T25: a dead-letter topic that is gone holds its records back, and loses none', async () => {
    const operator = createOperator(pipeline.observer.kafka);
    await operator.deleteTopic('enricher-dlq');
    const value = Buffer.from('no record of ours');
    await topics.producer.sendEncoded([{ topic: 'tweets-raw', message: { key: 'held', value }, bytes: 0 }]);
    // It waits, with all that was fetched together with it, and says for what.
    await waitUntil(async () => (await pipeline.readiness('enricher')).status === 503);
    expect((await pipeline.readiness('enricher')).body).toContain('enricher-dlq');
    await pipeline.deployAgain();
    const read = () => readLetters(topics.kafka, 'enricher-dlq');
    await waitUntil(async () => (await read()).length > 0);
    const letters = await read();
    expect(letters.map(({ key }) => String(key))).toEqual(['held']);
    expect(pipeline.service('enricher').process().exit()).toBeNull();
  });

  it('T30: what was removed stays removed when everything is read again', async () => {
    const removed = (await tweets().find().limit(20).toArray()).map(({ _id }) => _id);
    const left = () => tweets().countDocuments({ _id: { $in: removed } });
    await topics.producer.sendEncoded(
      removed.map((key) => ({ topic: 'tweets-raw', message: { key, value: null }, bytes: 0 })),
    );
    await waitUntil(async () => (await left()) === 0);
    await pipeline.service('mongo-sink').stop();
    await createOperator(pipeline.observer.kafka).rewind('mongo-sink', 'tweets-enriched');
    await pipeline.startService('mongo-sink');
    await pipeline.simulator.pause();
    await waitUntil(async () => (await pipeline.observer.lag()) === 0);
    expect(await left()).toBe(0);
  });

  it('and every post is accounted for', async () => {
    const account = await pipeline.settle();
    expect(account).toMatchObject({ lost: [], doubled: [], deadLettered: 0 });
    expect(account.stored).toBeGreaterThan(1_000);
    expect(account.removed).toBeGreaterThanOrEqual(20);
  });
});

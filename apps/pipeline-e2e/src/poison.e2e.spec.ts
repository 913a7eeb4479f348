import { readLetters } from '@tdp/streaming';
import { buildProfile, buildTweet, waitUntil } from '@tdp/testing';
import { startPipeline, type Pipeline } from './harness/pipeline';
import { openTopics, type TopicAccess } from './harness/topics';

describe('undecodable records', () => {
  let pipeline: Pipeline;
  let topics: TopicAccess;

  beforeAll(async () => {
    pipeline = await startPipeline({ rate: 1 });
    await Promise.all([pipeline.startService('enricher'), pipeline.startService('mongo-sink')]);
    topics = await openTopics(pipeline);
  });

  afterAll(async () => {
    await topics.close();
    await pipeline.stop();
  });

  /** Everything that is no record of the topic; compacted topics take nothing without a key. */
  function poison(): readonly { readonly key: string; readonly value: Buffer }[] {
    const good = topics.codec.encode('tweets-raw', buildTweet({ id: '1' }));
    const profile = topics.codec.encode('profiles-raw', buildProfile({}));
    return [
      { key: 'empty', value: Buffer.alloc(0) },
      { key: 'one-byte', value: Buffer.from([0]) },
      { key: 'wrong-magic', value: Buffer.concat([Buffer.from([1]), good.subarray(1)]) },
      { key: 'unknown-id', value: Buffer.from([0, 0x7f, 0xff, 0xff, 0xff, 2, 4]) },
      { key: 'truncated', value: good.subarray(0, 30) },
      { key: 'trailing', value: Buffer.concat([good, Buffer.from([1])]) },
      { key: 'json', value: Buffer.from('{"id":"1"}') },
      { key: 'another-type', value: profile },
    ];
  }

  it.each([
    ['tweets-raw', 'enricher-dlq'],
    ['tweets-enriched', 'mongo-sink-dlq'],
  ] as const)(
    'of %s are dead-lettered once with their bytes, their neighbours stored',
    async (topic, dlq) => {
      const bad = poison();
      const before = `${topic}-before`;
      const after = `${topic}-after`;
      const neighbour = (id: string) =>
        topics.producer.send({ topic: 'tweets-raw', key: id, record: buildTweet({ id }) });
      await neighbour(before);
      await topics.producer.sendEncoded(
        bad.map(({ key, value }) => ({
          topic,
          message: { key, value, headers: { trace: 'kept' } },
          bytes: 0,
        })),
      );
      await neighbour(after);

      const stored = () =>
        pipeline.db.collection('tweets').countDocuments({ _id: { $in: [before, after] } as object });
      await waitUntil(async () => (await stored()) === 2);
      const read = () => readLetters(topics.kafka, dlq);
      await waitUntil(async () => (await read()).length >= bad.length);

      const letters = await read();
      const bytes = (items: readonly { value: Buffer | null }[]) =>
        items.map(({ value }) => value?.toString('hex')).sort();
      expect(bytes(letters)).toEqual(bytes(bad));
      expect(letters.map(({ key }) => String(key)).sort()).toEqual(bad.map(({ key }) => key).sort());
      for (const { headers, origin } of letters) {
        expect(String(headers['trace'])).toBe('kept');
        expect(origin?.topic).toBe(pipeline.prefix + topic);
      }
    },
  );

  it.each([
    ['stream-gaps', 'of which nothing is removed'],
    ['profiles-raw', 'where only the sink removes'],
  ] as const)('of %s, %s: a null is dead-lettered too', async (topic, _why) => {
    await topics.producer.sendEncoded([{ topic, message: { key: '77', value: null }, bytes: 0 }]);
    // Of this topic alone: the order in which partitions are read is no order of arrival.
    const letters = async () =>
      (await readLetters(topics.kafka, 'mongo-sink-dlq')).filter(
        ({ origin }) => origin?.topic === pipeline.prefix + topic,
      );
    await waitUntil(async () => (await letters()).length > 0);
    expect((await letters()).map(({ key, value }) => [String(key), value])).toEqual([['77', null]]);
  });
});

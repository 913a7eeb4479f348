import type { Tweet } from '@tdp/contracts';
import type { ServiceName } from '@tdp/local-stack';
import { buildTweet, waitUntil } from '@tdp/testing';
import { buildNextRelease, nextSchemaOf } from './harness/next-release';
import { startPipeline, type Pipeline, type Release } from './harness/pipeline';
import { openTopics, type TopicAccess } from './harness/topics';

const SERVICES: readonly ServiceName[] = ['ingester', 'enricher', 'mongo-sink'];
const DEAD_LETTERS = ['ingester-dlq', 'enricher-dlq', 'mongo-sink-dlq'] as const;

/** A post as only the next release writes it: with a new field, and one deep inside. */
function nextPost(index: number): Tweet {
  const post = buildTweet({ id: `9${String(index).padStart(18, '0')}` });
  const next = {
    ...post,
    hologram: `h${index}`,
    publicMetrics: { ...post.publicMetrics, shareCount: index },
  };
  return next as unknown as Tweet;
}
const POSTS = Array.from({ length: 200 }, (_, index) => nextPost(index));

let release: Release;
let pipeline: Pipeline;

beforeAll(() => {
  release = buildNextRelease();
});

beforeEach(async () => {
  pipeline = await startPipeline({ rate: 200 });
  await Promise.all(SERVICES.map((name) => pipeline.startService(name)));
  await stored(200);
});

afterEach(() => pipeline.stop());

/** Waits until so many more posts than now are stored, while the load goes on. */
async function stored(more: number): Promise<void> {
  const tweets = pipeline.db.collection('tweets');
  const target = (await tweets.estimatedDocumentCount()) + more;
  await waitUntil(async () => (await tweets.estimatedDocumentCount()) >= target);
}

async function stopCleanly(name: ServiceName): Promise<void> {
  expect(await pipeline.service(name).stop()).toMatchObject({ code: 0 });
}

/** Stops a service of this release cleanly and starts the next one's in its place. */
async function upgrade(name: ServiceName): Promise<void> {
  await stopCleanly(name);
  await pipeline.startService(name, release);
}

async function sendNextPosts(topics: TopicAccess): Promise<void> {
  await topics.producer.sendAll(POSTS.map((record) => ({ topic: 'tweets-raw', key: record.id, record })));
}

const waits = (name: ServiceName): boolean => pipeline.logOf(name).includes('SCHEMA_NEWER');

/** Everything that is in tweets-raw is stored, and what only the next release knows with it. */
async function expectAllStored(topics: TopicAccess): Promise<void> {
  await pipeline.simulator.pause();
  await stopCleanly('ingester');
  const raw = await topics.read('tweets-raw');
  const produced = new Set(raw.map(({ key }) => String(key)));
  const idsIn = async (collection: string, field: string): Promise<string[]> =>
    (await pipeline.db.collection(collection).find().toArray()).map((document) => String(document[field]));
  const versions = async (): Promise<string[]> => [
    ...(await idsIn('tweets', 'id')),
    ...(await idsIn('tweet_versions', '_id')),
  ];
  const isSettled = async (): Promise<boolean> => {
    const found = new Set(await versions());
    return [...produced].every((id) => found.has(id));
  };
  await waitUntil(isSettled);
  expect(await versions()).toHaveLength(produced.size);

  const next = await pipeline.db
    .collection<{ hologram: string | null; publicMetrics: { shareCount: unknown } }>('tweets')
    .find({ hologram: { $ne: null } })
    .sort({ _id: 1 })
    .toArray();
  expect(next.map(({ hologram, publicMetrics }) => [hologram, Number(publicMetrics.shareCount)])).toEqual(
    POSTS.map((_, index) => [`h${index}`, index]),
  );
  for (const topic of DEAD_LETTERS) {
    expect(await topics.read(topic)).toEqual([]);
  }
  await topics.close();
}

describe('an upgrade under load to a release with a new version of the records', () => {
  it('in the documented order loses nothing and keeps nobody waiting', async () => {
    await pipeline.deployAgain(release);
    for (const name of ['mongo-sink', 'enricher', 'ingester'] as const) {
      await upgrade(name);
      await stored(200);
    }
    const topics = await openTopics(pipeline, { schemaOf: nextSchemaOf });
    await sendNextPosts(topics);
    await stored(200);

    expect(SERVICES.filter(waits)).toEqual([]);
    await expectAllStored(topics);
  });

  it('in the wrong order makes the services that are behind wait and say so, then loses nothing', async () => {
    await pipeline.deployAgain(release);
    await upgrade('ingester');
    const topics = await openTopics(pipeline, { schemaOf: nextSchemaOf });
    await sendNextPosts(topics);
    await waitUntil(() => Promise.resolve(waits('enricher')));
    expect(pipeline.logOf('enricher')).toContain('Tweet.hologram, PublicMetrics.shareCount');

    await upgrade('enricher');
    await waitUntil(() => Promise.resolve(waits('mongo-sink')));
    expect(pipeline.logOf('mongo-sink')).toContain('EnrichedTweet.echo');

    await upgrade('mongo-sink');
    await stored(200);
    await expectAllStored(topics);
  });
});

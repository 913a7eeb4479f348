import { readLetters, type EncodedRecord, type OutputRecord } from '@tdp/streaming';
import { waitUntil } from '@tdp/testing';
import { startPipeline, type Pipeline } from './harness/pipeline';
import { openTopics, type TopicAccess } from './harness/topics';
import { compactAtOnce, rollSegments, settled } from './removal/topics';
import { buildRemovalWorld, rawRecord, removalRecord, shuffled, type Family } from './removal/world';

const FAMILIES = 1_000;
const BYSTANDERS = 200;
const ROUNDS = 10;
const SEED = 20_261_127;
/** Posts that nobody can read, so that they become dead letters, in each round. */
const DEAD_A_ROUND = 40;

const SEARCHED = [
  ...(['tweets-raw', 'tweets-enriched', 'profiles-raw', 'removals'] as const),
  ...(['ingester-dlq', 'enricher-dlq', 'mongo-sink-dlq'] as const),
];

const world = buildRemovalWorld(FAMILIES, BYSTANDERS);
const all = [...world.toRemove, ...world.bystanders];
const postsOf = ({ gone, kept }: Family) => [...gone, ...kept];
const everyPost = all.flatMap(postsOf);

/** A family is removed by its author, by a record of `removals`, or by a null, of any of its versions. */
function removalOf(family: Family, index: number): readonly OutputRecord[] {
  if (world.removedUsers.has(family.author.id)) {
    return index < 40 ? [removalRecord('user', family.author.id)] : [];
  }
  const versions = family.gone.filter(({ authorId }) => authorId === family.author.id);
  const id = versions[index % versions.length]?.id as string;
  return index % 4 === 1 ? [{ topic: 'tweets-raw', key: id, record: null }] : [removalRecord('post', id)];
}

/**
 * Creates, removals and replays: a third of the posts come after their removal for the first time, and each comes again at
 * any time, observed later.
 */
function history(): readonly OutputRecord[] {
  const early = everyPost.filter((_, index) => index % 3 !== 0).map((tweet) => rawRecord(tweet));
  const late = everyPost.filter((_, index) => index % 3 === 0).map((tweet) => rawRecord(tweet));
  const replays = everyPost.map((tweet, index) => rawRecord(tweet, 1 + (index % 1_000)));
  const removals = world.toRemove.flatMap(removalOf);
  const profiles = world.profiles.map((profile): OutputRecord => {
    return { topic: 'profiles-raw', key: profile.user.id, record: profile };
  });
  return [
    ...shuffled([...early, ...profiles], SEED),
    ...shuffled([...removals, ...late, ...replays, ...profiles], SEED + 1),
  ];
}

/** One post of each family in a form that cannot be read: it is dead-lettered with all its text. */
function broken({ codec }: TopicAccess): readonly EncodedRecord[] {
  const first = shuffled(all, SEED + 2).flatMap((family) => postsOf(family)[0] ?? []);
  return first.map((tweet) => {
    const value = Buffer.concat([codec.encode('tweets-raw', tweet), Buffer.from([1])]);
    return { topic: 'tweets-raw', message: { key: `broken-${tweet.id}`, value }, bytes: value.length };
  });
}

describe('removals among creates and replays, in any order', () => {
  let pipeline: Pipeline;
  let topics: TopicAccess;

  beforeAll(async () => {
    pipeline = await startPipeline({ rate: 1 });
    await Promise.all([pipeline.startService('enricher'), pipeline.startService('mongo-sink')]);
    topics = await openTopics(pipeline);
    const records = history();
    const size = Math.ceil(records.length / ROUNDS);
    for (let round = 0; round < ROUNDS; round += 1) {
      await topics.producer.sendAll(records.slice(round * size, (round + 1) * size));
      await topics.producer.sendEncoded(
        broken(topics).slice(round * DEAD_A_ROUND, (round + 1) * DEAD_A_ROUND),
      );
      if (round === 6) {
        await pipeline.service('mongo-sink').kill();
        await pipeline.startService('mongo-sink');
      }
    }
    await settled(topics.kafka);
  });

  afterAll(async () => {
    await topics.close();
    await pipeline.stop();
  });

  it('leave nothing of what was removed in MongoDB', async () => {
    expect(found(await dumpOf(pipeline))).toEqual([]);
  });

  it('leave what quotes or answers it, and every post that was not removed', async () => {
    const stored = await pipeline.db
      .collection<{ _id: string; text: string }>('tweets')
      .find({}, { projection: { text: 1 } })
      .toArray();
    const expected = [
      ...world.toRemove.flatMap(({ kept }) => kept),
      ...world.bystanders.flatMap(({ gone, kept }) => [...gone, ...kept]),
    ];
    // Of an edited post the newest version comes last here.
    const texts = new Map(expected.map((tweet) => [tweet.editHistoryTweetIds[0] ?? tweet.id, tweet.text]));
    expect(new Map(stored.map(({ _id, text }) => [_id, text]))).toEqual(texts);
    const dump = await dumpOf(pipeline);
    expect(world.bystanders.filter(({ secret }) => !dump.includes(secret))).toEqual([]);
  });

  it('leave the dead letters of what was not removed, and no others', async () => {
    const left = (await readLetters(topics.kafka, 'enricher-dlq')).map(({ value }) => String(value));
    expect(left.length).toBeGreaterThan(20);
    expect(left.filter((text) => found(text).length > 0)).toEqual([]);
    expect(await pipeline.db.collection('dead_letters').countDocuments()).toBe(left.length);
  });

  it('leave nothing of it in the topics once they are compacted', async () => {
    await compactAtOnce(topics.kafka);
    let left: readonly string[] = [];
    const isGone = async (): Promise<boolean> => {
      await rollSegments(topics);
      const texts = await Promise.all(SEARCHED.map(async (topic) => textOf(await topics.read(topic))));
      left = texts.flatMap((text, index) => found(text).map((what) => `${SEARCHED[index]}: ${what}`));
      return left.length === 0;
    };
    await waitUntil(isGone).catch(() => undefined);
    expect(left.slice(0, 10)).toEqual([]);
  });
});

/** Secrets that are there and must not be. */
function found(text: string): readonly string[] {
  const secrets = world.toRemove.map(({ secret }) => secret);
  const profiles = [...world.removedUsers].map((id) => `profile-of-${id}-`);
  return [...secrets, ...profiles].filter((secret) => text.includes(secret));
}

async function dumpOf({ db }: Pipeline): Promise<string> {
  const collections = await db.collections();
  const documents = await Promise.all(collections.map((collection) => collection.find().toArray()));
  return JSON.stringify(documents);
}

const textOf = (records: Awaited<ReturnType<TopicAccess['read']>>): string =>
  records.map(({ key, value }) => `${String(key)} ${value?.toString('utf8') ?? ''}`).join('\n');

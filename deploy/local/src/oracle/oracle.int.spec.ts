import { TOPICS, type TopicName } from '@tdp/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createAdmin, createKafka, type KafkaClient } from '@tdp/streaming';
import { createLogger } from '@tdp/service';
import type { Db, MongoClient } from 'mongodb';
import { createMongoClient } from '../native/mongo-client';
import type { Emitted } from './emissions';
import { createOracle, isComplete, type Account, type Oracle } from './oracle';

/** Known to every oracle here: from 5,000 to 6,000. */
const GAP = { from: 5_000, to: 6_000 };
const name = `oracle-test-${process.pid}`;
const dlqs = Object.values(TOPICS).filter(({ name: topic }) => topic.endsWith('-dlq'));
let mongo: MongoClient;
let db: Db;
let kafka: KafkaClient;
let oracle: Oracle;

interface Post {
  readonly _id: string;
  readonly id?: string;
  readonly text?: string;
  readonly chainId?: string;
  readonly state?: string;
}

beforeAll(async () => {
  mongo = createMongoClient(String(process.env.MONGODB_URI));
  await mongo.connect();
  db = mongo.db(name);
  kafka = createKafka({
    brokers: String(process.env.KAFKA_BROKERS).split(','),
    clientId: name,
    topicPrefix: `${name}-`,
    logger: createLogger({ service: name, version: 'test', level: 'error' }),
  });
  const admin = createAdmin(kafka);
  await admin.connect();
  await admin.ensureTopics(dlqs);
  await admin.disconnect();
  oracle = createOracle({ db, kafka, gaps: () => Promise.resolve([GAP]) });
});

beforeEach(() => db.dropDatabase());

afterAll(async () => {
  const admin = createAdmin(kafka);
  await admin.connect();
  await admin.deleteTopics(dlqs.map((topic): TopicName => topic.name));
  await admin.disconnect();
  await db.dropDatabase();
  await mongo.close();
});

/** Each `id`, or `id chainId emittedAt`. */
function sent(...lines: string[]): Emitted {
  const versions = lines.map((line) => {
    const [id = '', chainId = id, emittedAt = '0'] = line.split(' ');
    return [id, { id, chainId, emittedAt: Number(emittedAt) }] as const;
  });
  return { posts: lines.length, versions: new Map(versions) };
}

const store = (collection: string, ...posts: Post[]) => db.collection<Post>(collection).insertMany(posts);

async function account(emitted: Emitted, texts?: ReadonlyMap<string, string>): Promise<Partial<Account>> {
  const all = await oracle.account(emitted, texts);
  const { lost, doubled, differentTexts, stored } = all;
  expect(isComplete(all)).toBe(lost.length + doubled.length + differentTexts.length === 0);
  return { lost, doubled, differentTexts, stored };
}

const fine = { lost: [], doubled: [], differentTexts: [] };

describe('the oracle', () => {
  it('finds nothing to complain of where everything is there once', async () => {
    await store('tweets', { _id: '1', id: '1' }, { _id: '2', id: '2' });
    expect(await account(sent('1', '2'))).toEqual({ ...fine, stored: 2 });
  });

  it('notices a lost post', async () => {
    await store('tweets', { _id: '1', id: '1' });
    expect(await account(sent('1', '2'))).toEqual({ ...fine, stored: 1, lost: ['2'] });
  });

  it('counts both versions of an edited post, whichever is the newest', async () => {
    await store('tweets', { _id: '1', id: '2' });
    await store('tweet_versions', { _id: '1', chainId: '1' });
    expect(await account(sent('1', '2 1'))).toEqual({ ...fine, stored: 2 });
  });

  it('notices a lost version of an edited post', async () => {
    await store('tweets', { _id: '1', id: '2' });
    expect(await account(sent('1', '2 1'))).toEqual({ ...fine, stored: 1, lost: ['1'] });
  });

  it('notices a version that is a post of its own beside the post it belongs to', async () => {
    await store('tweets', { _id: '1', id: '1' }, { _id: '2', id: '2' });
    expect(await account(sent('1', '2 1'))).toMatchObject({ doubled: ['2'] });
  });

  it('notices a version that is stored as the newest and as an older one', async () => {
    await store('tweets', { _id: '1', id: '2' });
    await store('tweet_versions', { _id: '1', chainId: '1' }, { _id: '2', chainId: '1' });
    expect(await account(sent('1', '2 1'))).toEqual({ ...fine, stored: 2, doubled: ['2'] });
  });

  it('notices a text that differs by one character, of an older version too', async () => {
    await store('tweets', { _id: '1', id: '2', text: 'é' });
    await store('tweet_versions', { _id: '1', text: 'é ' });
    const texts = new Map([
      ['1', 'é'],
      ['2', 'e\u0301'],
    ]);
    const { differentTexts } = await account(sent('1', '2 1'), texts);
    expect([...(differentTexts ?? [])].sort()).toEqual(['1', '2']);
  });

  it('knows what was removed, with every version of it, and what was sent in a gap', async () => {
    await store('removals', { _id: 'post/1', state: 'removed' }, { _id: 'post/3', state: 'restored' });
    const emitted = sent('1', '2 1', '3 3 4999', '4 4 5000', '5 5 6001');
    const all = await oracle.account(emitted);
    expect(all).toMatchObject({ removed: 2, inGaps: 1, lost: ['3', '5'] });
    const versions = [...emitted.versions.values()];
    expect(await oracle.findExplained(versions)).toEqual(['1', '2', '4']);
  });
});

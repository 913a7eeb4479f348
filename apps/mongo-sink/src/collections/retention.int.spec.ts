import os from 'node:os';
import mongoose from 'mongoose';
import { waitUntil } from '@tdp/testing';
import { history, profile, version, word } from '../../test-support/envelopes';
import { kinds } from '../../test-support/removal-world';
import { openTestDatabase, type TestDatabase } from '../../test-support/sink';
import { DEFAULT_SETTINGS, type Retention } from './settings';

const DAY_MS = 86_400_000;
let test: TestDatabase;
let admin: mongoose.Connection;

const ttlEvery = (ttlMonitorSleepSecs: number) =>
  admin.db?.admin().command({ setParameter: 1, ttlMonitorSleepSecs });

async function ttlPasses(): Promise<number> {
  const status = await admin.db?.admin().command({ serverStatus: 1 });
  return Number((status as { metrics: { ttl: { passes: unknown } } }).metrics.ttl.passes);
}

beforeAll(async () => {
  test = await openTestDatabase();
  admin = await mongoose.createConnection(test.uri, { runtimeAdapters: { os } }).asPromise();
  // The server deletes once a minute; a test would wait as long. The minute that has begun goes by first.
  const before = await ttlPasses();
  await ttlEvery(1);
  await waitUntil(async () => (await ttlPasses()) > before);
});
afterAll(async () => {
  await ttlEvery(60);
  await admin.close();
  await test.close();
});
beforeEach(() => test.empty());

/** The sink starts again with this retention. */
async function keep(retention: Partial<Retention>): Promise<void> {
  const settings = { retention: { ...DEFAULT_SETTINGS.retention, ...retention } };
  await (await test.reopen(settings)).close();
}

/** Seconds of each collection's retention. */
async function expiries(): Promise<Readonly<Record<string, unknown>>> {
  const { tweets, tweetVersions, users, userSnapshots } = test.database;
  const found = await Promise.all(
    [tweets, tweetVersions, users, userSnapshots].map(async (collection) => {
      const index = (await collection.indexes()).find(({ name }) => name === 'retention');
      return [collection.collectionName, index?.['expireAfterSeconds']];
    }),
  );
  return Object.fromEntries(found.filter(([, seconds]) => seconds !== undefined));
}

/** Stores posts, and makes it so many days ago. */
async function storeAged(days: number, ...slice: Parameters<ReturnType<TestDatabase['createReplica']>>[0]) {
  await test.createReplica()(slice);
  const storedAt = new Date(Date.now() - days * DAY_MS);
  const ids = slice.map(({ key }) => String(key));
  await test.database.tweets.updateMany({ id: { $in: ids } }, { $set: { storedAt } });
  await test.database.tweetVersions.updateMany({ id: { $in: ids } }, { $set: { storedAt } });
}

const idsOf = async () => ({
  tweets: (await test.database.tweets.find().sort({ _id: 1 }).toArray()).map(({ _id }) => _id),
  versions: (await test.database.tweetVersions.find().toArray()).map(({ _id }) => _id),
});
const untilLeft = (...ids: readonly string[]) =>
  waitUntil(async () => (await idsOf()).tweets.join() === ids.join());

describe('retention', () => {
  it('is off unless somebody asks for it', async () => {
    expect(await expiries()).toEqual({});
  });

  it('is made, changed and dropped as the settings say, each time at the start', async () => {
    await keep({ posts: 30, profiles: 400, snapshots: 90 });
    const day = 86_400;
    expect(await expiries()).toEqual({
      ...{ tweets: 30 * day, tweet_versions: 30 * day },
      ...{ users: 400 * day, user_snapshots: 90 * day },
    });
    await keep({ posts: 7, snapshots: 90 });
    expect(await expiries()).toEqual({
      ...{ tweets: 7 * day, tweet_versions: 7 * day },
      ...{ user_snapshots: 90 * day },
    });
    await keep({});
    expect(await expiries()).toEqual({});
  });

  it('deletes posts with their versions so many days after they were stored; shortened, more of them', async () => {
    await storeAged(9, version('1', 0), version('2', 5, history('1', '2')));
    await storeAged(5, version('3', 0));
    await storeAged(0, version('4', 0));
    expect(await idsOf()).toEqual({ tweets: ['1', '3', '4'], versions: ['1'] });
    await keep({ posts: 7 });
    await untilLeft('3', '4');
    expect((await idsOf()).versions).toEqual([]);
    await keep({ posts: 2 });
    await untilLeft('4');
    await keep({});
  });

  it('leaves marks: what was removed stays away although nothing of it is left', async () => {
    await storeAged(5, version('1', 0), version('2', 0));
    await test.createReplica()([word('post', '1')]);
    await keep({ posts: 2 });
    await untilLeft();
    await keep({});
    expect(await test.database.removals.countDocuments()).toBe(1);
    // What has only expired may come back; what is removed may not.
    expect(kinds(await test.createReplica()([version('1', 0), version('2', 0)]))).toEqual(['REMOVED', 'ok']);
    expect((await idsOf()).tweets).toEqual(['2']);
  });

  it('of profiles begins anew with every observation', async () => {
    await test.createReplica()([profile('7', 0), profile('8', Date.now())]);
    await keep({ profiles: 20 });
    const users = async () => (await test.database.users.find().toArray()).map(({ _id }) => _id);
    // AN_INSTANT, at which the first was observed, is long ago, and the other is observed from then on.
    await waitUntil(async () => (await users()).join() === '8');
    await keep({});
  });
});

import { ROLLUP_COLLECTIONS } from '@tdp/bi';
import type { Document } from 'mongodb';
import { waitUntil } from '@tdp/testing';
import { post, type PostOptions } from '../test-support/posts';
import { expectExact } from '../test-support/recount';
import { countedUpToNow, openTestDatabase, type TestDatabase } from '../test-support/world';

let database: TestDatabase;

beforeEach(async () => {
  database = await openTestDatabase();
});
afterEach(() => database.close());

const start: TestDatabase['start'] = (over) => database.start(over);
const store = (id: string, options: PostOptions = {}) =>
  database.tweets.replaceOne({ _id: id }, post(options), { upsert: true });
const row = (id: string): Promise<Document | null> =>
  database.hourly.findOne({ _id: id }, { projection: { _id: 0, at: 0 } });

describe('rollups', () => {
  it('have what was stored before the job was there, and what comes while it is', async () => {
    await store('1', { hashtags: ['rivers', 'berlin'], compound: 0.5, engagements: 7 });
    await start();
    await store('2', { hashtags: ['berlin'], compound: -0.2501, kind: 'repost', engagements: 7 });
    await countedUpToNow(database);
    expect(await row('hashtag/2026-01-15T10/berlin')).toEqual({
      ...{ dimension: 'hashtag', key: 'berlin', otherKey: '' },
      ...{ posts: 2, originalPosts: 1, scoredPosts: 2, sentimentSum: 2_499 },
      ...{ positivePosts: 1, neutralPosts: 0, negativePosts: 1, engagedPosts: 1, engagements: 7 },
    });
    expect(await row('hashtag_pair/2026-01-15T10/berlin/rivers')).toMatchObject({ posts: 1 });
    await expectExact(database.db);
  });

  it('lose what a removed post counted for, and keep nothing of it', async () => {
    await start();
    await store('1', { hashtags: ['secret'], authorId: 'u7' });
    await store('2', { hashtags: ['public'] });
    await countedUpToNow(database);
    expect(await row('author/2026-01-15T10/u7')).toMatchObject({ posts: 1 });
    await database.tweets.deleteOne({ _id: '1' });
    await countedUpToNow(database);
    for (const collection of [database.hourly, database.daily, database.posts]) {
      expect(JSON.stringify(await collection.find().toArray())).not.toMatch(/secret|u7/);
    }
    await expectExact(database.db);
  });

  it('follow an edit, another time, and a better enrichment', async () => {
    await start();
    await store('1', { hashtags: ['a', 'b'], compound: 0.1, topics: ['water'] });
    await countedUpToNow(database);
    await store('1', { hashtags: ['b'], compound: -0.3, topics: ['water', 'fire/ice %'] });
    await countedUpToNow(database);
    expect(await row('hashtag/2026-01-15T10/a')).toBeNull();
    expect(await row('topic/2026-01-15T10/fire%2Fice %25')).toMatchObject({ sentimentSum: -3_000 });
    await store('1', { createdAt: new Date('2026-01-16T00:00:00Z') });
    await countedUpToNow(database);
    expect(await row('all/2026-01-15T10/')).toBeNull();
    await store('1', { createdAt: null });
    await countedUpToNow(database);
    expect(await database.posts.findOne({ _id: '1' })).toBeNull();
    await expectExact(database.db);
  });

  it('write nothing for a post that is stored again as it was', async () => {
    const job = await start();
    await store('1', { hashtags: ['a'], compound: 0.4588, engagements: 5_000_000_000 });
    await countedUpToNow(database);
    const before = await job.metric('rollup_rows_total');
    await database.tweets.updateOne({ _id: '1' }, { $set: { observedAt: new Date() } });
    await countedUpToNow(database);
    // The post that is waited for comes and goes: 6 rows each way.
    expect((await job.metric('rollup_rows_total')) - before).toBeLessThanOrEqual(16);
    expect(await job.metric('rollup_posts_total', 'unchanged')).toBeGreaterThan(0);
    expect(await row('hashtag/2026-01-15T10/a')).toMatchObject({ engagements: 5_000_000_000 });
  });

  it('go on where they were when the job comes back, over everything that happened meanwhile', async () => {
    const first = await start();
    await store('1');
    await store('2');
    await countedUpToNow(database);
    await first.stop();
    await store('3', { authorId: 'u2' });
    await database.tweets.deleteOne({ _id: '1' });
    const second = await start();
    await countedUpToNow(database);
    await expectExact(database.db);
    expect(await second.metric('rollup_reconciliations_total')).toBe(0);
  });

  it('have long lists of hashtags without all of their pairs', async () => {
    await start();
    await store('1', { hashtags: Array.from({ length: 14 }, (_, index) => `tag${index}`) });
    await countedUpToNow(database);
    expect(await database.hourly.countDocuments({ dimension: 'hashtag' })).toBe(14);
    expect(await database.hourly.countDocuments({ dimension: 'hashtag_pair' })).toBe(45);
    await expectExact(database.db);
  });
});

describe('counting', () => {
  it('finds everything by an index, however many are stored', async () => {
    const job = await start();
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        store(String(100 + index), { threadId: 't0', textHash: 'h0' }),
      ),
    );
    await countedUpToNow(database);
    await job.stop();
    await database.db.command({ profile: 2 });
    await start();
    // A group that is made, one that loses its first, one that falls apart, a row that goes.
    await store('1', { threadId: 't1', textHash: 'h1', hashtags: ['a'] });
    await store('2', { threadId: 't1', textHash: 'h1' });
    await database.tweets.deleteMany({ _id: { $in: ['100', '101'] } });
    await countedUpToNow(database);
    await database.tweets.deleteOne({ _id: '1' });
    await countedUpToNow(database);
    await database.db.command({ profile: 0 });
    const noted = await database.db.collection('system.profile').find({ appName: 'rollup' }).toArray();
    const collections = [database.posts, database.groups, database.members, database.hourly, database.daily];
    const ours = noted.filter(({ ns }) => collections.some(({ namespace }) => namespace === ns));
    expect(ours.length).toBeGreaterThan(20);
    expect(ours.map(({ planSummary }) => planSummary as unknown)).not.toContain('COLLSCAN');
    await expectExact(database.db);
  });
});

describe('each collection', () => {
  const TYPES: Readonly<Record<string, string>> = { 'array of string': 'array' };

  it.each(ROLLUP_COLLECTIONS)(
    '$name has the fields and types that its dictionary says',
    async ({ name, fields }) => {
      await start();
      const full = { hashtags: ['a', 'b'], topics: ['t'], compound: 0.5, country: 'GB', engagements: 1 };
      const links = [{ domain: 'bbc.co.uk', kind: 'web' }];
      await store('1', { ...full, links, threadId: '1', textHash: 'h' });
      await store('2', { ...full, links, threadId: '1', textHash: 'h', authorId: 'u2', kind: 'reply' });
      await store('3', { authorId: null, kind: null, language: null });
      await countedUpToNow(database);
      const types = {
        $map: { input: { $objectToArray: '$$ROOT' }, in: ['$$this.k', { $type: '$$this.v' }] },
      };
      const found = await database.db
        .collection(name)
        .aggregate([{ $project: { types } }])
        .toArray();
      expect(found.length).toBeGreaterThan(0);
      for (const document of found) {
        const pairs = document['types'] as readonly (readonly [string, string])[];
        expect(pairs.map(([field]) => field).toSorted()).toEqual(
          fields.map((field) => field.name).toSorted(),
        );
        for (const [field, type] of pairs) {
          const described = fields.find((one) => one.name === field)!;
          const wanted = [TYPES[described.type] ?? described.type, ...(described.isNullable ? ['null'] : [])];
          expect([field, wanted]).toEqual([field, expect.arrayContaining([type])]);
        }
      }
    },
  );
});

describe('all posts are gone through', () => {
  it('when there is no way on from the last change, also those that are gone meanwhile', async () => {
    const first = await start();
    await Promise.all(
      Array.from({ length: 120 }, (_, index) => store(String(100 + index), { authorId: 'u3' })),
    );
    await countedUpToNow(database);
    await first.stop();
    await database.tweets.deleteMany({ _id: { $lt: '150' } });
    await store('500', { language: 'de' });
    // Of no server: as the token of a database that was restored somewhere else.
    const lost = { _data: '820000000000000000000000000000000000000000000000' };
    await database.state.updateOne({}, { $set: { token: lost } });
    const second = await start();
    await waitUntil(async () => (await second.metric('rollup_reconciliations_total')) > 0);
    await countedUpToNow(database);
    await expectExact(database.db);
    expect(second.failures).toEqual([]);
  });

  it('when the collection is dropped and made anew', async () => {
    const job = await start();
    await store('1');
    await countedUpToNow(database);
    await database.tweets.drop();
    await waitUntil(async () => (await job.metric('rollup_reconciliations_total', 'dropped')) > 0);
    await store('2', { language: 'ja' });
    await countedUpToNow(database);
    await expectExact(database.db);
    expect(await database.posts.countDocuments()).toBe(1);
  });

  it('from where it was when the job is stopped in between', async () => {
    await Promise.all(Array.from({ length: 300 }, (_, index) => store(String(1_000 + index))));
    const first = await start({ maxPosts: 10 });
    await waitUntil(async () => (await database.state.findOne({}))?.reconciledUpTo !== null);
    await first.stop();
    const state = await database.state.findOne({});
    expect(state).toMatchObject({ isReconciling: true, owner: null });
    const second = await start({ maxPosts: 10 });
    await countedUpToNow(database);
    await expectExact(database.db);
    expect(await second.metric('rollup_reconciliations_total')).toBe(0);
    expect(await second.metric('rollup_posts_total', 'unchanged')).toBe(0);
  });

  it('when posts were counted by other rules', async () => {
    const first = await start();
    await store('1');
    await countedUpToNow(database);
    await first.stop();
    await database.state.updateOne({}, { $set: { revision: 0 } });
    // As other rules may have counted it.
    await database.hourly.updateMany({}, { $inc: { posts: 5 } });
    const second = await start();
    await countedUpToNow(database);
    await expectExact(database.db);
    expect(await second.metric('rollup_reconciliations_total', 'revision')).toBe(1);
  });
});

import { waitUntil } from '@tdp/testing';
import { post } from '../test-support/posts';
import { expectExact } from '../test-support/recount';
import { countedUpToNow, openTestDatabase, type RunningJob, type TestDatabase } from '../test-support/world';
import { countPosts } from './count-posts';
import { claimLease, createState, LeaseLost, type Lease } from './lease';

let database: TestDatabase;

beforeEach(async () => {
  database = await openTestDatabase();
  await createState(database);
});
afterEach(() => database.close());

const start = (): Promise<RunningJob> => database.start();
const claim = (owner: string, leaseMs = 60_000): Promise<Lease | null> =>
  claimLease(database, { owner, leaseMs });
const isOwner = (job: RunningJob) => async () => (await job.metric('rollup_owner')) === 1;

describe('two processes', () => {
  it('never count at the same time, and the second takes over at once when the first stops', async () => {
    const first = await start();
    await waitUntil(isOwner(first));
    const second = await start();
    await database.tweets.insertOne({ _id: '1', ...post() });
    await countedUpToNow(database);
    expect(await second.metric('rollup_batches_total')).toBe(0);
    await first.stop();
    await waitUntil(isOwner(second));
    await database.tweets.insertOne({ _id: '2', ...post() });
    await countedUpToNow(database);
    expect(await first.metric('rollup_owner')).toBe(0);
    await expectExact(database.db);
  });

  it('go on when one of them is lost without a word', async () => {
    const first = await start();
    await waitUntil(isOwner(first));
    const second = await start();
    await Promise.all(
      Array.from({ length: 200 }, (_, index) => database.tweets.insertOne({ _id: String(index), ...post() })),
    );
    await first.crash();
    await waitUntil(isOwner(second));
    await database.tweets.deleteMany({ _id: { $gte: '5' } });
    await countedUpToNow(database);
    await expectExact(database.db);
  });
});

describe('a lease', () => {
  it('is given to one, for a time, and to others after it', async () => {
    expect(await claim('a', 300)).not.toBeNull();
    expect(await claim('b')).toBeNull();
    await waitUntil(async () => (await claim('b')) !== null);
    expect((await database.state.findOne({}))?.owner).toBe('b');
  });

  it('of before is worth nothing: what its process still counts is not written', async () => {
    const late = (await claim('a', 1))!;
    await database.tweets.insertOne({ _id: '1', ...post() });
    await waitUntil(async () => (await claim('b')) !== null);
    const batch = { ids: ['1'], progress: { reconciledUpTo: '1' } };
    await expect(countPosts(database, late, batch)).rejects.toThrow(LeaseLost);
    expect(await database.hourly.countDocuments()).toBe(0);
    expect(await database.posts.countDocuments()).toBe(0);
    expect(await database.state.findOne({})).toMatchObject({ owner: 'b', reconciledUpTo: null });
  });

  it('of before is worth nothing to its own process either, when it has taken it anew', async () => {
    const late = (await claim('a'))!;
    await claim('a');
    await expect(late.advance({})).rejects.toThrow(LeaseLost);
  });

  it('is not taken over in the middle of a batch: whoever tries waits for its end, and finds it renewed', async () => {
    const lease = (await claim('a'))!;
    await database.state.updateOne({}, { $set: { expiresAt: new Date(0) } });
    let taken: Promise<Lease | null> | undefined;
    await database.client.withSession((session) =>
      session.withTransaction(async () => {
        await lease.advance({ reconciledUpTo: '7' }, session);
        taken ??= claim('b');
        await database.posts.countDocuments({}, { session });
      }),
    );
    expect(await taken).toBeNull();
    expect(await database.state.findOne({})).toMatchObject({ owner: 'a', reconciledUpTo: '7' });
  });
});

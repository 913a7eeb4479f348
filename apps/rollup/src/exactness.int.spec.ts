import fc from 'fast-check';
import { post, type PostOptions } from '../test-support/posts';
import { expectExact } from '../test-support/recount';
import {
  countedUpToNow,
  openTestDatabase,
  startJob,
  type RunningJob,
  type TestDatabase,
} from '../test-support/world';

/**
 * Whatever happens to posts and to the job, in whatever order: once it has caught up, the rollups are what MongoDB counts
 * anew from all posts, by an aggregation that shares nothing with the job.
 */

const HOURS = [0, 1, 23, 24, 25, 24 * 7].map((hours) => Date.UTC(2026, 0, 15, hours, 59, 59, 999));
const oneOf = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const some = (...values: readonly string[]) => fc.subarray([...values]);
const TAGS = ['a', 'b', 'c', 'ä', 'z_1', 'a/b', '%2F', ...'defghi'];
const LINKS = [
  { domain: 'bbc.co.uk', kind: 'web' },
  { domain: 'bbc.co.uk', kind: 'web' },
  { domain: 'example.org', kind: 'web' },
  { domain: null, kind: 'web' },
  { domain: 'x.com', kind: 'post' },
];

const posts = fc.record({
  createdAt: fc.option(oneOf(...HOURS).map((time) => new Date(time))),
  authorId: fc.option(oneOf('u1', 'u2', 'u3')),
  kind: fc.option(oneOf('post', 'reply', 'quote', 'repost')),
  threadId: fc.option(oneOf('t1', 't2')),
  hashtags: fc.option(fc.oneof(some(...TAGS), fc.constant(TAGS))),
  topics: fc.option(some('water', 'fire/ice')),
  language: fc.option(oneOf('en', 'de', 'und')),
  compound: fc.option(fc.integer({ min: -10_000, max: 10_000 }).map((units) => units / 10_000)),
  country: fc.option(oneOf('GB', 'DE')),
  links: fc.option(fc.subarray(LINKS)),
  textHash: fc.option(oneOf('h1', 'h2')),
  engagements: fc.option(oneOf(0, 1, 5_000_000_000)),
});

type Action =
  | { readonly does: 'store'; readonly id: string; readonly options: PostOptions }
  | { readonly does: 'remove' | 'store again' | 'change nothing' | 'lose history'; readonly id: string }
  | { readonly does: 'restart' | 'crash' };

const ids = fc.integer({ min: 100, max: 112 }).map(String);
const actions: fc.Arbitrary<Action> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ does: fc.constant('store' as const), id: ids, options: posts }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('remove' as const), id: ids }) },
  {
    weight: 2,
    arbitrary: fc.record({ does: oneOf('store again' as const, 'change nothing' as const), id: ids }),
  },
  { weight: 1, arbitrary: fc.record({ does: oneOf('restart' as const, 'crash' as const) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('lose history' as const), id: ids }) },
);

let database: TestDatabase;
let job: RunningJob;

beforeAll(async () => {
  database = await openTestDatabase();
  job = await startJob(database.uri, { maxPosts: 5, waitMs: 5 });
});
afterAll(async () => {
  await job.stop();
  await database.close();
});

const start = async (): Promise<void> => {
  job = await startJob(database.uri, { maxPosts: 5, waitMs: 5 });
};

async function run(action: Action): Promise<void> {
  const { tweets, state } = database;
  switch (action.does) {
    case 'store':
      await tweets.replaceOne({ _id: action.id }, post(action.options), { upsert: true });
      return;
    case 'remove':
      await tweets.deleteOne({ _id: action.id });
      return;
    case 'store again': {
      const found = await tweets.findOneAndDelete({ _id: action.id });
      if (found !== null) {
        await tweets.insertOne(found);
      }
      return;
    }
    case 'change nothing':
      await tweets.updateOne({ _id: action.id }, { $set: { observedAt: new Date() } });
      return;
    case 'restart':
      await job.stop();
      await start();
      return;
    case 'crash':
      await job.crash();
      await start();
      return;
    case 'lose history':
      await job.stop();
      // Nothing will ever tell the job of it.
      await tweets.deleteOne({ _id: action.id });
      await state.updateOne({}, { $set: { token: { _data: 'none' } } });
      await start();
      return;
  }
}

it('rollups are what a recount finds, whatever happened', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(actions, { minLength: 10, maxLength: 40 }), async (sequence) => {
      for (const action of sequence) {
        await run(action);
      }
      await countedUpToNow(database);
      expect(job.failures).toEqual([]);
      await expectExact(database.db);
    }),
    // The database goes on from run to run, so a failure is shown as it is: made smaller it would be another.
    { numRuns: 15, endOnFailure: true },
  );
});

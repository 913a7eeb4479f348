import { AN_INSTANT } from '@tdp/testing';
import { authorId, createdAt, fillDatabase } from '../../test-support/filled-database';
import { gap, history, profile, removal, version, word } from '../../test-support/envelopes';
import { everything } from '../../test-support/removal-world';
import { openTestDatabase, type TestDatabase } from '../../test-support/sink';

let test: TestDatabase;

beforeAll(async () => {
  test = await openTestDatabase();
  await fillDatabase(test.database);
});
afterAll(() => test.close());

interface Profiled {
  readonly ns: string;
  readonly op: string;
  readonly planSummary?: string;
}

/** What the server did meanwhile, by its own profile. */
async function profiled(work: () => Promise<unknown>): Promise<readonly Profiled[]> {
  const { database } = test;
  await database.command({ create: 'system.profile', capped: true, size: 50_000_000 });
  await database.command({ profile: 2 });
  await work();
  await database.command({ profile: 0 });
  const { cursor } = await database.command({
    find: 'system.profile',
    projection: { ns: 1, op: 1, planSummary: 1 },
    batchSize: 10_000,
  });
  return (cursor as { firstBatch: readonly Profiled[] }).firstBatch;
}

it('nothing that the sink does reads a whole collection', async () => {
  const store = test.createReplica();
  const later = { at: AN_INSTANT + 5 };
  const done = await profiled(async () => {
    await store([...everything(), version('9', 0), version('9', 5), version('9', 5)]);
    await store([version('90', 0), version('91', 5, history('90', '91')), version('90', 9)]);
    await store([profile('7', 0), profile('7', 9)]);
    await store([gap({}), gap({ to: AN_INSTANT, closedAt: AN_INSTANT })]);
    await store([removal('91'), removal('20'), version('v30', 0, history('30', 'v30'))]);
    await store([word('post', '1000'), word('user', '7'), word('user', authorId(5))]);
    await store([word('user', authorId(6), { action: 'scrub_geo', upToPostId: '9' })]);
    await store([word('post', '91', { ...later, action: 'restore', at: createdAt(5_000) })]);
  });
  const ours = done.filter(({ ns }) => !ns.endsWith('.system.profile'));
  expect(ours.filter(({ planSummary = '' }) => planSummary.includes('COLLSCAN'))).toEqual([]);
  const plans = new Set(ours.flatMap(({ planSummary }) => planSummary ?? []));
  // Otherwise nothing was seen.
  for (const plan of [
    'IDHACK',
    'IXSCAN { _id: 1 }',
    'holds',
    'chainId',
    'because',
    'editHistoryTweetIds',
    'authorId',
  ]) {
    expect([...plans].join()).toContain(plan);
  }
  const ops = [...new Set(ours.map(({ op }) => op))];
  expect(ops).toEqual(expect.arrayContaining(['insert', 'query', 'update', 'remove']));
});

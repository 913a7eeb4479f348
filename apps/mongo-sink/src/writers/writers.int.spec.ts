import fc from 'fast-check';
import type { EnrichedTweet } from '@tdp/contracts';
import type { Envelope, Handle } from '@tdp/streaming';
import { AN_INSTANT, buildEnrichedTweet, buildTweet } from '@tdp/testing';
import type { Database } from '../database';
import { envelope, gap, profile, removal, version } from '../../test-support/envelopes';
import { openTestDatabase, type TestDatabase } from '../../test-support/sink';

let test: TestDatabase;
let database: Database;
let replica: Handle;
const ages: (number | null)[] = [];

beforeAll(async () => {
  test = await openTestDatabase();
  database = test.database;
  replica = test.createReplica({ observeAge: (createdAt) => void ages.push(createdAt) });
});

beforeEach(async () => {
  ages.length = 0;
  await test.empty();
});

afterAll(() => test.close());

const store = (...slice: Envelope[]) => replica(slice);
const texts = async () =>
  Object.fromEntries((await database.tweets.find().toArray()).map(({ _id, text }) => [_id, text]));

describe('storing posts', () => {
  it('stores text byte for byte, ids as strings, instants as dates, counts as 64-bit integers', async () => {
    const text = '👩‍👩‍👧 שלום \u0000 こんにちは';
    await store(version('1346889436626259968', 0, { text }));
    const document = await database.tweets.findOne(
      {},
      { promoteValues: false, promoteLongs: false, bsonRegExp: true },
    );
    expect(document).toMatchObject({ _id: '1346889436626259968', text });
    expect(document?.['createdAt']).toEqual(new Date(AN_INSTANT));
    const types = await database.tweets
      .aggregate([
        {
          $project: { count: { $type: '$publicMetrics.likeCount' }, created: { $type: '$author.createdAt' } },
        },
      ])
      .next();
    expect(types).toMatchObject({ count: 'long', created: 'date' });
  });

  it('keeps one document per post, in its newest version, and its first storedAt', async () => {
    await store(version('1', 10));
    const first = await database.tweets.findOne({ _id: '1' });
    await store(version('1', 20), version('2', 5));
    await store(version('1', 15), version('1', 10));
    expect(await texts()).toEqual({ '1': 'seen at 20', '2': 'seen at 5' });
    expect(ages).toEqual(Array(5).fill(AN_INSTANT));
    expect((await database.tweets.findOne({ _id: '1' }))?.storedAt).toEqual(first?.storedAt);
  });

  it('prefers the longer edit chain of versions seen at the same time', async () => {
    await store(version('1', 10, { editHistoryTweetIds: ['1', '2'], text: 'edited' }));
    await store(version('1', 10, { editHistoryTweetIds: ['1'], text: 'not yet' }));
    expect(await texts()).toEqual({ '1': 'edited' });
    await store(version('1', 10, { editHistoryTweetIds: ['1', '2', '3'], text: 'edited again' }));
    expect(await texts()).toEqual({ '1': 'edited again' });
  });

  it('ends the same whatever the order, the repetitions and the batches', async () => {
    const seen = fc.record({ id: fc.constantFrom('1', '2', '3'), at: fc.integer({ min: 0, max: 5 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(seen, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 }),
        async (slices) => {
          await database.tweets.deleteMany({});
          const newest = new Map<string, number>();
          for (const slice of slices) {
            await store(...slice.map(({ id, at }) => version(id, at)));
            slice.forEach(({ id, at }) => newest.set(id, Math.max(at, newest.get(id) ?? 0)));
          }
          expect(await texts()).toEqual(
            Object.fromEntries([...newest].map(([id, at]) => [id, `seen at ${at}`])),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('stores the other 999 when one of 1,000 is refused, and says which', async () => {
    await database.command({
      collMod: 'tweets',
      validator: { text: { $ne: 'refuse me' } },
      validationAction: 'error',
    });
    const slice = Array.from({ length: 1_000 }, (_, index) =>
      version(String(index), 0, index === 500 ? { text: 'refuse me' } : {}),
    );
    const results = await store(...slice);
    await database.command({ collMod: 'tweets', validator: {} });
    expect(await database.tweets.countDocuments()).toBe(999);
    expect(
      results.flatMap((result, index) => (result.kind === 'dlq' ? [[index, result.reason]] : [])),
    ).toEqual([[500, 'WRITE_REFUSED']]);
  });

  it('stores a post whose position is not on Earth, without a location', async () => {
    const off = { type: 'Point', coordinates: [181, 95] };
    const on = { type: 'Point', coordinates: [-0.1195, 51] };
    await store(version('1', 0, { coordinates: off }), version('2', 0, { coordinates: on }));
    const near = await database.tweets
      .find({
        location: { $near: { $geometry: { type: 'Point', coordinates: [0, 51] }, $maxDistance: 50_000 } },
      })
      .toArray();
    expect(near.map(({ _id }) => _id)).toEqual(['2']);
    expect((await database.tweets.findOne({ _id: '1' }))?.['coordinates']).toEqual(off);
  });

  it('refuses a record under another key', async () => {
    const [result] = await store(envelope('2', buildEnrichedTweet({ tweet: buildTweet({ id: '1' }) })));
    expect(result).toMatchObject({ kind: 'dlq', reason: 'KEY_MISMATCH' });
  });

  it('refuses a record that makes no document, and stores its neighbours', async () => {
    const broken = { ...buildEnrichedTweet(), tweet: null } as unknown as EnrichedTweet;
    const results = await store(version('1', 0), envelope('x', broken), version('3', 0));
    expect(results.map(({ kind }) => kind)).toEqual(['ok', 'dlq', 'ok']);
    expect(Object.keys(await texts())).toEqual(['1', '3']);
  });
});

describe('removed posts', () => {
  it.each([
    ['after it was stored', [[version('1', 0)], [removal('1')]]],
    ['before it arrives', [[removal('1')], [version('1', 0)]]],
    ['in the same slice, after', [[version('1', 0), removal('1')]]],
    ['in the same slice, before', [[removal('1'), version('1', 0)]]],
    [
      'and the topic is replayed from its beginning',
      [[version('1', 0), removal('1')], [version('1', 0)], [version('1', 9)]],
    ],
  ])('stay removed: %s', async (_when, slices) => {
    await store(version('2', 0));
    for (const slice of slices) {
      await store(...slice);
    }
    expect(Object.keys(await texts())).toEqual(['2']);
  });

  it('are dropped under a reason, not dead-lettered', async () => {
    await store(removal('1'));
    expect(await store(version('1', 0))).toEqual([{ kind: 'drop', reason: 'REMOVED' }]);
    expect(ages).toEqual([]);
  });
});

describe('storing profiles', () => {
  it('keeps the newest profile of a user', async () => {
    await store(profile('7', 10));
    await store(profile('7', 20), profile('8', 1));
    await store(profile('7', 15));
    const users = await database.users.find().toArray();
    expect(users.map(({ _id, ...user }) => [_id, user['name']])).toEqual([
      ['7', 'seen at 20'],
      ['8', 'seen at 1'],
    ]);
  });

  it('keeps the counts of each day, as last observed that day', async () => {
    const day = 86_400_000;
    await store(profile('7', 10), profile('7', 30), profile('7', day));
    await store(profile('7', 20));
    const snapshots = await database.userSnapshots
      .find({}, { promoteLongs: false })
      .sort({ _id: 1 })
      .toArray();
    expect(snapshots.map(({ _id, observedAt }) => [_id, observedAt.getTime() - AN_INSTANT])).toEqual([
      ['7/2026-01-15', 30],
      ['7/2026-01-16', day],
    ]);
    const types = { followers: { $type: '$followersCount' }, day: { $type: '$day' } };
    expect(await database.userSnapshots.aggregate([{ $project: types }]).next()).toMatchObject({
      followers: 'long',
      day: 'date',
    });
  });
});

describe('storing gaps', () => {
  it('keeps one document per gap, as it was last reported, whatever is replayed', async () => {
    const open = gap({});
    const closed = gap({ to: AN_INSTANT + 900, closedAt: AN_INSTANT + 1_000 });
    const other = gap({ openedAt: AN_INSTANT + 60_000 });
    await store(open, closed, other);
    await store(open);
    const gaps = await database.streamGaps.find().sort({ _id: 1 }).toArray();
    expect(gaps.map(({ _id, to }) => [_id, to])).toEqual([
      ['filtered-stream/2026-01-15T10:35:01.000Z', new Date(AN_INSTANT + 900)],
      ['filtered-stream/2026-01-15T10:36:00.000Z', null],
    ]);
    expect(gaps[0]).toMatchObject({
      source: 'filtered-stream',
      from: new Date(AN_INSTANT),
      cause: 'disconnect',
    });
  });
});

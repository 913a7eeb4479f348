import { TABLES } from '@tdp/bi';
import type { Document } from 'mongodb';
import { THE_DAY } from '../../test-support/known-data';
import { storedGap, storedRow } from '../../test-support/stored';
import { openTestDatabase, type TestDatabase } from '../../test-support/test-database';
import { deployModels, planOf } from './deploy-models';

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;

let test: TestDatabase;
beforeEach(async () => {
  test = await openTestDatabase();
  await deployModels(
    test.database,
    await planOf(
      test.database,
      TABLES.filter(({ name }) => name === 'bi_bursts'),
    ),
  );
});
afterEach(() => test.close());

/** Of each week, this one first: all posts and those with the tag; null when nothing was stored. */
async function fill(
  weeks: readonly (readonly [all: number, tagged: number] | null)[],
  key = 'a/b',
): Promise<void> {
  const rows = weeks.flatMap((week, ago) => {
    const at = THE_DAY - ago * WEEK;
    const [all, tagged] = week ?? [0, 0];
    return [
      ...(all > 0 ? [{ dimension: 'all', at, posts: all }] : []),
      ...(tagged > 0 ? [{ dimension: 'hashtag', at, key, posts: tagged }] : []),
    ];
  });
  const documents = rows.map((row) => ({
    ...storedRow('rollup_hourly', row),
    // As apps/rollup escapes keys.
    _id: [
      row.dimension,
      new Date(row.at).toISOString().slice(0, 13),
      row.key?.replace('/', '%2F') ?? '',
    ].join('/'),
  }));
  await test.database.collection('rollup_hourly').insertMany(documents as Document[]);
}

async function gap(weeksAgo: number, complete: boolean | null, hours = 1): Promise<void> {
  const from = THE_DAY - weeksAgo * WEEK + HOUR / 2;
  const open = {
    source: 'filtered-stream',
    cause: 'disconnect',
    openedAt: from,
    closedAt: from + hours * HOUR,
  } as const;
  const rest = { repair: null, recovered: null, detail: null };
  await test.database
    .collection('stream_gaps')
    .insertOne(storedGap({ ...open, ...rest, from, to: from + hours * HOUR, complete }));
}

async function burst(): Promise<Document | undefined> {
  const [found] = await test.database
    .collection('bi_bursts')
    .find({ hour_at: new Date(THE_DAY) })
    .toArray();
  return found;
}
const z = (posts: number, expected: number): number => (posts - expected) / Math.sqrt(expected);

describe('a burst', () => {
  it('is measured by the share of all posts in the same hour of earlier weeks', async () => {
    await fill([[200, 30], [100, 2], [50, 2], [100, 0], null, [400, 4]]);
    // 2 %, 4 %, 0 and 1 % of 200.
    const expected = 200 * ((0.02 + 0.04 + 0 + 0.01) / 4);
    expect(await burst()).toEqual({
      hour_at: new Date(THE_DAY),
      ...{ subject: 'hashtag', term: 'a/b', posts: 30, baseline: 'known', baseline_weeks: 4 },
      expected_posts: expect.closeTo(expected, 9),
      z: expect.closeTo(z(30, expected), 9),
    });
  });

  it('is none where twice as much is said of everything', async () => {
    await fill([
      [2_000, 40],
      [1_000, 20],
      [1_000, 20],
      [1_000, 20],
    ]);
    expect(await burst()).toMatchObject({ expected_posts: 40, z: 0 });
  });

  it('has no baseline below three weeks', async () => {
    await fill([
      [200, 30],
      [100, 2],
      [50, 2],
    ]);
    expect(await burst()).toMatchObject({
      baseline: 'no baseline',
      baseline_weeks: 2,
      expected_posts: null,
      z: null,
    });
  });

  it('is new when it was never seen in these hours', async () => {
    await fill([
      [200, 30],
      [100, 0],
      [50, 0],
      [100, 0],
    ]);
    expect(await burst()).toMatchObject({
      baseline: 'new',
      baseline_weeks: 3,
      expected_posts: null,
      z: null,
    });
  });

  it('is unknown when posts of the hour may be missing', async () => {
    await fill([
      [200, 30],
      [100, 2],
      [50, 2],
      [100, 1],
    ]);
    await gap(0, null);
    expect(await burst()).toMatchObject({ baseline: 'unknown', z: null });
  });

  it('is not measured by weeks in which posts may be missing, but by those that were repaired', async () => {
    await fill([
      [200, 30],
      [100, 2],
      [50, 2],
      [100, 1],
      [100, 50],
    ]);
    await gap(4, false);
    await gap(1, true);
    expect(await burst()).toMatchObject({ baseline: 'known', baseline_weeks: 3 });
    await gap(2, null);
    expect(await burst()).toMatchObject({ baseline: 'no baseline', baseline_weeks: 2 });
  });

  it('is not asked about where there are few posts', async () => {
    await fill([
      [200, 9],
      [100, 2],
      [50, 2],
      [100, 1],
    ]);
    expect(await burst()).toBeUndefined();
  });
});

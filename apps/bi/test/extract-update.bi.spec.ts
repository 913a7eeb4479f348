import { TABLES } from '@tdp/bi';
import { deployModels, planOf } from '../src/models/deploy-models';
import { createExtracts, type Extracts } from '../test-support/extracts';
import { fillKnown, fillMany, LONG_ID, NEXT_LONG_ID, THE_DAY } from '../test-support/known-data';
import { openTestDatabase, type TestDatabase } from '../test-support/test-database';

let test: TestDatabase;
let extracts: Extracts;
const posts = () => test.database.collection<{ _id: string }>('tweets');
const update = (name: string, ...more: readonly string[]) =>
  extracts.run(['--out', name, '--update', ...more]);

beforeAll(async () => {
  test = await openTestDatabase();
  extracts = createExtracts(test.database);
  await deployModels(test.database, await planOf(test.database, TABLES));
  await fillKnown(test.database);
  await fillMany(test.database, 400);
});
afterAll(async () => {
  extracts.remove();
  await test.close();
});

describe('npm run bi:extract -- --update', () => {
  it('is a whole extract where there is none yet', async () => {
    const [done] = await update('kept.hyper');
    expect(done).toMatch(/^done: /);
    await extracts.compare('kept.hyper');
  });

  it('reads nothing of posts that are as they were', async () => {
    const [said] = await update('kept.hyper');
    expect(said).toBe('0 posts read, 0 gone');
    await extracts.compare('kept.hyper');
  });

  it('is what a new extract would be after posts came, went, changed, were enriched again, or cut', async () => {
    // Observed before the extract was written, and stored after it: no time tells.
    const [copied] = await posts().find({ _id: NEXT_LONG_ID }).toArray();
    await posts().insertOne({ ...copied!, _id: '77', ...{ id: '77' } });
    await posts().deleteOne({ _id: LONG_ID });
    await posts().updateOne({ _id: '2' }, { $set: { 'content.quotedText': null }, $inc: { timesCut: 1 } });
    await posts().updateOne(
      { _id: '1000000000000000001' },
      {
        $set: { 'topics.topics': [], 'tags.hashtags': [{ tag: 'New', key: 'new' }] },
        $currentDate: { enrichedAt: true },
      },
    );
    await test.database.collection('users').deleteMany({});
    const [said] = await update('kept.hyper');
    expect(said).toBe('3 posts read, 1 gone');
    await extracts.compare('kept.hyper');
  });

  it('takes in posts from earlier on, and drops them again, as --since says', async () => {
    const since = (time: number) => ['--since', new Date(time).toISOString()];
    const count = (name: string) =>
      extracts.read(name, (session) => session.query('SELECT count(*) FROM bi_tweets'));
    const stored = (time: number) => posts().countDocuments({ createdAt: { $gte: new Date(time) } });
    const later = THE_DAY + 10 * 86_400_000;
    await extracts.run(['--out', 'since.hyper', ...since(later)]);
    await update('since.hyper', ...since(THE_DAY));
    expect(await count('since.hyper')).toEqual([[await stored(THE_DAY)]]);
    const [said] = await update('since.hyper', ...since(later));
    expect(said).toBe(`0 posts read, ${(await stored(THE_DAY)) - (await stored(later))} gone`);
    expect(await count('since.hyper')).toEqual([[await stored(later)]]);
    await update('since.hyper');
    await extracts.compare('since.hyper');
  });

  it('reads everything where the extract has other tables or columns, and says which', async () => {
    await extracts.run(['--out', 'other.hyper']);
    await extracts.read('other.hyper', async (session) => {
      await session.execute('ALTER TABLE bi_tweets DROP COLUMN lang');
      await session.execute('CREATE TABLE bi_notes (note TEXT)');
    });
    const lines = await update('other.hyper');
    expect(lines.slice(0, 3)).toEqual([
      expect.stringMatching(/^everything is read: .* is not as version \d+ of the contract and --table say$/),
      '  - bi_notes',
      '  + bi_tweets.lang TEXT',
    ]);
    await extracts.compare('other.hyper');
  });
});

import { readdirSync } from 'node:fs';
import { chartSql, DASHBOARDS, hyperColumnsOf, TABLES } from '@tdp/bi';
import { deployModels, planOf } from '../src/models/deploy-models';
import { answerByMongo, comparable } from '../test-support/chart-answers';
import { createExtracts, type Extracts } from '../test-support/extracts';
import { fillKnown, fillMany, LONG_ID, NEXT_LONG_ID, THE_DAY } from '../test-support/known-data';
import { openTestDatabase, type TestDatabase } from '../test-support/test-database';

let test: TestDatabase;
let extracts: Extracts;

beforeAll(async () => {
  test = await openTestDatabase();
  extracts = createExtracts(test.database);
  // What the extract is compared with; it does not need them itself.
  await deployModels(test.database, await planOf(test.database, TABLES));
});
afterAll(async () => {
  extracts.remove();
  await test.close();
});

it('is valid and says so where there is nothing', async () => {
  const lines = await extracts.run(['--out', 'empty.hyper']);
  expect(lines).toEqual([
    `nothing matches: ${extracts.file('empty.hyper')} is a valid extract without any row`,
  ]);
  await extracts.read('empty.hyper', async (session) => {
    const found = await session.tables();
    expect(found).toEqual(Object.fromEntries(TABLES.map((table) => [table.name, hyperColumnsOf(table)])));
  });
});

describe('an extract of known posts', () => {
  beforeAll(async () => {
    await fillKnown(test.database);
    await fillMany(test.database, 400);
  });

  it('has in every column of every table what MongoDB has', async () => {
    const [done] = await extracts.run(['--out', 'all.hyper']);
    expect(done).toMatch(/^done: [\d,]+ rows in \d+ tables, [\d.]+ MB: .+all\.hyper$/);
    await extracts.compare('all.hyper');
    expect(readdirSync(extracts.dir).filter((name) => name.includes('.part-'))).toEqual([]);
  });

  it('keeps ids apart that are one number to a double, and counts beyond 32 bits', async () => {
    await extracts.read('all.hyper', async (session) => {
      const rows = await session.query(
        `SELECT tweet_id, like_count FROM bi_tweets WHERE tweet_id IN ('${LONG_ID}', '${NEXT_LONG_ID}') ORDER BY 1`,
      );
      expect(rows).toEqual([
        [LONG_ID, 5_000_000_000],
        [NEXT_LONG_ID, 5_000_000_000],
      ]);
    });
  });

  it('has posts since a time, of tables of posts, and other tables whole', async () => {
    const since = new Date(THE_DAY + 1);
    await extracts.run(['--out', 'since.hyper', '--since', since.toISOString()]);
    const posts = await test.database.collection('tweets').countDocuments({ createdAt: { $gte: since } });
    await extracts.read('since.hyper', async (session) => {
      expect(await session.query('SELECT count(*) FROM bi_tweets')).toEqual([[posts]]);
      expect(
        await session.query(
          `SELECT count(*) FROM bi_tweet_hashtags WHERE created_at < '${since.toISOString()}'`,
        ),
      ).toEqual([[0]]);
    });
    const rest = TABLES.filter(({ collection }) => collection !== 'tweets');
    await extracts.compare('since.hyper', rest);
  });

  const charts = DASHBOARDS.flatMap((dashboard) => dashboard.charts);
  it.each(charts)("$name: the chart's SQL finds in it what MongoDB finds", async (chart) => {
    const rows = await extracts.read('all.hyper', (session) =>
      session.query(chartSql({ ...chart, limit: null })),
    );
    expect(comparable(rows).toSorted()).toEqual(
      comparable(await answerByMongo(test.database, chart)).toSorted(),
    );
  });

  it('has the tables that were named', async () => {
    await extracts.run(['--out', 'two.hyper', '--table', 'bi_users', '--table', 'bi_gaps']);
    await extracts.read('two.hyper', async (session) => {
      expect(Object.keys(await session.tables()).sort()).toEqual(['bi_gaps', 'bi_users']);
    });
  });
});

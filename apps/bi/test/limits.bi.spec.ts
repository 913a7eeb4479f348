import type { Document } from 'mongodb';
import { fillKnown, fillMany } from '../test-support/known-data';
import { openTestDatabase, type TestDatabase } from '../test-support/test-database';
import { startBi, type RunningTrino } from '../test-support/trino';

let test: TestDatabase;
let trino: RunningTrino;
const ask = (sql: string) => trino.ask(sql);

beforeAll(async () => {
  test = await openTestDatabase();
  await fillKnown(test.database);
  await fillMany(test.database, 400);
  await test.database.collection('tweets').createIndex({ createdAt: -1 }, { name: 'time' }, {});
  trino = await startBi(test.uri);
});
afterAll(async () => {
  try {
    expect(await trino.stop()).toBe(0);
  } finally {
    await test.close();
  }
});

const FILTER = "lang = 'en' AND created_at >= TIMESTAMP '2026-02-01 00:00:00 UTC'";

describe('what Trino hands over to MongoDB', () => {
  it.each(['bi_tweets', 'bi_tweet_hashtags', 'bi_interactions'])('is the filters, of %s', async (table) => {
    const [[plan] = []] = await ask(`EXPLAIN SELECT count(*) FROM ${table} WHERE ${FILTER}`);
    expect(plan).toMatch(/TableScan\[table = \S+ constraint on \[(lang, created_at|created_at, lang)\]\]/);
    expect(plan).not.toContain('ScanFilter');
  });

  it('is not the sums: those are its own', async () => {
    const [[plan] = []] = await ask('EXPLAIN SELECT lang, sum(like_count) FROM bi_tweets GROUP BY lang');
    expect(plan).toContain('Aggregate');
  });

  it('reaches the index of the collection, by what MongoDB itself noted down', async () => {
    const { database } = test;
    await database.command({ profile: 2 });
    const [[found] = []] = await ask(`SELECT count(*) FROM bi_tweets WHERE ${FILTER}`);
    await database.command({ profile: 0 });
    const noted = await database
      .collection('system.profile')
      .find({
        ns: { $regex: /\.(bi_)?tweets$/ },
        op: { $in: ['query', 'command'] },
        nreturned: { $exists: true },
      })
      .toArray();
    const reads = noted.filter(({ nreturned }: Document) => nreturned === found);
    expect(Number(found)).toBeGreaterThan(0);
    expect(reads.map(({ planSummary }: Document) => planSummary as unknown)).toContain(
      'IXSCAN { createdAt: -1 }',
    );
    expect(reads.map(({ docsExamined }: Document) => Number(docsExamined) < 405)).not.toContain(false);
  });
});

describe('what Trino refuses', () => {
  it.each([
    "INSERT INTO bi_gaps (gap_id) VALUES ('x')",
    'DELETE FROM tweets',
    'DROP TABLE bi_tweets',
    'CREATE TABLE mine AS SELECT tweet_id FROM bi_tweets',
  ])('is to write: %s', async (sql) => {
    await expect(ask(sql)).rejects.toThrow(/Access Denied/);
  });

  it('is a column that does not exist, by its name', async () => {
    await expect(ask('SELECT mood FROM bi_tweets')).rejects.toThrow("Column 'mood' cannot be resolved");
  });
});

describe('npm run bi', () => {
  it('shows where it is, and how it is asked', () => {
    expect(trino.output()).toContain('jdbc:trino://127.0.0.1:');
    const [, sample = ''] = /SQL {3}(SELECT[^]*?DESC)/.exec(trino.output()) ?? [];
    return expect(ask(sample)).resolves.toEqual([]);
  });

  it('names the user that may not read, the server and no password', async () => {
    const reader = new URL(test.uri);
    [reader.username, reader.password] = ['analyst', 's3cr3t'];
    const failure = await startBi(test.uri, { BI_MONGODB_URI: reader.href }).then(String, String);
    expect(failure).toContain(`MongoDB at ${reader.host} does not let analyst read bi_tweets`);
    expect(failure).not.toContain('s3cr3t');
  });

  it('says that no server answers', async () => {
    const failure = await startBi('mongodb://127.0.0.1:1/twitter').then(String, String);
    expect(failure).toContain('The tables for analysts cannot be made:\nasking MongoDB at 127.0.0.1:1');
  });
});

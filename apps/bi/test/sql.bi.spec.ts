import { TABLES, trinoSchemaOf } from '@tdp/bi';
import { fillKnown, fillMany, LONG_ID, NEXT_LONG_ID } from '../test-support/known-data';
import { summaryKeys, summaryOf, summaryQuery, TRINO } from '../test-support/summaries';
import { openTestDatabase, type TestDatabase } from '../test-support/test-database';
import { startBi, type RunningTrino } from '../test-support/trino';

let test: TestDatabase;
let trino: RunningTrino;
const ask = (sql: string) => trino.ask(sql);

beforeAll(async () => {
  test = await openTestDatabase();
  trino = await startBi(test.uri);
});
afterAll(async () => {
  try {
    expect(await trino.stop()).toBe(0);
  } finally {
    await test.close();
  }
});

/** Every column of a table, as both engines sum it up. */
async function compare(table: (typeof TABLES)[number]): Promise<void> {
  const [byTrino = []] = await ask(summaryQuery(table, TRINO));
  const byMongo = await summaryOf(test.database, table);
  const pair = (values: readonly unknown[]) =>
    Object.fromEntries(summaryKeys(table).map((key, i) => [key, values[i]]));
  expect(pair(byTrino)).toEqual(pair(byMongo));
}

describe('SQL over empty collections', () => {
  it.each(TABLES)('$name has no rows', async (table) => {
    await compare(table);
    expect(await ask(`SELECT * FROM ${table.name}`)).toEqual([]);
  });

  it.each(TABLES)('$name has the columns of the contract with their types and meanings', async (table) => {
    const columns = await ask(`SHOW COLUMNS FROM ${table.name}`);
    const wanted = trinoSchemaOf(table).fields.map(({ name, type, comment }) => [name, type, '', comment]);
    expect(columns).toEqual(wanted);
  });
});

describe('SQL over known posts', () => {
  beforeAll(async () => {
    await fillKnown(test.database);
    await fillMany(test.database, 400);
  });

  it.each(TABLES)('$name: each column has the counts, sums and limits that MongoDB finds', compare);

  it.each([
    ['bi_tweets', 'tweets', []],
    ['bi_tweet_hashtags', 'tweets', [{ $unwind: '$tags.hashtags' }]],
    ['bi_tweet_mentions', 'tweets', [{ $unwind: '$tags.mentions' }]],
    ['bi_tweet_links', 'tweets', [{ $unwind: '$links.links' }]],
    ['bi_tweet_topics', 'tweets', [{ $unwind: '$topics.topics' }]],
    ['bi_interactions', 'tweets', [{ $unwind: '$conversation.edges' }]],
    ['bi_users', 'users', []],
    ['bi_user_daily', 'user_snapshots', []],
    ['bi_gaps', 'stream_gaps', []],
    ['bi_hourly_hashtags', 'rollup_hourly', [{ $match: { dimension: 'hashtag' } }]],
    ['bi_conversations', 'rollup_groups', [{ $match: { kind: 'conversation' } }]],
    ['bi_daily_authors', 'rollup_daily', [{ $match: { dimension: 'author' } }]],
  ])('%s has a row for each that %s holds', async (table, collection, stages) => {
    const [counted] = await test.database
      .collection(collection)
      .aggregate([...stages, { $count: 'rows' }])
      .toArray();
    expect(await ask(`SELECT count(*) FROM ${table}`)).toEqual([[counted?.['rows']]]);
  });

  it('has places, though the first post has none', async () => {
    const [first] = await test.database.collection('tweets').find().limit(1).toArray();
    expect(first?.['geo']).toBeNull();
    expect(
      await ask(`SELECT tweet_id, lat, lon, country_code FROM bi_tweets
        WHERE tweet_id IN ('1', '${LONG_ID}') ORDER BY tweet_id`),
    ).toEqual([
      ['1', null, null, null],
      [LONG_ID, 51.5085, -0.1257, 'GB'],
    ]);
  });

  it('keeps ids apart that are one number to a double, also where tables are joined', async () => {
    expect(Number(LONG_ID)).toBe(Number(NEXT_LONG_ID));
    expect(
      await ask(`SELECT t.tweet_id, u.user_id FROM bi_tweets t
        JOIN bi_interactions i ON i.tweet_id = t.tweet_id JOIN bi_users u ON u.user_id = i.to_user_id
        WHERE t.tweet_id = '${NEXT_LONG_ID}'`),
    ).toEqual([[NEXT_LONG_ID, LONG_ID]]);
  });

  it('adds up counts beyond 32 bits', async () => {
    expect(
      await ask(`SELECT sum(like_count) FROM bi_tweets WHERE tweet_id IN ('${LONG_ID}', '${NEXT_LONG_ID}')`),
    ).toEqual([[10_000_000_000]]);
  });

  it.each(['UTC', 'Asia/Tokyo', 'America/New_York'])('has the days of %s', async (zone) => {
    const days = await test.database
      .collection('tweets')
      .aggregate([
        { $match: { createdAt: { $ne: null } } },
        {
          $group: {
            _id: { $dateToString: { date: '$createdAt', format: '%Y-%m-%d', timezone: zone } },
            posts: { $sum: 1 },
          },
        },
        { $sort: { _id: 1 } },
      ])
      .toArray();
    expect(days.length).toBeGreaterThan(2);
    expect(
      await ask(`SELECT CAST(CAST(created_at AT TIME ZONE '${zone}' AS date) AS varchar), count(*) FROM bi_tweets
        WHERE created_at IS NOT NULL GROUP BY 1 ORDER BY 1`),
    ).toEqual(days.map(({ _id, posts }) => [_id, posts]));
  });

  it('takes an instant for the same whatever its zone is written as', async () => {
    const since = (instant: string) =>
      ask(`SELECT count(*) FROM bi_tweets WHERE created_at >= TIMESTAMP '${instant}'`);
    const stored = await test.database
      .collection('tweets')
      .countDocuments({ createdAt: { $gte: new Date('2026-01-15T00:00:00Z') } });
    expect(await since('2026-01-15 00:00:00 UTC')).toEqual([[stored]]);
    expect(await since('2026-01-15 01:00:00 Europe/Berlin')).toEqual([[stored]]);
    expect(await since('2026-01-15 00:00:00.001 UTC')).toEqual([[stored - 1]]);
  });

  it('has days of counts by date', async () => {
    expect(
      await ask(`SELECT CAST(day AS varchar), followers_count FROM bi_user_daily
        WHERE user_id = '${LONG_ID}' AND day >= DATE '2026-01-15' ORDER BY day`),
    ).toEqual([
      ['2026-01-15', 3_000_000_000],
      ['2026-01-16', 3_000_000_001],
    ]);
  });

  it('answers as Tableau asks', async () => {
    const rows = await ask(`SELECT DATE_TRUNC('DAY', "bi_tweets"."created_at") AS "tdy:created_at:ok",
        COUNT(DISTINCT "bi_tweets"."tweet_id") AS "ctd:tweet_id:ok", AVG("bi_tweets"."sentiment") AS "avg:sentiment:ok"
      FROM "bi_tweets" WHERE (("bi_tweets"."lang" IN ('en', 'ja')) AND (NOT ("bi_tweets"."created_at" IS NULL)))
      GROUP BY 1 HAVING (COUNT(1) > 0) ORDER BY 1`);
    const [counted] = await test.database
      .collection('tweets')
      .aggregate([
        { $match: { lang: { $in: ['en', 'ja'] }, createdAt: { $ne: null } } },
        { $group: { _id: { $dateTrunc: { date: '$createdAt', unit: 'day' } }, posts: { $sum: 1 } } },
        { $group: { _id: null, days: { $sum: 1 }, posts: { $sum: '$posts' } } },
      ])
      .toArray();
    expect(rows).toHaveLength(counted?.['days'] as number);
    expect(rows.reduce((sum, [, posts]) => sum + Number(posts), 0)).toBe(counted?.['posts']);
  });
});

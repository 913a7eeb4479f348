import { BSON_TYPES, ROLLUP_COLLECTIONS, TABLES, type Table } from '@tdp/bi';
import type { Document } from 'mongodb';
import { fillKnown, LONG_ID, POSTS, THE_DAY } from '../../test-support/known-data';
import { openTestDatabase, type TestDatabase } from '../../test-support/test-database';
import { deployModels, planOf, SCHEMA_COLLECTION } from './deploy-models';

let test: TestDatabase;
const rows = (name: string): Promise<Document[]> =>
  test.database.collection(name).find().sort({ tweet_id: 1 }).toArray();

beforeAll(async () => {
  test = await openTestDatabase();
  await deployModels(test.database, await planOf(test.database, TABLES));
});
afterAll(() => test.close());

describe('views of empty collections', () => {
  it.each(TABLES)('$name is there and empty, and described', async ({ name, columns }) => {
    expect(await rows(name)).toEqual([]);
    const schema = await test.database.collection(SCHEMA_COLLECTION).findOne({ table: name });
    expect(schema?.['fields']).toHaveLength(columns.length);
  });
});

describe('views of documents', () => {
  beforeAll(() => fillKnown(test.database));

  /** The BSON types that each column has, over all rows. */
  async function typesOf({ name, columns }: Table): Promise<Record<string, readonly string[]>> {
    const types = Object.fromEntries(
      columns.map((column) => [column.name, { $addToSet: { $type: `$${column.name}` } }]),
    );
    const [found] = await test.database
      .collection(name)
      .aggregate([{ $group: { _id: null, ...types } }, { $project: { _id: 0 } }])
      .toArray();
    return found ?? {};
  }

  it.each(TABLES)(
    '$name has one type in each column, in every row, and null only where it says',
    async (table) => {
      const types = await typesOf(table);
      for (const column of table.columns) {
        const allowed = [BSON_TYPES[column.type], ...(column.isNullable ? ['null'] : [])];
        const found = types[column.name] ?? [];
        expect([column.name, found.filter((type) => !allowed.includes(type))]).toEqual([column.name, []]);
      }
    },
  );

  it.each(TABLES)(
    '$name has a value in each column at least once, so that its type was seen',
    async (table) => {
      const types = await typesOf(table);
      const unseen = table.columns.filter(
        ({ name, type }) => types[name]?.includes(BSON_TYPES[type]) !== true,
      );
      expect(unseen.map(({ name }) => name)).toEqual([]);
    },
  );

  it.each(TABLES)('$name has exactly the columns of the contract, told apart by its key', async (table) => {
    const found = await rows(table.name);
    expect(found.length).toBeGreaterThan(0);
    for (const row of found) {
      expect(Object.keys(row)).toEqual(table.columns.map(({ name }) => name));
    }
    const keys = found.map((row) => table.key.map((name) => String(row[name])).join('/'));
    expect(new Set(keys).size).toBe(found.length);
  });

  it('has no age of an account that is unknown, and a band of one that is known', async () => {
    const found = await rows('bi_tweets');
    expect(
      found.map((row) => [row['text_author_account_age_days'], row['text_author_account_age_band']]),
    ).toEqual(
      found.map(({ tweet_id: id }) => (['1', '2'].includes(String(id)) ? [null, null] : [4_415, '5+ years'])),
    );
  });

  it('has posts without a place, and those with one where it is', async () => {
    const found = await rows('bi_tweets');
    expect(found.map(({ lat, lon, country_code: country }) => [lat, lon, country])).toEqual([
      [null, null, null],
      [null, null, 'GB'],
      [51.5085, -0.1257, 'GB'],
      [51.5085, -0.1257, 'GB'],
      [51.5085, -0.1257, 'GB'],
    ]);
  });

  it('has one row for each item, in order, and none for a post without', async () => {
    const found = await test.database.collection('bi_tweet_hashtags').find({ tweet_id: LONG_ID }).toArray();
    expect(found.map(({ position, hashtag }) => [String(position), hashtag])).toEqual([
      ['0', 'rivers'],
      ['1', 'straße'],
    ]);
    expect(await test.database.collection('bi_tweet_hashtags').countDocuments()).toBe(6);
    const replies = { to_user_id: LONG_ID, interaction: 'reply' };
    expect(await test.database.collection('bi_interactions').countDocuments(replies)).toBe(3);
  });

  it('loses what is removed at once', async () => {
    const [removed] = POSTS.slice(-1);
    const stored = await test.database.collection('tweets').findOneAndDelete({ id: removed?.tweet.id });
    expect(await rows('bi_tweets')).toHaveLength(POSTS.length - 1);
    expect(await test.database.collection('bi_tweet_links').countDocuments({ tweet_id: '4' })).toBe(0);
    await test.database.collection('tweets').insertOne(stored as Document);
  });
});

describe('a filter on a view', () => {
  beforeAll(() => test.database.collection('tweets').createIndex({ createdAt: -1 }, { name: 'time' }, {}));
  beforeAll(() =>
    test.database
      .collection('tweets')
      .createIndex({ authorId: 1, createdAt: -1 }, { name: 'authorAndTime' }, {}),
  );

  beforeAll(async () => {
    for (const { name, indexes } of ROLLUP_COLLECTIONS) {
      for (const index of indexes) {
        await test.database.collection(name).createIndex(index.keys, { name: index.name }, {});
      }
    }
  });

  const plan = async (name: string, filter: Document): Promise<string> =>
    JSON.stringify(await test.database.collection(name).find(filter).explain('queryPlanner'));

  const time = { created_at: { $gte: new Date(THE_DAY) } };
  it.each([
    ['bi_tweets', time, '"indexName":"time"'],
    ['bi_tweets', { ...time, lang: 'en' }, '"indexName":"time"'],
    ['bi_tweet_hashtags', time, '"indexName":"time"'],
    ['bi_interactions', { ...time, author_id: '7' }, '"indexName":"authorAndTime"'],
    ['bi_tweets', { tweet_id: LONG_ID }, '"indexName":"_id_"'],
    ['bi_users', { user_id: LONG_ID }, '"indexName":"_id_"'],
    ['bi_bursts', { hour_at: time.created_at }, '"indexName":"time"'],
    ['bi_hourly_posts', { hour_at: time.created_at }, '"indexName":"time"'],
    ['bi_daily_hashtags', { hashtag: 'rivers', day: time.created_at }, '"indexName":"keyAndTime"'],
  ])('%s %j is answered by the index of the collection', async (name, filter, index) => {
    const text = await plan(name, filter);
    expect(text).toContain(index);
    expect(text).not.toContain('COLLSCAN');
  });

  it('on what is computed is not: this says what the documentation says', async () => {
    expect(await plan('bi_tweets', { kind: 'reply' })).toContain('COLLSCAN');
  });
});

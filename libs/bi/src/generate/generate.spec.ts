import { readFileSync } from 'node:fs';
import path from 'node:path';
import { TABLES } from '../contract/contract';
import { ROLLUP_COLLECTIONS } from '../rollups/collections';
import { biDictionary } from './bi-dictionary';
import { rollupDictionary } from './rollup-dictionary';
import { createHyperTable, hyperColumnsOf } from './hyper-table';
import { quoted } from './sql';
import { trinoSchemaOf } from './trino-schema';
import { viewOf } from './view-pipeline';

const DOCS = path.resolve(__dirname, '../../../../docs');
const FILE = path.join(DOCS, 'bi-dictionary.md');
const table = (name: string) => TABLES.find((each) => each.name === name)!;

it('is what docs/bi-dictionary.md says: else run npm run dictionary:generate and commit the result', () => {
  expect(readFileSync(FILE, 'utf8')).toBe(biDictionary(TABLES));
});

it('is what docs/rollup-dictionary.md says, too', () => {
  const text = readFileSync(path.join(DOCS, 'rollup-dictionary.md'), 'utf8');
  expect(text).toBe(rollupDictionary(ROLLUP_COLLECTIONS));
});

it.each(TABLES)('$name has the same columns everywhere, in one order', (each) => {
  const names = each.columns.map(({ name }) => name);
  const project = viewOf(each).pipeline.at(-1)?.['$project'];
  expect(Object.keys(project ?? {})).toEqual(['_id', ...names]);
  expect(trinoSchemaOf(each).fields.map(({ name }) => name)).toEqual(names);
  expect(hyperColumnsOf(each).map(({ name }) => name)).toEqual(names);
  expect([...createHyperTable(each).matchAll(/"(\w+)" [A-Z]/g)].map(([, name]) => name)).toEqual(names);
  const text = biDictionary([each]);
  expect([...text.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name)).toEqual(names);
});

describe('a view', () => {
  it('renames what the server filters by an index, and has null where an object is null', () => {
    const { pipeline, collection } = viewOf(table('bi_tweets'));
    expect(collection).toBe('tweets');
    expect(pipeline).toHaveLength(1);
    expect(pipeline[0]).toMatchObject({
      $project: {
        tweet_id: '$_id',
        created_at: '$createdAt',
        lang: '$lang',
        kind: { $ifNull: ['$conversation.kind', null] },
        like_count: { $toLong: '$publicMetrics.likeCount' },
        lat: { $toDouble: '$geo.latitude' },
      },
    });
  });

  it('is of some documents only, by a filter that an index answers', () => {
    const { pipeline, collection } = viewOf(table('bi_hourly_hashtags'));
    expect(collection).toBe('rollup_hourly');
    expect(pipeline).toMatchObject([
      { $match: { dimension: 'hashtag' } },
      { $project: { hour_at: '$at', hashtag: '$key' } },
    ]);
  });

  it('has a row for each item of an array', () => {
    expect(viewOf(table('bi_tweet_hashtags')).pipeline[0]).toEqual({
      $unwind: { path: '$tags.hashtags', includeArrayIndex: 'position' },
    });
  });
});

it('tells Trino the zone of instants, and what columns mean', () => {
  const { table: name, comment, fields } = trinoSchemaOf(table('bi_user_daily'));
  expect([name, comment]).toEqual(['bi_user_daily', expect.stringContaining('One row per user and day')]);
  expect(fields).toEqual(
    expect.arrayContaining([
      { name: 'day', type: 'date', hidden: false, comment: 'UTC.' },
      expect.objectContaining({ name: 'observed_at', type: 'timestamp(3) with time zone' }),
      expect.objectContaining({ name: 'like_count', type: 'bigint' }),
      expect.objectContaining({ name: 'user_id', type: 'varchar' }),
    ]),
  );
});

it('makes tables of an extract with the types of the contract, whatever a name holds', () => {
  const sql = createHyperTable(table('bi_user_daily'));
  expect(sql).toMatch(
    /^CREATE TABLE "bi_user_daily" \("user_id" TEXT NOT NULL, "day" DATE NOT NULL, "username" TEXT, /,
  );
  expect(sql).toContain('"observed_at" TIMESTAMP WITH TIME ZONE NOT NULL');
  expect(hyperColumnsOf(table('bi_tweets'))).toContainEqual({
    name: 'lat',
    type: 'DOUBLE',
    isNullable: true,
  });
  expect(quoted('a"b')).toBe('"a""b"');
});

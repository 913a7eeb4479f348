import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { TABLES } from '@tdp/bi';
import { preparePython } from '@tdp/testing';
import { commandContext } from '../../test-support/context';
import { fillKnown, HOUR, LONG_ID, NEXT_LONG_ID, THE_DAY } from '../../test-support/known-data';
import { openTestDatabase, type TestDatabase } from '../../test-support/test-database';
import { exportData } from './export-command';

let test: TestDatabase;
const dir = mkdtempSync(path.join(os.tmpdir(), 'tdp-export-'));
const root = path.resolve(__dirname, '../..');

beforeAll(async () => {
  test = await openTestDatabase();
  await fillKnown(test.database);
  const posts = test.database.collection('tweets');
  // What breaks files: quotes, lines, what a spreadsheet takes for a formula, markup, halves of pairs, control characters.
  await posts.updateOne(
    { id: '2' },
    { $set: { 'content.fullText': '=HYPERLINK("https://evil")\r\n"a",b; ✓' } },
  );
  await posts.updateOne(
    { id: '5' },
    {
      $set: {
        'tags.hashtags': [
          { tag: '<a&b>', key: '<a&b>' },
          { tag: 'rivers', key: 'rivers' },
        ],
      },
    },
  );
});
afterAll(async () => {
  await test.close();
  rmSync(dir, { recursive: true });
});

async function run(...args: readonly string[]): Promise<{ code: number; lines: readonly string[] }> {
  const { context, lines } = commandContext(test.database, { directory: dir });
  return { code: await exportData(args, context), lines };
}
const read = (name: string): string => readFileSync(path.join(dir, name), 'utf8');
const idsOf = (name: string): readonly string[] =>
  read(name)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { tweet_id: string }).tweet_id)
    .sort();

describe('npm run export', () => {
  const python = preparePython(path.join(root, 'requirements.txt'), process.env);
  const withPython = 'program' in python ? it : it.skip;

  withPython(
    `is read back by Python's csv, pandas, DuckDB and networkx${'missing' in python ? ` (skipped: ${python.missing})` : ''}`,
    async () => {
      for (const args of [
        ['--format', 'csv', '--bom', '--out', 'posts.csv'],
        ['--format', 'jsonl', '--out', 'posts.jsonl', '--columns', 'tweet_id,created_at,like_count,lat'],
        ['--format', 'parquet', '--out', 'posts.parquet'],
        ['--format', 'parquet', '--table', 'bi_user_daily', '--out', 'daily.parquet'],
        ['--format', 'parquet', '--topic', 'nothing', '--out', 'empty.parquet'],
        ['--format', 'ids', '--out', 'ids.txt'],
        ['--format', 'gexf', '--network', 'mentions', '--out', 'mentions.gexf'],
        ['--format', 'graphml', '--network', 'co-hashtags', '--out', 'tags.graphml'],
      ]) {
        expect(await run(...args)).toMatchObject({ code: 0 });
      }
      const program = 'program' in python ? python.program : '';
      const script = path.join(root, 'test-support/read-exports.py');
      const seen = JSON.parse(execFileSync(program, [script, dir], { encoding: 'utf8' })) as Record<
        string,
        unknown
      >;
      const every = ['1', '2', '4', LONG_ID, NEXT_LONG_ID].sort();

      const csv = seen['csv'] as readonly Readonly<Record<string, string>>[];
      expect(csv.map(({ tweet_id: id }) => id).sort()).toEqual(every);
      const german = csv.find(({ tweet_id: id }) => id === '2');
      expect(german).toMatchObject({ text: `'=HYPERLINK("https://evil")\r\n"a",b; ✓`, lat: '', lang: 'und' });
      const long = csv.find(({ tweet_id: id }) => id === LONG_ID);
      expect(long).toMatchObject({ like_count: '5000000000', lon: '-0.1257', is_edited: 'false' });
      expect(long?.['created_at']).toBe(new Date(THE_DAY).toISOString());

      expect(seen['jsonl']).toContainEqual({
        ...{
          tweet_id: LONG_ID,
          created_at: new Date(THE_DAY).toISOString(),
          like_count: 5_000_000_000,
          lat: 51.5085,
        },
      });
      expect(seen['jsonl']).toContainEqual({ tweet_id: '1', created_at: null, like_count: null, lat: null });
      expect([...(seen['ids'] as string[])].sort()).toEqual(['1', '2', '5', LONG_ID, NEXT_LONG_ID].sort());

      const { ids, types, sums, created } = seen['parquet'] as Record<string, unknown>;
      expect(ids).toEqual(every);
      expect(types).toMatchObject({
        ...{ tweet_id: 'VARCHAR', created_at: 'TIMESTAMP WITH TIME ZONE', like_count: 'BIGINT' },
        ...{ lat: 'DOUBLE', is_edited: 'BOOLEAN' },
      });
      expect(Object.keys(types as object)).toEqual(TABLES[0]?.columns.map(({ name }) => name));
      const likes = await test.database
        .collection('tweets')
        .aggregate([{ $group: { _id: null, likes: { $sum: '$publicMetrics.likeCount' } } }])
        .next();
      expect(sums).toEqual([5, Number(likes?.['likes']), 3, THE_DAY + 23 * HOUR]);
      expect(created).toContain(new Date(THE_DAY).toISOString().replace('.000Z', '+00:00'));
      expect(seen['days']).toEqual(
        [0, 1].map((day) => new Date(THE_DAY + day * 86_400_000).toISOString().slice(0, 10)),
      );
      expect(seen['empty']).toEqual([0, ['tweet_id']]);

      expect(seen['gexf']).toMatchObject({ directed: true, kinds: ['user'] });
      expect(seen['graphml']).toEqual({
        ...{ directed: false, kinds: ['hashtag'] },
        edges: [
          ['<a&b>', 'rivers', 1],
          ['rivers', 'straße', 2],
        ],
      });
    },
  );

  it.each([
    [
      ['--topic', 'water'],
      ['4', LONG_ID, NEXT_LONG_ID],
    ],
    [
      ['--hashtag', '#Rivers', '--since', new Date(THE_DAY + 1).toISOString()],
      ['4', NEXT_LONG_ID],
    ],
    [['--until', new Date(THE_DAY).toISOString().slice(0, 10)], ['2']],
    [['--query', '=hyperlink( ✓'], ['2']],
    [['--query', '.*'], []],
  ])('of %j is %j', async (args, wanted) => {
    await run('--format', 'jsonl', '--out', 'some.jsonl', ...args);
    expect(idsOf('some.jsonl')).toEqual([...wanted].sort());
  });

  it('takes so many by chance', async () => {
    await run('--format', 'jsonl', '--out', 'some.jsonl', '--sample', '2');
    expect(new Set(idsOf('some.jsonl')).size).toBe(2);
  });

  it('says so when nothing matches, and the file is valid', async () => {
    const { lines } = await run(
      '--format',
      'csv',
      '--out',
      'none.csv',
      '--topic',
      'nothing',
      '--columns',
      'tweet_id,text',
    );
    expect(lines).toEqual([`nothing matches: ${path.join(dir, 'none.csv')} is a valid csv without any rows`]);
    expect(read('none.csv')).toBe('tweet_id,text\r\n');
  });

  it('names nobody where pseudonyms are asked for, the same in every file of one key', async () => {
    const { context } = commandContext(test.database, { directory: dir, pseudonymKey: () => 'k'.repeat(32) });
    const names: string[] = [];
    for (const table of TABLES.map(({ name }) => name)) {
      const file = `${table}.jsonl`;
      await exportData(['--format', 'jsonl', '--out', file, '--table', table, '--pseudonymise'], context);
      names.push(file);
    }
    await exportData(['--format', 'gexf', '--out', 'secret.gexf', '--pseudonymise'], context);
    const all = [...names, 'secret.gexf'].map(read).join('\n');
    for (const told of [LONG_ID, NEXT_LONG_ID, 'ann_lee', 'carol', '"Bob"', 'Ann Lee']) {
      expect([told, all.includes(told)]).toEqual([told, false]);
    }
    const authors = (table: string) =>
      new Set([...read(`${table}.jsonl`).matchAll(/"author_id":"([^"]+)"/g)].map(([, author]) => author));
    expect(authors('bi_tweet_topics').size).toBe(2);
    expect([...authors('bi_tweet_topics')].every((author) => authors('bi_tweets').has(author))).toBe(true);
  });

  it('leaves out a position that is close, also where its precision is not asked for', async () => {
    await test.database.collection('tweets').updateOne({ id: '5' }, { $set: { 'geo.precision': 'point' } });
    await run('--format', 'jsonl', '--out', 'places.jsonl', '--columns', 'lat', '--pseudonymise');
    const positions = read('places.jsonl').trim().split('\n').sort();
    expect(positions).toEqual(['51.5085', '51.5085', 'null', 'null', 'null'].map((lat) => `{"lat":${lat}}`));
  });

  it('leaves what was there when it is interrupted, and no half file', async () => {
    writeFileSync(path.join(dir, 'kept.csv'), 'before');
    const stop = new AbortController();
    const { context } = commandContext(test.database, {
      directory: dir,
      stopSignal: stop.signal,
      progress: () => stop.abort(new Error('interrupted: nothing was left behind')),
    });
    await expect(exportData(['--format', 'csv', '--out', 'kept.csv'], context)).rejects.toThrow(
      'interrupted',
    );
    expect(read('kept.csv')).toBe('before');
    expect(readdirSync(dir).filter((name) => name.includes('.part-'))).toEqual([]);
  });

  it.each([
    [
      'a directory that is absent',
      '/nowhere/posts.csv',
      /--out \/nowhere\/posts.csv: there is no directory \/nowhere/,
    ],
    ['a directory', '/tmp', /--out \/tmp is a directory/],
  ])('refuses %s', async (_what, out, message) => {
    await expect(run('--format', 'csv', '--out', out)).rejects.toThrow(message);
  });
});

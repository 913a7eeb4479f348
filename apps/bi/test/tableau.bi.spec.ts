import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { TABLES } from '@tdp/bi';
import { preparePython } from '@tdp/testing';
import { createExtracts, type Extracts } from '../test-support/extracts';
import { fillKnown } from '../test-support/known-data';
import { openTestDatabase, type TestDatabase } from '../test-support/test-database';

const SUPPORT = path.resolve(__dirname, '../test-support');
const CHECKED_IN = path.resolve(__dirname, '../../../deploy/tableau');

interface Source {
  readonly fields: readonly string[];
  readonly connections: readonly (readonly string[])[];
}
interface Answer {
  readonly problems: readonly string[];
  readonly sources: Readonly<Record<string, Source>>;
}

let test: TestDatabase;
let extracts: Extracts;

beforeAll(async () => {
  test = await openTestDatabase();
  extracts = createExtracts(test.database);
  await fillKnown(test.database);
});
afterAll(async () => {
  extracts.remove();
  await test.close();
});

describe("Tableau's schema and its document library", () => {
  const python = preparePython(path.join(SUPPORT, 'tableau-requirements.txt'), process.env, ['--no-deps']);
  const withPython = 'program' in python ? it : it.skip;
  const check = (...files: readonly string[]): readonly Answer[] => {
    const script = path.join(SUPPORT, 'check-tableau.py');
    const output = execFileSync('program' in python ? python.program : '', [script, ...files]);
    return Object.values(JSON.parse(output.toString()) as Record<string, Answer>);
  };
  /** Columns and tables are fields. */
  const count = (tables: readonly string[]): number =>
    TABLES.filter(({ name }) => tables.includes(name)).reduce(
      (sum, { columns }) => sum + columns.length + 1,
      0,
    );
  /** What relates to a post; gaps, sums, groups and bursts stand alone. */
  const posts = TABLES.map(({ name }) => name).filter(
    (name) => !/^bi_(gaps|bursts|hourly_|daily_|conversations|copy_groups)/.test(name),
  );

  withPython(
    `find nothing wrong with the files that are checked in${'missing' in python ? ` (skipped: ${python.missing})` : ''}`,
    () => {
      const [live, workbook] = check(
        path.join(CHECKED_IN, 'enriched-live.tds'),
        path.join(CHECKED_IN, 'enriched-live.twb'),
      );
      expect([live?.problems, workbook?.problems]).toEqual([[], []]);
      const [source] = Object.values(live?.sources ?? {});
      expect(source?.fields).toHaveLength(count(posts));
      expect(source?.connections).toEqual([['genericjdbc', 'mongodb']]);
      expect(Object.keys(workbook?.sources ?? {})).toEqual(expect.arrayContaining(['Posts', 'Gaps']));
    },
  );

  withPython('notice an element that Tableau does not know, and a value that it does not', () => {
    const text = readFileSync(path.join(CHECKED_IN, 'enriched-live.twb'), 'utf8');
    const wrong = extracts.file('wrong.twb');
    const problems = (from: string, to: string) => {
      expect(text).toContain(from);
      writeFileSync(wrong, text.replace(from, to));
      return check(wrong)[0]?.problems.join('\n');
    };
    expect(problems("<mark class='Line' />", "<mrak class='Line' />")).toContain('mrak');
    expect(problems("<filter class='categorical'", "<filter class='categorial'")).toContain('categorial');
  });

  withPython('open a .tdsx and a .twbx of npm run bi:extract, whose extract is whole', async () => {
    await extracts.run(['--out', 'posts.tdsx']);
    await extracts.run(['--out', 'posts.twbx']);
    const [data, workbook] = check(extracts.file('posts.tdsx'), extracts.file('posts.twbx'));
    expect([data?.problems, workbook?.problems]).toEqual([[], []]);
    const [source] = Object.values(data?.sources ?? {});
    expect(source?.fields).toHaveLength(count(posts));
    expect(source?.connections).toEqual([['hyper', 'Data/posts.hyper']]);
    for (const archive of ['posts.tdsx', 'posts.twbx']) {
      await extracts.read(archive, async (session) => {
        expect(Object.keys(await session.tables()).sort()).toEqual(TABLES.map(({ name }) => name).sort());
        const stored = await test.database.collection('tweets').countDocuments();
        expect(await session.query('SELECT count(*) FROM bi_tweets')).toEqual([[stored]]);
      });
    }
  });

  it('brings an archive up to date as any extract', async () => {
    await extracts.run(['--out', 'kept.tdsx']);
    await test.database.collection<{ _id: string }>('tweets').deleteOne({ _id: '2' });
    const [said] = await extracts.run(['--out', 'kept.tdsx', '--update']);
    expect(said).toBe('0 posts read, 1 gone');
  });
});

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { preparePython } from '@tdp/testing';
import type { Document } from 'mongodb';
import { fillKnown } from '../test-support/known-data';
import { openTestDatabase, type TestDatabase } from '../test-support/test-database';
import { startBi, type RunningTrino } from '../test-support/trino';
import { fillVaried } from '../test-support/varied-data';

type Row = Readonly<Record<string, unknown>>;

const PAGE = readFileSync(path.resolve(__dirname, '../../../docs/analysis.md'), 'utf8');
const [head = '', ...sections] = PAGE.split(/^## /m);
const codeOf = (text: string, language: string): string =>
  new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(text)?.[1]?.trim() ?? '';
const QUESTIONS = sections.map((section) => ({
  name: section.slice(0, section.indexOf('\n')),
  sql: codeOf(section, 'sql'),
  js: codeOf(section, 'js'),
  py: codeOf(section, 'py'),
}));
const POSTS = 600;

const python = preparePython(path.resolve(__dirname, '../requirements.txt'), process.env);

let test: TestDatabase;
let trino: RunningTrino;

beforeAll(async () => {
  test = await openTestDatabase();
  trino = await startBi(test.uri);
  await fillKnown(test.database);
  await fillVaried(test.database, POSTS);
});
afterAll(async () => {
  try {
    expect(await trino.stop()).toBe(0);
  } finally {
    await test.close();
  }
});

/** As mongosh evaluates it: `db.<table>` is a collection. */
async function inMongosh(js: string): Promise<readonly Row[]> {
  const db = new Proxy(
    {},
    {
      get: (_target, name) => ({
        aggregate: (stages: Document[]) => test.database.collection(String(name)).aggregate(stages),
      }),
    },
  );
  const cursor = vm.runInNewContext(js, { db, Date }) as { toArray(): Promise<Row[]> };
  return await cursor.toArray();
}

/** Every answer in one process: pandas alone takes a second to be loaded. */
function inPython(program: string): readonly (readonly Row[])[] {
  const lines = QUESTIONS.flatMap(({ py }) => [
    py,
    'answers.append(answer.to_json(orient="records", double_precision=15))',
  ]);
  const text = ['answers = []', codeOf(head, 'py'), ...lines, 'print("[" + ",".join(answers) + "]")'].join(
    '\n',
  );
  const answer = execFileSync(program, ['-c', text], {
    env: { ...process.env, MONGODB_URI: test.uri },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(answer) as Row[][];
}

/** With nine digits: a sum of fractions depends on its order. */
const comparable = (rows: readonly Row[]): readonly Row[] =>
  rows.map((row) =>
    Object.fromEntries(
      Object.entries(row)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => [name, typeof value === 'number' ? Number(value.toPrecision(9)) : value]),
    ),
  );

const bySql = async (sql: string): Promise<readonly Row[]> => {
  const { columns, rows } = await trino.askWithNames(sql);
  return rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));
};

it('has ten questions, each answered in three languages', () => {
  expect(QUESTIONS.map(({ name }) => Number.parseInt(name, 10))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(QUESTIONS.filter(({ sql, js, py }) => [sql, js, py].includes(''))).toEqual([]);
});

it.each(QUESTIONS)('$name has one answer in SQL and in mongosh', async ({ sql, js }) => {
  const rows = await bySql(sql);
  expect(rows.length).toBeGreaterThan(1);
  expect(comparable(rows)).toEqual(comparable(await inMongosh(js)));
});

if ('missing' in python) {
  it.skip(`has the same answers in Python (skipped: ${python.missing})`, () => undefined);
} else {
  it('has the same answers in Python', async () => {
    const answers = inPython(python.program);
    for (const [index, { name, js }] of QUESTIONS.entries()) {
      expect([name, comparable(answers[index] ?? [])]).toEqual([name, comparable(await inMongosh(js))]);
    }
  });
}

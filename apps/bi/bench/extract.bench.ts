/**
 * How fast and in how much memory posts get out of MongoDB: npm run bench -w @tdp/bi-commands -- [POSTS] [STEP ...]. Needs the stack
 * (KAFKA_BROKERS, SCHEMA_REGISTRY_URL, MONGODB_URI) and `npm run build`; makes a database of its own there and drops it.
 * With BENCH_DATABASE it keeps that one, and fills it only when it is empty.
 *
 * Steps, each of every column of bi_tweets: extract, pantab (the loop that one would write by hand), parquet, csv, update (one
 * post in a hundred changed); extract-all is an extract of all tables. Memory is the highest that each process had resident.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { TABLES, viewOf } from '@tdp/bi';
import { preparePython, stackEndpoints, uniqueName } from '@tdp/testing';
import { MongoClient, type Db } from 'mongodb';
import { fillPosts } from './posts';
import { watch } from './watched';

const STEPS = ['extract', 'pantab', 'parquet', 'csv', 'update'] as const;
const POSTS_TABLE = ['--table', 'bi_tweets'];
type Step = (typeof STEPS)[number] | 'extract-all';

const POSTS = Number(process.argv[2] ?? 1_000_000);
const steps = process.argv.slice(3).length > 0 ? (process.argv.slice(3) as Step[]) : STEPS;
const app = path.resolve(__dirname, '..');
const program = path.join(app, 'dist/main.js');
const kept = process.env['BENCH_DATABASE'];

const uri = new URL(stackEndpoints(process.env).mongodbUri);
uri.pathname = `/${kept ?? uniqueName('bi-bench-test')}`;
const dir = mkdtempSync(path.join(os.tmpdir(), 'tdp-bench-'));

async function main(): Promise<void> {
  const client = await MongoClient.connect(uri.href);
  const database = client.db();
  try {
    if ((await database.collection('tweets').estimatedDocumentCount()) === 0) {
      await fillPosts(database, POSTS, (count) =>
        process.stderr.write(`\rstored ${count.toLocaleString('en')}`),
      );
      process.stderr.write('\n');
    }
    for (const step of steps) {
      await measure(step, database);
    }
  } finally {
    rmSync(dir, { recursive: true });
    if (kept === undefined) {
      await database.dropDatabase();
    }
    await client.close();
  }
}

async function measure(step: Step, database: Db): Promise<void> {
  const out = path.join(dir, `${step}.${step === 'parquet' || step === 'csv' ? step : 'hyper'}`);
  const env = { ...process.env, MONGODB_URI: uri.href, TDP_WORKING_DIR: dir };
  const run = (...args: readonly string[]) => watch(process.execPath, [program, ...args], env);
  const taken = await (async () => {
    switch (step) {
      case 'extract-all':
        return run('bi-extract', '--out', out);
      case 'extract':
        return run('bi-extract', '--out', out, ...POSTS_TABLE);
      case 'update':
        await run('bi-extract', '--out', out, ...POSTS_TABLE);
        await database
          .collection('tweets')
          .updateMany(
            { id: /00$/ },
            { $set: { enrichedAt: new Date() }, $inc: { 'publicMetrics.likeCount': 1 } },
          );
        return run('bi-extract', '--out', out, '--update', ...POSTS_TABLE);
      case 'pantab':
        return watch(
          pantabPython(),
          [path.join(app, 'bench/pantab-loop.py'), uri.href, planFile(), out],
          env,
        );
      case 'parquet':
      case 'csv':
        return run('export', '--format', step, '--out', out);
    }
  })();
  const posts = await database.collection('tweets').estimatedDocumentCount();
  const { seconds, memory, cpu } = taken;
  const figures = {
    ...{ step, posts, seconds: Number(seconds.toFixed(1)), postsPerSecond: Math.round(posts / seconds) },
    ...{ megabytes: Math.round(statSync(out).size / 1e6), memory, cpu },
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  process.stdout.write(`  ${taken.output.trim().split('\n').slice(-2).join(' | ')}\n`);
  rmSync(out);
}

function pantabPython(): string {
  const python = preparePython(path.join(app, 'bench/requirements.txt'), process.env);
  if ('missing' in python) {
    throw new Error(python.missing);
  }
  return python.program;
}

/** The same tables by the same pipelines. */
function planFile(): string {
  const file = path.join(dir, 'plan.json');
  const plan = TABLES.filter(({ name }) => name === 'bi_tweets').map((table) => ({
    ...viewOf(table),
    columns: table.columns.map(({ name, type }) => [name, type]),
  }));
  writeFileSync(file, JSON.stringify(plan));
  return file;
}

void main();

import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { waitUntil } from '@tdp/testing';
import { REPO, startPipeline, type Pipeline } from './harness/pipeline';
import { openTopics, type TopicAccess } from './harness/topics';

const REENRICH = path.join(REPO, 'apps/enricher/dist/reenrich.js');
const STORED = path.join(REPO, 'apps/mongo-sink/dist/stored.js');
const POSTS = 600;

const dir = mkdtempSync(path.join(os.tmpdir(), 'tdp-reenrich-'));
function topicsFile(name: string): string {
  const file = path.join(dir, `${name}.yaml`);
  writeFileSync(file, `topics:\n  - name: ${name}\n    words: [the, and, to, a]\n`);
  return file;
}

describe('npm run reenrich', () => {
  let pipeline: Pipeline;
  let topics: TopicAccess;
  const before = topicsFile('before');
  const after = topicsFile('after');

  beforeAll(async () => {
    pipeline = await startPipeline({ rate: 100 });
    topics = await openTopics(pipeline);
    await pipeline.launch('enricher', { ENRICHER_TOPICS_FILE: before });
    await Promise.all([pipeline.startService('mongo-sink'), pipeline.startService('ingester')]);
    await waitUntil(async () => (await posts().countDocuments()) > POSTS);
  });

  afterAll(async () => {
    await topics.close();
    await pipeline.stop();
  });

  const posts = () => pipeline.db.collection<{ _id: string; id: string }>('tweets');
  const named = (name: string) => posts().countDocuments({ 'topics.topics.name': name });

  /** Runs the command, and tells it to stop after a time, if one is given. */
  function run(
    args: readonly string[],
    { program = REENRICH, stopAfterMs }: { readonly program?: string; readonly stopAfterMs?: number } = {},
  ): Promise<{ code: number | null; output: string }> {
    const child = spawn(process.execPath, [program, ...args], {
      env: {
        KAFKA_BROKERS: pipeline.brokers.join(','),
        SCHEMA_REGISTRY_URL: pipeline.registryUrl,
        KAFKA_TOPIC_PREFIX: pipeline.prefix,
        ...(program === REENRICH ? { ENRICHER_TOPICS_FILE: after } : { MONGODB_URI: pipeline.mongodbUri }),
        PATH: process.env['PATH'],
      },
    });
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    child.stderr.on('data', (data: Buffer) => (output += data.toString()));
    const timer =
      stopAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGTERM'), stopAfterMs);
    return new Promise((resolve) => {
      child.on('exit', (code) => {
        clearTimeout(timer);
        resolve({ code, output });
      });
    });
  }

  it('renews what is stored beside the live flow, goes on where it was stopped, and brings nothing back', async () => {
    const removed = (await posts().find().limit(10).toArray()).map(({ _id }) => _id);
    await topics.producer.sendEncoded(
      removed.map((key) => ({ topic: 'tweets-raw', message: { key, value: null }, bytes: 0 })),
    );
    await waitUntil(async () => (await posts().countDocuments({ _id: { $in: removed } })) === 0);
    // Versions: a post that is edited meanwhile is another one, and enriched by what runs.
    const old = (await posts().find({ 'topics.topics.name': 'before' }).toArray()).map(({ id }) => id);
    expect(old.length).toBeGreaterThan(POSTS / 4);

    const stopped = await run(['--all', '--rate', '100'], { stopAfterMs: 5_000 });
    expect(stopped).toMatchObject({ code: 3, output: expect.stringMatching(/^beginning: /) });
    const renewedFirst = await named('after');
    const finished = await run(['--all', '--rate', '1000']);
    expect(finished).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^going on where it stopped: .*done: /s),
    });

    const account = await pipeline.settle();
    expect(account).toMatchObject({ lost: [], doubled: [], deadLettered: 0 });
    expect(await posts().countDocuments({ id: { $in: old }, 'topics.topics.name': 'before' })).toBe(0);
    expect(await named('after')).toBeGreaterThan(renewedFirst);
    // Those that came meanwhile have what the enricher that runs has.
    expect(await named('before')).toBeGreaterThan(0);
    expect(await posts().countDocuments({ _id: { $in: removed } })).toBe(0);
    // It has forgotten where it was: another run begins anew.
    expect(await run(['--since', '2020-01-01', '--only', 'topics', '--rate', '5000'])).toMatchObject({
      ...{ code: 0, output: expect.stringMatching(/^beginning: /) },
    });
  });

  it('renews what MongoDB has by the enricher that runs, stopped and gone on with', async () => {
    const old = (await posts().find().toArray()).map(({ _id }) => _id);
    await pipeline.service('enricher').stop();
    await pipeline.launch('enricher', { ENRICHER_TOPICS_FILE: topicsFile('stored') });
    const stopped = await run(['--all', '--rate', '100'], { program: STORED, stopAfterMs: 5_000 });
    expect(stopped).toMatchObject({ code: 3, output: expect.stringMatching(/^beginning: /) });
    const finished = await run(['--all', '--rate', '1000'], { program: STORED });
    expect(finished).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^going on where it stopped: .*done: /s),
    });
    const others = { _id: { $in: old }, 'topics.topics.name': { $in: ['before', 'after'] } };
    await waitUntil(async () => (await posts().countDocuments(others)) === 0);
    expect(await named('stored')).toBeGreaterThan(POSTS / 4);
    expect(await pipeline.settle()).toMatchObject({ lost: [], doubled: [], deadLettered: 0 });
  });

  it('says what it does not understand', async () => {
    const { code, output } = await run(['--all', '--only', 'mood']);
    expect(code).toBe(2);
    expect(output).toContain('--only: there is no step "mood"');
  });
});

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { waitUntil } from '@tdp/testing';
import { REPO } from './harness/app-process';
import { startPipeline, type Pipeline } from './harness/pipeline';
import { countVersions, storedVersions } from './harness/stored';

const recorded = path.join(REPO, '../shared/x-api/recorded/stream.ndjson');
const fixture = path.join(__dirname, '../fixtures/stream.ndjson');

describe.each([
  ['our own fixture of difficult posts', fixture],
  ['posts recorded from X', recorded],
])('a replay of %s', (_name, file) => {
  if (!existsSync(file)) {
    it.skip(`skipped: ${file} is not there`, () => undefined);
    return;
  }

  let pipeline: Pipeline;

  beforeAll(async () => {
    pipeline = await startPipeline({ rate: 500, replayFile: file });
    await Promise.all([
      pipeline.startService('ingester'),
      pipeline.startService('enricher'),
      pipeline.startService('mongo-sink'),
    ]);
  });

  afterAll(() => pipeline.stop());

  it('puts each version of a post in MongoDB once, its text byte-identical', async () => {
    const expected = new Map(
      readFileSync(file, 'utf8')
        .split(/\r?\n/)
        .filter((line) => line !== '')
        .map((line) => (JSON.parse(line) as { data: { id: string; text: string } }).data)
        .map(({ id, text }) => [id, text]),
    );
    await waitUntil(async () => (await countVersions(pipeline.db)) >= expected.size, { timeoutMs: 60_000 });
    const versions = await storedVersions(pipeline.db);
    expect(versions.length).toBe(expected.size);
    for (const { id, text } of versions) {
      expect(Buffer.from(text)).toEqual(Buffer.from(expected.get(id) ?? ''));
    }
  });
});

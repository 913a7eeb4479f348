import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { waitUntil } from '@tdp/testing';
import { REPO, startPipeline, type Pipeline } from './harness/pipeline';

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

  it('puts each post in MongoDB once, its text byte-identical', async () => {
    const texts = new Map(
      readFileSync(file, 'utf8')
        .split(/\r?\n/)
        .filter((line) => line !== '')
        .map((line) => (JSON.parse(line) as { data: { id: string; text: string } }).data)
        .map(({ id, text }) => [id, text]),
    );
    await waitUntil(async () => (await pipeline.simulator.status()).replayDone);
    const account = await pipeline.settle(() => Promise.resolve(texts));
    expect(account).toMatchObject({
      stored: texts.size,
      lost: [],
      doubled: [],
      differentTexts: [],
      inGaps: 0,
    });
  });
});

import { createRecordingLogger } from '@tdp/service/testing';
import { waitUntil } from '@tdp/testing';
import { createLoopBench, ids, keepKeys, type LoopBench } from '../../test-support/loops';
import { createOperator } from '../kafka/operator';

let bench: LoopBench;

beforeEach(async () => {
  bench = await createLoopBench();
});

afterEach(() => bench.close());

it('goes on at the earliest record when what it was to read is deleted, counts and says so', async () => {
  const before: string[] = [];
  const first = bench.createLoop(keepKeys(before));
  await bench.send(ids(60));
  await first.start();
  await waitUntil(() => before.length >= 60);
  await first.stop();

  // Retention took 120 records that nobody has read.
  await bench.send(ids(120, 1_000));
  await createOperator(bench.kafka).deleteRecords('tweets-raw');
  await bench.send(ids(60, 2_000));

  const { logger, lines } = createRecordingLogger('error');
  const after: string[] = [];
  const second = bench.createLoop(keepKeys(after), { logger });
  await second.start();
  await waitUntil(() => after.length >= 60);
  await second.stop();

  expect(after.toSorted()).toEqual(ids(60, 2_000).toSorted());
  expect(await bench.lag()).toBe(0);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.reduce((sum, { missed }) => sum + Number(missed), 0)).toBe(120);
  for (const line of lines) {
    expect(line).toMatchObject({ level: 'error', topic: 'tweets-raw' });
    expect(Number(line['to']) - Number(line['from'])).toBe(line['missed']);
  }
  expect(await second.series('pipeline_offset_resets_total')).toEqual([
    expect.stringMatching(new RegExp(`topic="tweets-raw".* ${lines.length}$`)),
  ]);
});

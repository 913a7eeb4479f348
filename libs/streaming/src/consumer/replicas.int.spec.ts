import { TOPICS } from '@tdp/contracts';
import { waitUntil } from '@tdp/testing';
import { createLoopBench, ids, keepKeys, type LoopBench, type WatchedLoop } from '../../test-support/loops';

const PARTITIONS = TOPICS['tweets-raw'].partitions;

let bench: LoopBench;
let loops: WatchedLoop[] = [];

beforeEach(async () => {
  bench = await createLoopBench();
  loops = [];
});

afterEach(() => bench.close());

/** Which partitions each replica exports the lag of. */
const exported = (): Promise<(string | undefined)[][]> =>
  Promise.all(
    loops.map(async (loop) =>
      (await loop.series('pipeline_consumer_lag_messages')).map(
        (line) => /partition="(\d+)"/.exec(line)?.[1],
      ),
    ),
  );

it('lets one replica more than there are partitions idle, and exports each lag once', async () => {
  const seen: string[] = [];
  loops = Array.from({ length: PARTITIONS + 1 }, () => bench.createLoop(keepKeys(seen)));
  await Promise.all(loops.map((loop) => loop.start()));
  await waitUntil(async () => {
    const each = await exported();
    return each.flat().length === PARTITIONS && each.filter((own) => own.length === 0).length === 1;
  });
  expect((await exported()).flat().toSorted()).toEqual(
    Array.from({ length: PARTITIONS }, (_, partition) => String(partition)),
  );
  expect(loops.map((loop) => [loop.live(), loop.ready()])).toEqual(
    loops.map(() => [{ ok: true }, { ok: true }]),
  );

  await bench.send(ids(300));
  await waitUntil(() => seen.length >= 300);
  expect(seen.toSorted()).toEqual(ids(300).toSorted());
  expect(bench.fatals).toEqual([]);
});

it('hands a replica its partitions, and takes their series away when it leaves', async () => {
  const [first, second] = [bench.createLoop(keepKeys([])), bench.createLoop(keepKeys([]))];
  loops = [first, second];
  await first.start();
  await second.start();
  await waitUntil(async () => {
    const [ofFirst = [], ofSecond = []] = await exported();
    return ofFirst.length === PARTITIONS / 2 && ofSecond.length === PARTITIONS / 2;
  });
  await second.stop();
  await waitUntil(async () => (await exported())[0]?.length === PARTITIONS);
  expect((await exported())[1]).toEqual([]);
  expect(await second.series('pipeline_consumer_lag_seconds')).toEqual([]);
});

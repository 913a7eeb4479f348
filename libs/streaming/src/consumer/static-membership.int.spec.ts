import { uniqueName, waitUntil } from '@tdp/testing';
import { createLoopBench, ids, keepKeys, type LoopBench, type WatchedLoop } from '../../test-support/loops';

let bench: LoopBench;

beforeEach(async () => {
  bench = await createLoopBench();
});

afterEach(() => bench.close());

async function start(seen: string[], groupInstanceId?: string): Promise<WatchedLoop> {
  const loop = bench.createLoop(keepKeys(seen), { groupInstanceId });
  await loop.start();
  return loop;
}

/** How often a member joined: its own start, and each rebalance. */
const joins = async (loop: WatchedLoop): Promise<number> =>
  Number((await loop.series('pipeline_consumer_rebalances_total'))[0]?.split(' ').at(-1));

const owns = async (loop: WatchedLoop): Promise<number> =>
  Number((await loop.series('pipeline_consumer_assigned_partitions'))[0]?.split(' ').at(-1));

it.each([
  ['keeps its partitions over a restart, and does not disturb the others', true],
  ['without an instance id, makes the others join again', false],
])('%s', async (_what, isStatic) => {
  const idOf = (name: string): string | undefined => (isStatic ? name : undefined);
  const seen: string[] = [];
  const first = await start(seen, idOf('a'));
  const second = await start(seen, idOf('b'));
  await waitUntil(async () => (await owns(first)) === 3 && (await owns(second)) === 3);
  const before = await joins(first);

  await second.stop();
  const again = await start(seen, idOf('b'));
  await waitUntil(async () => (await owns(again)) === 3);
  // Longer than a rebalance would take to reach the other: heartbeats are 3 s apart, and it fetches all the time.
  await bench.send(ids(100));
  await waitUntil(() => seen.length >= 100);
  expect((await joins(first)) === before).toBe(isStatic);
  expect(bench.fatals).toEqual([]);
});

it('ends the process whose instance id another one takes, and says why', async () => {
  const id = uniqueName('taken');
  await start([], id);
  await start([], id);
  await waitUntil(() => bench.fatals.length > 0);
  expect(bench.fatals).toMatchObject([
    { code: 'CONSUMER_CRASHED', message: expect.stringContaining('KAFKA_GROUP_INSTANCE_ID') as string },
  ]);
});

import { createRecordingLogger } from '@tdp/service/testing';
import { stackEndpoints, startTcpProxy, waitUntil, type TcpProxy } from '@tdp/testing';
import { connectThrough, createLoopBench, ids, keepKeys, type LoopBench } from '../../test-support/loops';

let bench: LoopBench;
let proxy: TcpProxy;

beforeEach(async () => {
  const [broker = ''] = stackEndpoints(process.env).kafkaBrokers.split(',');
  const [host = '', port] = broker.split(':');
  proxy = await startTcpProxy({ target: { host, port: Number(port) } });
  bench = await createLoopBench();
});

afterEach(async () => {
  await bench.close();
  await proxy.close();
});

/** A loop whose brokers are behind the proxy; what it produces, and the test itself, go past it. */
function setUp() {
  const seen: string[] = [];
  const { logger, lines } = createRecordingLogger('info');
  const kafka = connectThrough(proxy.port, bench.kafka);
  const loop = bench.createLoop(keepKeys(seen), { kafka, logger });
  const said = (what: RegExp) => lines.filter(({ msg }) => what.test(String(msg)));
  return { loop, seen, said };
}

it.each(['refuse', 'blackHole'] as const)(
  'waits at its start for brokers that %s, and joins then',
  async (kind) => {
    await proxy.set({ kind });
    const { loop, seen, said } = setUp();
    await bench.send(ids(10));
    const started = loop.start();
    await waitUntil(() => said(/fails; trying again/).length > 0);
    expect(loop.ready()).toMatchObject({ ok: false, detail: expect.stringContaining('joined') as string });
    await proxy.set({ kind: 'pass' });
    await started;
    await waitUntil(() => seen.length >= 10);
    expect(loop.ready()).toEqual({ ok: true });
    expect([bench.fatals, said(/works again/).length]).toEqual([[], 1]);
    await loop.stop();
  },
);

it('gives up its start when it is told to stop, and stops', async () => {
  await proxy.set({ kind: 'refuse' });
  const { loop, said } = setUp();
  const stopping = new AbortController();
  const started = loop.start(stopping.signal);
  started.catch(() => undefined);
  await waitUntil(() => said(/fails; trying again/).length > 0);
  const reason = new Error('told to stop');
  stopping.abort(reason);
  await expect(started).rejects.toBe(reason);
  await loop.stop();
  expect(bench.fatals).toEqual([]);
});

it('waits while brokers that it consumed from are away, says so once, and goes on', async () => {
  const { loop, seen, said } = setUp();
  await loop.start();
  await bench.send(ids(50));
  await waitUntil(() => seen.length >= 50);
  await proxy.set({ kind: 'refuse' });
  await bench.send(ids(50, 1_000));
  // The client gives up after its own tries, and is replaced again and again.
  await waitUntil(() => said(/fails; trying again/).length > 0);
  await waitUntil(() => (loop.ready().detail ?? '').includes('ECONNREFUSED'));
  await proxy.set({ kind: 'pass' });
  await waitUntil(() => seen.length >= 100 && loop.ready().ok);
  expect(new Set(seen)).toEqual(new Set([...ids(50), ...ids(50, 1_000)]));
  expect(bench.fatals).toEqual([]);
  expect(said(/consuming .* fails; trying again/)).toHaveLength(1);
  await loop.stop();
  expect(await bench.lag()).toBe(0);
});

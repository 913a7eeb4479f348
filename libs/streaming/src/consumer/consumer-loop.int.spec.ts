import { TOPICS, type Tweet } from '@tdp/contracts';
import { PipelineError } from '@tdp/service';
import { waitUntil } from '@tdp/testing';
import { createLoopBench, ids, type LoopBench } from '../../test-support/loops';
import { readTopic } from '../kafka/read-topic';
import { ok, type Handle } from './handle';

let bench: LoopBench;

beforeEach(async () => {
  bench = await createLoopBench();
});

afterEach(() => bench.close());

describe('the consumer loop on a real broker', () => {
  it('deploys topics and schemas again without changing anything', async () => {
    const again = await bench.admin.ensureTopics(Object.values(TOPICS));
    expect(new Set(again.map(({ outcome }) => outcome))).toEqual(new Set(['unchanged']));
  });

  it('reads every record once, commits, and goes on where it stopped', async () => {
    const seen: string[] = [];
    const handle: Handle = (slice) => {
      seen.push(...slice.map(({ record }) => (record as Tweet).id));
      return Promise.resolve(slice.map(() => ok([])));
    };
    await bench.send(ids(500));
    const first = bench.createLoop(handle);
    await first.start();
    await waitUntil(() => seen.length >= 500);
    expect(first.ready()).toEqual({ ok: true });
    await first.stop();
    expect(first.ready().ok).toBe(false);
    expect(await bench.lag()).toBe(0);

    await bench.send(ids(100, 500));
    const second = bench.createLoop(handle);
    await second.start();
    await waitUntil(() => seen.length >= 600);
    await second.stop();
    expect(seen.toSorted()).toEqual(ids(600).toSorted());
  });

  it('tries a slice again in place while the handler says that waiting helps', async () => {
    let tries = 0;
    const seen: string[] = [];
    const loop = bench.createLoop((slice) => {
      tries += 1;
      if (tries <= 3) {
        throw new PipelineError('MONGO_UNAVAILABLE', 'writing', { retriable: true });
      }
      seen.push(...slice.map(({ key }) => String(key)));
      return Promise.resolve(slice.map(() => ok([])));
    });
    await bench.send(ids(20));
    await loop.start();
    await waitUntil(() => seen.length >= 20);
    await loop.stop();
    expect(seen.toSorted()).toEqual(ids(20).toSorted());
    expect([bench.fatals, await bench.lag()]).toEqual([[], 0]);
  });

  it('stops while it waits, and leaves what it did not finish', async () => {
    let tried = false;
    const loop = bench.createLoop(() => {
      tried = true;
      throw new PipelineError('MONGO_UNAVAILABLE', 'writing', { retriable: true });
    });
    await bench.send(ids(5));
    await loop.start();
    await waitUntil(() => tried);
    await loop.stop();
    expect([bench.fatals, await bench.lag()]).toEqual([[], 5]);
  });

  it.each([
    ['an ordinary error', new Error('boom')],
    ['a bug', new TypeError('x is not a function')],
    ['a terminal error', new PipelineError('MONGO_WRITE_FAILED', 'writing')],
  ])('ends the process on %s, with the offset unresolved', async (_what, error) => {
    const loop = bench.createLoop(() => Promise.reject(error));
    await bench.send(ids(1));
    await loop.start();
    await waitUntil(() => bench.fatals.length > 0);
    await loop.stop();
    expect(await bench.lag()).toBe(1);
  });

  it('pauses instead of draining the topic into the dead letters', async () => {
    const poison = ids(300).map((key) => ({
      topic: 'tweets-raw' as const,
      message: { key, value: Buffer.from([0]) },
      bytes: 1,
    }));
    await bench.producer.sendEncoded(poison);
    const loop = bench.createLoop((slice) => Promise.resolve(slice.map(() => ok([]))), {
      maxSliceRecords: 10,
      deadLetterLimit: { maxRatio: 0.5, windowRecords: 100, maxConsecutive: 1_000 },
    });
    await loop.start();
    await waitUntil(() => !loop.ready().ok && (loop.ready().detail ?? '').includes('dead letters'));
    // What was in work when it paused is finished first.
    await loop.stop();
    const letters = (await readTopic(bench.kafka, 'enricher-dlq')).length;
    expect(letters).toBeLessThanOrEqual(50);
    expect(await bench.lag()).toBe(300 - letters);
  });
});

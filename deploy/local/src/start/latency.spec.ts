import { describe, expect, it } from '@jest/globals';
import { createManualClock } from '../../test/manual-clock';
import { startLatencyProbe, summarize, WARM_UP_MS } from './latency';
import type { Version } from '../oracle/emissions';

describe('summarize', () => {
  it('uses nearest ranks, in any order of arrival', () => {
    const samples = Array.from({ length: 100 }, (_, index) => ({ latency: 100 - index }));
    expect(summarize(samples)).toEqual({ p50: 50, p99: 99, max: 100, samples: 100 });
  });

  it('has no figures without samples', () => {
    expect(summarize([])).toEqual({ p50: null, p99: null, max: null, samples: 0 });
  });
});

const idsOf = (posts: readonly Version[]): string[] => posts.map(({ id }) => id);

describe('startLatencyProbe', () => {
  it('times each post until it can be read, and counts those that never can', async () => {
    const clock = createManualClock();
    const readableAt = new Map([
      ['1', 20],
      ['2', 50],
    ]);
    async function* emissions(): AsyncGenerator<Version> {
      for (const id of ['1', '2', '3']) {
        yield await Promise.resolve({ id, chainId: id, emittedAt: 0 });
      }
    }
    const probe = startLatencyProbe({
      emissions: emissions(),
      findReadable: (posts) =>
        Promise.resolve(idsOf(posts).filter((id) => (readableAt.get(id) ?? Infinity) <= clock.now())),
      clock,
    });
    while (clock.now() < 100) {
      await new Promise(setImmediate);
    }
    expect(await probe.finish()).toEqual({
      all: { p50: 20, p99: 50, max: 50, samples: 2 },
      steady: { p50: null, p99: null, max: null, samples: 0 },
      unresolved: 1,
    });
  });

  it('tells how it goes once everything is warm', async () => {
    const clock = createManualClock();
    async function* emissions(): AsyncGenerator<Version> {
      yield await Promise.resolve({ id: '1', chainId: '1', emittedAt: 0 });
      while (clock.now() < WARM_UP_MS) {
        await new Promise(setImmediate);
      }
      yield { id: '2', chainId: '2', emittedAt: clock.now() };
    }
    const findReadable = (posts: readonly Version[]) => Promise.resolve(idsOf(posts));
    const probe = startLatencyProbe({ emissions: emissions(), findReadable, clock });
    while (clock.now() < WARM_UP_MS + 100) {
      await new Promise(setImmediate);
    }
    const { all, steady } = await probe.finish();
    expect([all.samples, steady.samples]).toEqual([2, 1]);
  });
});

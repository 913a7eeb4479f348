import { describe, expect, it } from '@jest/globals';
import { createManualClock } from '../../test/manual-clock';
import { startLatencyProbe, summarize } from './latency';
import type { Emission } from './simulator';

describe('summarize', () => {
  it('uses nearest ranks, in any order of arrival', () => {
    const latencies = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(summarize(latencies, 2)).toEqual({ p50: 50, p99: 99, max: 100, samples: 100, unresolved: 2 });
  });

  it('has no figures without samples', () => {
    expect(summarize([], 0)).toEqual({ p50: null, p99: null, max: null, samples: 0, unresolved: 0 });
  });
});

describe('startLatencyProbe', () => {
  it('times each post until it can be read, and counts those that never can', async () => {
    const clock = createManualClock();
    const readableAt = new Map([
      ['1', 20],
      ['2', 50],
    ]);
    async function* emissions(): AsyncGenerator<Emission> {
      for (const id of ['1', '2', '3']) yield await Promise.resolve({ id, emittedAt: 0 });
    }
    const probe = startLatencyProbe({
      emissions: emissions(),
      findReadable: (ids) =>
        Promise.resolve(ids.filter((id) => (readableAt.get(id) ?? Infinity) <= clock.now())),
      clock,
    });
    while (clock.now() < 100) await new Promise(setImmediate);
    expect(await probe.finish()).toEqual({ p50: 20, p99: 50, max: 50, samples: 2, unresolved: 1 });
  });
});

import { waitFor } from '@tdp/local-stack';
import { systemClock } from '@tdp/service';
import { sampleMemory } from '../cluster/memory';
import { firstOf, seconds, secondsSince } from './common';
import type { Fault } from './fault';
import { checkMemory, memoryFigures } from './figures';
import { SINGLE } from './shapes';

const POSTS = 200_000;

/** When a service catches up it reads as much at once as it ever does: then its memory is at its highest. */
export const backlog: Fault = {
  name: 'backlog',
  title: `enricher, then mongo-sink, begin when ${POSTS.toLocaleString('en')} posts wait`,
  shape: SINGLE,
  rate: 6_000,
  async run({ cluster, signal, problem }) {
    const { observer, simulator } = cluster;
    const memory = sampleMemory(cluster);
    const enricher = firstOf(cluster, 'enricher');
    const sink = firstOf(cluster, 'mongo-sink');
    await sink.stop();
    await enricher.stop();
    const { emitted } = await simulator.status();
    await until(signal, `${POSTS} posts to be sent`, async () => {
      const { emitted: now } = await simulator.status();
      return emitted + POSTS - now;
    });
    await simulator.pause();
    const enriched = await timed(async () => {
      await enricher.start();
      await until(signal, 'tweets-raw to be drained', () => observer.lag('enricher'));
    });
    const stored = await timed(async () => {
      await sink.start();
      await until(signal, 'tweets-enriched to be drained', () => observer.lag('mongo-sink'));
    });
    await simulator.resume();
    const ranges = await memory.stop();
    checkMemory(ranges, problem);
    return { 'enriched after, s': enriched, 'stored after, s': stored, ...memoryFigures(ranges) };
  },
};

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = systemClock.monotonic();
  await work();
  return secondsSince(startedAt);
}

async function until(signal: AbortSignal, what: string, left: () => Promise<number>): Promise<void> {
  await waitFor({
    what,
    check: async () => {
      const remaining = await left();
      if (remaining > 0) {
        throw new Error(`${remaining} are left`);
      }
    },
    timeoutMs: seconds(600),
    clock: systemClock,
    signal,
  });
}

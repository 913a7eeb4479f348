import { systemClock } from '@tdp/service';
import { flow } from '../cluster/settle';
import { waitAllReady } from '../cluster/service-states';
import { sampleMemory } from '../cluster/memory';
import { secondsSince, waitInSync } from './common';
import type { Fault } from './fault';
import { memoryFigures } from './figures';
import { CLUSTER } from './shapes';

/** What an operator does to upgrade brokers: one after the other, each in sync again before the next. */
export const rollingRestart: Fault = {
  name: 'rolling-restart',
  title: 'three brokers stopped and started one after the other, round after round',
  shape: CLUSTER,
  rate: 2_000,
  async run({ cluster, rounds, signal, say }) {
    const memory = sampleMemory(cluster);
    const startedAt = systemClock.monotonic();
    let restarts = 0;
    for (let round = 1; round <= rounds; round += 1) {
      for (const broker of cluster.stack.members.brokers) {
        const restartedAt = systemClock.monotonic();
        await broker.stop();
        const stopped = secondsSince(restartedAt);
        await broker.start();
        const started = secondsSince(restartedAt);
        await waitInSync(cluster, signal);
        restarts += 1;
        const inSync = secondsSince(restartedAt);
        say(
          `round ${round}: ${broker.name} stopped after ${stopped} s, up after ${started}, in sync ${inSync}`,
        );
      }
    }
    await flow(cluster, 1_000, signal);
    const ready = await waitAllReady(cluster, signal);
    return {
      restarts,
      seconds: secondsSince(startedAt),
      'ready after, s': ready,
      ...memoryFigures(await memory.stop()),
    };
  },
};

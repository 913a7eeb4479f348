import { waitFor } from '@tdp/local-stack';
import { systemClock } from '@tdp/service';
import { flow } from '../cluster/settle';
import { waitAllReady } from '../cluster/service-states';
import { sampleMemory } from '../cluster/memory';
import type { Fault } from './fault';
import { memoryFigures } from './figures';

const ROUNDS = 5;
const IN_SYNC_TIMEOUT_MS = 180_000;

/** What an operator does to upgrade brokers: one after the other, each in sync again before the next. */
export const rollingRestart: Fault = {
  name: 'rolling-restart',
  title: `three brokers stopped and started one after the other, ${ROUNDS} rounds`,
  shape: { brokers: 3, mongods: 1, replicas: 1 },
  rate: 2_000,
  async run({ cluster, signal, say }) {
    const memory = sampleMemory(cluster);
    const startedAt = systemClock.monotonic();
    let restarts = 0;
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const broker of cluster.stack.members.brokers) {
        await broker.stop();
        await broker.start();
        await waitFor({
          what: `${broker.name} to be in sync again`,
          check: async () => {
            const outOfSync = await cluster.operator.outOfSync();
            if (outOfSync.length > 0) throw new Error(outOfSync.join(', '));
          },
          timeoutMs: IN_SYNC_TIMEOUT_MS,
          clock: systemClock,
          signal,
        });
        restarts += 1;
        say(`round ${round}: ${broker.name} is back after ${secondsSince(startedAt)} s`);
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

const secondsSince = (startedAt: number): number => Math.round((systemClock.monotonic() - startedAt) / 1000);

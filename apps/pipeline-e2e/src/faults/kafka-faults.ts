import { systemClock } from '@tdp/service';
import { sampleMemory } from '../cluster/memory';
import { waitAllReady } from '../cluster/service-states';
import { flow } from '../cluster/settle';
import { duplicatesIn, duringNetworkFault, seconds, secondsSince, waitInSync, waitUnready } from './common';
import type { Fault } from './fault';
import { checkMemory, memoryFigures } from './figures';
import { CLUSTER, PROXIED, SINGLE_LIKE_X } from './shapes';

/** Long enough for a service to say so, 30 s after it began to try again. */
const UNREADY_WITHIN_MS = seconds(45);

const unreachable: Fault = {
  name: 'T8',
  title: 'every broker refuses connections for 60 s',
  shape: PROXIED,
  rate: 1_000,
  async run({ cluster, signal }) {
    const memory = sampleMemory(cluster);
    let unreadyAfter = 0;
    await duringNetworkFault(cluster.proxies.kafka, { kind: 'refuse' }, seconds(60), signal, async () => {
      unreadyAfter = await waitUnready({ cluster, signal }, 'ingester', /./, UNREADY_WITHIN_MS);
    });
    const ready = await waitAllReady(cluster, signal);
    await flow(cluster, 2_000, signal);
    return {
      'unready after, s': unreadyAfter,
      'ready after, s': ready,
      ...memoryFigures(await memory.stop()),
    };
  },
};

const killed: Fault = {
  name: 'T11',
  title: 'each broker in turn ended by SIGKILL, started again after 20 s',
  shape: CLUSTER,
  rate: 1_000,
  async run({ cluster, signal, say, problem }) {
    const figures: Record<string, number> = {};
    for (const broker of cluster.stack.members.brokers) {
      await broker.kill();
      await systemClock.sleep(seconds(20), signal);
      await broker.start();
      const startedAt = systemClock.monotonic();
      await waitAllReady(cluster, signal);
      figures[`ready after ${broker.name}, s`] = secondsSince(startedAt);
      if (secondsSince(startedAt) > 30) {
        problem(`services are not ready within 30 s of ${broker.name}'s return`);
      }
      await waitInSync(cluster, signal);
      say(`${broker.name} is in sync again`);
      await flow(cluster, 1_000, signal);
    }
    return figures;
  },
};

const lostAcknowledgement: Fault = {
  name: 'T12',
  title: 'what brokers answer is lost: swallowed for 3 s, then the connection reset; three times each',
  shape: PROXIED,
  rate: 1_000,
  async run({ cluster, signal }) {
    for (let round = 0; round < 3; round += 1) {
      for (const proxy of cluster.proxies.kafka) {
        await proxy.set({ kind: 'blackHole' }, 'toClient');
        await systemClock.sleep(seconds(3), signal);
        proxy.resetAll();
        await proxy.set({ kind: 'pass' });
        await flow(cluster, 500, signal);
      }
    }
    // Allowed there: the sink writes a post once, however often it comes.
    return { 'twice in tweets-raw': await duplicatesIn(cluster, 'tweets-raw') };
  },
};

const blackHole: Fault = {
  name: 'T13',
  title: 'every broker swallows everything for 45 s, and answers late then',
  shape: PROXIED,
  rate: 1_000,
  async run({ cluster, signal }) {
    let unreadyAfter = 0;
    await duringNetworkFault(cluster.proxies.kafka, { kind: 'blackHole' }, seconds(45), signal, async () => {
      unreadyAfter = await waitUnready({ cluster, signal }, 'ingester', /./, UNREADY_WITHIN_MS);
    });
    const ready = await waitAllReady(cluster, signal);
    await flow(cluster, 2_000, signal);
    return { 'unready after, s': unreadyAfter, 'ready after, s': ready };
  },
};

/** Kafka is one broker, and it is gone: nothing can be produced meanwhile. */
function away(name: string, awayMs: number): Fault {
  return {
    name,
    title: `the only broker ended by SIGKILL, started again after ${awayMs / 1_000} s`,
    shape: SINGLE_LIKE_X,
    mayMiss: true,
    rate: 1_000,
    async run({ cluster, signal, problem }) {
      const memory = sampleMemory(cluster);
      const [broker] = cluster.stack.members.brokers;
      await broker?.kill();
      await systemClock.sleep(awayMs, signal);
      await broker?.start();
      const ready = await waitAllReady(cluster, signal);
      await flow(cluster, 5_000, signal);
      const ranges = await memory.stop();
      checkMemory(ranges, problem);
      const { undelivered } = await cluster.simulator.status();
      return { 'ready after, s': ready, 'undelivered by X': undelivered, ...memoryFigures(ranges) };
    },
  };
}

export const KAFKA_FAULTS: readonly Fault[] = [unreachable, lostAcknowledgement, blackHole, killed];

export const OUTAGES: readonly Fault[] = [away('outage-60', seconds(60)), away('outage-300', seconds(300))];

import { MongoServerError } from 'mongodb';
import type { Member } from '@tdp/local-stack';
import { systemClock } from '@tdp/service';
import type { Cluster } from '../cluster/cluster';
import { waitAllReady } from '../cluster/service-states';
import { flow } from '../cluster/settle';
import { seconds, secondsSince } from './common';
import { diskFull } from './disk-full';
import type { Fault } from './fault';
import { CLUSTER, PROXIED } from './shapes';

const primaryKilled: Fault = {
  name: 'T28-kill',
  title: "MongoDB's primary ended by SIGKILL while it writes, started again after 20 s; twice",
  shape: CLUSTER,
  rate: 1_000,
  async run({ cluster, signal }) {
    const figures: Record<string, number> = {};
    for (let round = 1; round <= 2; round += 1) {
      const primary = await primaryOf(cluster);
      const startedAt = systemClock.monotonic();
      await primary.kill();
      await flow(cluster, 500, signal);
      figures[`${primary.name} replaced after, s`] = secondsSince(startedAt);
      await systemClock.sleep(Math.max(0, seconds(20) - (systemClock.monotonic() - startedAt)), signal);
      await primary.start();
      await waitAllReady(cluster, signal);
    }
    return figures;
  },
};

const stepDown: Fault = {
  name: 'T28-step-down',
  title: "MongoDB's primary steps down; three times",
  shape: CLUSTER,
  rate: 1_000,
  async run({ cluster, signal }) {
    for (let round = 0; round < 3; round += 1) {
      await stepDownPrimary(cluster, signal);
      await flow(cluster, 2_000, signal);
    }
    return {};
  },
};

/** A primary whose secondaries lag under the load refuses; it is asked again until one has caught up. */
async function stepDownPrimary({ observer }: Cluster, signal: AbortSignal): Promise<void> {
  const refusedUntil = systemClock.monotonic() + seconds(120);
  for (;;) {
    try {
      await observer.db.admin().command({ replSetStepDown: 15, secondaryCatchUpPeriodSecs: 10 });
      return;
    } catch (error) {
      const refused = error instanceof MongoServerError && error.codeName === 'ExceededTimeLimit';
      if (!refused || systemClock.monotonic() > refusedUntil) {
        throw error;
      }
      await systemClock.sleep(seconds(1), signal);
    }
  }
}

const reset: Fault = {
  name: 'T28-reset',
  title:
    'connections to MongoDB reset after 200 kB sent, 20 kB answered, for 10 s each; then split every 1,000 bytes',
  shape: PROXIED,
  rate: 1_000,
  async run({ cluster, signal }) {
    const { mongodb } = cluster.proxies;
    const set = (...args: Parameters<(typeof mongodb)[0]['set']>): Promise<unknown> =>
      Promise.all(mongodb.map((proxy) => proxy.set(...args)));
    await set({ kind: 'resetAfter', bytes: 200_000 }, 'toServer');
    await systemClock.sleep(seconds(10), signal);
    await set({ kind: 'pass' });
    await set({ kind: 'resetAfter', bytes: 20_000 }, 'toClient');
    await systemClock.sleep(seconds(10), signal);
    await set({ kind: 'split', bytes: 1_000 });
    await systemClock.sleep(seconds(10), signal);
    await set({ kind: 'pass' });
    await flow(cluster, 2_000, signal);
    return {};
  },
};

/** The member that takes writes now; the URI names members in their order. */
async function primaryOf({ observer, stack }: Cluster): Promise<Member> {
  const hello = await observer.db.admin().command({ hello: 1 });
  const hosts = /^mongodb:\/\/([^/]+)\//.exec(stack.mongodbUri)?.[1]?.split(',') ?? [];
  const primary = stack.members.mongods[hosts.indexOf(String(hello['primary']))];
  if (!primary) {
    throw new Error(`no member of the replica set is ${String(hello['primary'])}`);
  }
  return primary;
}

export const MONGO_FAULTS: readonly Fault[] = [primaryKilled, stepDown, reset, diskFull];

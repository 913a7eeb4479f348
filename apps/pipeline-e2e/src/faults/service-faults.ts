import { readFileSync } from 'node:fs';
import { systemClock } from '@tdp/service';
import type { Cluster } from '../cluster/cluster';
import { readiness, waitAllReady } from '../cluster/service-states';
import { flow } from '../cluster/settle';
import { duringNetworkFault, firstOf, seconds, secondsSince, waitUnready } from './common';
import type { Fault } from './fault';
import { CLUSTER, PROXIED } from './shapes';

const registryAway: Fault = {
  name: 'T9',
  title:
    'the registry refuses connections while services start, then swallows everything for 30 s at run time',
  shape: PROXIED,
  rate: 500,
  async run({ cluster, signal, problem }) {
    const { registry } = cluster.proxies;
    const enricher = firstOf(cluster, 'enricher');
    await enricher.stop();
    let unreadyAfter = 0;
    const { logFile } = enricher.process();
    const before = readFileSync(logFile, 'utf8').length;
    let starting: Promise<unknown> = Promise.resolve();
    await duringNetworkFault(registry, { kind: 'refuse' }, seconds(15), signal, async () => {
      starting = enricher.start();
      starting.catch(() => undefined); // waited for below
      unreadyAfter = await waitUnready({ cluster, signal }, enricher.name, /starting/, seconds(30));
    });
    if (!/REGISTRY_UNAVAILABLE.*waiting for a dependency/.test(readFileSync(logFile, 'utf8').slice(before))) {
      problem(`${enricher.name} does not say that it waits for the registry`);
    }
    await starting;
    // Schemas are known by now: nobody needs to ask again.
    await duringNetworkFault(registry, { kind: 'blackHole' }, seconds(30), signal, () =>
      flow(cluster, 5_000, signal),
    );
    return { 'says so after, s': unreadyAfter };
  },
};

const STOP_DEADLINE_S = 15;
/** The signal has to arrive first, on a machine that has other things to do. */
const UNREADY_S = 2;

/** The seconds until a service that was told to stop says, or shows by its end, that it is not ready. */
async function waitNotReady(cluster: Cluster, name: string): Promise<number> {
  const startedAt = systemClock.monotonic();
  while ((await readiness(cluster, name)).status === 200) {
    await systemClock.sleep(20);
  }
  return secondsSince(startedAt);
}

const terminated: Fault = {
  name: 'T10',
  title: 'each service ended by SIGTERM under load, and started again',
  shape: CLUSTER,
  mayMiss: true,
  rate: 1_000,
  async run({ cluster, signal, problem }) {
    const figures: Record<string, string> = {};
    for (const member of cluster.serviceMembers()) {
      const startedAt = systemClock.monotonic();
      const stopping = member.stop();
      const unready = await waitNotReady(cluster, member.name);
      if (unready > UNREADY_S) {
        problem(`${member.name} still said after ${unready} s that it is ready`);
      }
      const { code, signal: by } = await stopping;
      const took = secondsSince(startedAt);
      if (code !== 0) {
        problem(`${member.name} ended with ${by ?? `exit code ${code}`}`);
      }
      if (took > STOP_DEADLINE_S) {
        problem(`${member.name} took ${took} s to stop`);
      }
      figures[member.name] = `exit ${code} after ${took} s`;
      await member.start();
      await flow(cluster, 500, signal);
    }
    await waitAllReady(cluster, signal);
    return figures;
  },
};

export const SERVICE_FAULTS: readonly Fault[] = [registryAway, terminated];

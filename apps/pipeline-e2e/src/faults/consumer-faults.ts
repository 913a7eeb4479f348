import type { Member } from '@tdp/local-stack';
import { systemClock } from '@tdp/service';
import type { Cluster } from '../cluster/cluster';
import { metric, waitAllReady } from '../cluster/service-states';
import { flow } from '../cluster/settle';
import { duplicatesIn, duringNetworkFault, firstOf, seconds, secondsSince } from './common';
import type { Fault, FaultContext } from './fault';
import { CLUSTER, PROXIED } from './shapes';

/** After that long without a heartbeat a group hands a member's partitions on. */
const SESSION_TIMEOUT_MS = seconds(30);

const sinkKilledBeforeCommit: Fault = {
  name: 'T16',
  title: 'a mongo-sink that cannot commit what MongoDB has acknowledged, ended by SIGKILL; each in turn',
  shape: PROXIED,
  rate: 500,
  run: (context) => killBeforeCommit(context, context.cluster.services.members['mongo-sink']),
};

const enricherKilledBeforeCommit: Fault = {
  name: 'T17',
  title: 'an enricher that cannot commit what it has produced, ended by SIGKILL; each in turn',
  shape: PROXIED,
  rate: 500,
  async run(context) {
    await killBeforeCommit(context, context.cluster.services.members.enricher);
    // Allowed there: the sink writes a post once, however often it comes.
    return { 'twice in tweets-enriched': await duplicatesIn(context.cluster, 'tweets-enriched') };
  },
};

/** Requests do not reach the brokers any more, so that work is done and cannot be marked as done. */
async function killBeforeCommit({ cluster, signal }: FaultContext, members: readonly Member[]) {
  for (const member of members) {
    for (const proxy of cluster.proxies.kafka) {
      await proxy.set({ kind: 'blackHole' }, 'toServer');
      await systemClock.sleep(seconds(1), signal);
      // The others can still produce: what this broker coordinates cannot be committed.
      if (proxy === cluster.proxies.kafka.at(-1)) {
        await member.kill();
      }
      proxy.resetAll();
      await proxy.set({ kind: 'pass' });
    }
    await member.start();
    await flow(cluster, 1_000, signal);
  }
  return {};
}

const scaled: Fault = {
  name: 'T18',
  title: 'three mongo-sinks become one, three, one, three, each write 300 ms slower',
  shape: PROXIED,
  rate: 500,
  async run({ cluster, signal, problem }) {
    const [, ...others] = cluster.services.members['mongo-sink'];
    const figures: Record<string, number> = {};
    const stable = async (members: number, step: string): Promise<void> => {
      const took = await waitStable(cluster, members, signal);
      figures[`stable ${step}, s`] = took;
      if (took > (2 * SESSION_TIMEOUT_MS) / 1_000) {
        problem(`the group needed ${took} s to become stable again`);
      }
      await flow(cluster, 1_000, signal);
    };
    await Promise.all(
      cluster.proxies.mongodb.map((proxy) => proxy.set({ kind: 'delay', ms: 300 }, 'toClient')),
    );
    try {
      for (const round of [1, 2]) {
        await Promise.all(others.map((member) => member.stop()));
        await stable(1, `with one (${round})`);
        await Promise.all(others.map((member) => member.start()));
        await stable(3, `with three (${round})`);
      }
    } finally {
      await Promise.all(cluster.proxies.mongodb.map((proxy) => proxy.set({ kind: 'pass' })));
    }
    return figures;
  },
};

/** Waits until the group has so many members and has kept them for five seconds; the seconds until then. */
async function waitStable(cluster: Cluster, members: number, signal: AbortSignal): Promise<number> {
  const startedAt = systemClock.monotonic();
  let since = startedAt;
  while (systemClock.monotonic() - since < seconds(5)) {
    await systemClock.sleep(500, signal);
    const group = await cluster.operator.group('mongo-sink').catch(() => null);
    if (group?.state !== 'Stable' || group.members !== members) {
      since = systemClock.monotonic();
    }
    if (systemClock.monotonic() - startedAt > seconds(180)) {
      throw new Error(`the group mongo-sink is ${group?.state} with ${group?.members} members after 180 s`);
    }
  }
  return secondsSince(startedAt) - 5;
}

const slowHandler: Fault = {
  name: 'T19',
  title: 'MongoDB answers 40 s late for two minutes: longer than a session',
  shape: PROXIED,
  rate: 200,
  async run({ cluster, signal, problem }) {
    const rebalances = async (): Promise<number> => {
      const all = cluster.services.members['mongo-sink'].map(({ name }) =>
        metric(cluster, name, 'pipeline_consumer_rebalances_total'),
      );
      return (await Promise.all(all)).reduce((total, one) => total + one, 0);
    };
    const before = await rebalances();
    await duringNetworkFault(
      cluster.proxies.mongodb,
      { kind: 'delay', ms: seconds(40) },
      seconds(120),
      signal,
    );
    const during = (await rebalances()) - before;
    if (during > 0) {
      problem(`the group rebalanced ${during} times`);
    }
    await flow(cluster, 1_000, signal);
    return { rebalances: during };
  },
};

const staleCommit: Fault = {
  name: 'T20',
  title:
    'a mongo-sink and an enricher stopped (SIGSTOP) for longer than a session, so that both commit in vain then',
  shape: CLUSTER,
  rate: 500,
  async run({ cluster, signal }) {
    for (const member of [firstOf(cluster, 'mongo-sink'), firstOf(cluster, 'enricher')]) {
      member.pause();
      await systemClock.sleep(SESSION_TIMEOUT_MS + seconds(15), signal);
      member.resume();
      await flow(cluster, 1_000, signal);
    }
    return { 'ready after, s': await waitAllReady(cluster, signal) };
  },
};

export const PROXIED_CONSUMER_FAULTS: readonly Fault[] = [
  sinkKilledBeforeCommit,
  enricherKilledBeforeCommit,
  scaled,
  slowHandler,
];
export const CONSUMER_FAULTS: readonly Fault[] = [staleCommit];

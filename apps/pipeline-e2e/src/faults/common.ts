import { waitFor, type Member } from '@tdp/local-stack';
import { systemClock } from '@tdp/service';
import { scanTopic } from '@tdp/streaming';
import type { TcpProxy } from '@tdp/testing';
import type { Cluster } from '../cluster/cluster';
import { readiness } from '../cluster/service-states';
import type { FaultContext } from './fault';

export const seconds = (count: number): number => count * 1_000;

/** Does something to every proxy, keeps it so for a while, and passes everything again. */
export async function duringNetworkFault(
  proxies: readonly TcpProxy[],
  fault: Parameters<TcpProxy['set']>[0],
  ms: number,
  signal: AbortSignal,
  meanwhile: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await Promise.all(proxies.map((proxy) => proxy.set(fault)));
  try {
    await Promise.all([systemClock.sleep(ms, signal), meanwhile()]);
  } finally {
    await Promise.all(proxies.map((proxy) => proxy.set({ kind: 'pass' })));
  }
}

/** Waits until a service says that it is not ready, and for what; answers with the seconds that took. */
export async function waitUnready(
  { cluster, signal }: Pick<FaultContext, 'cluster' | 'signal'>,
  name: string,
  reason: RegExp,
  timeoutMs: number,
): Promise<number> {
  const startedAt = systemClock.monotonic();
  await waitFor({
    what: `${name} to say that it is not ready`,
    check: async () => {
      const { status, body } = await readiness(cluster, name);
      if (status !== 503 || !reason.test(body)) {
        throw new Error(`it answers ${status} ${body.slice(0, 300)}`);
      }
    },
    timeoutMs,
    clock: systemClock,
    signal,
  });
  return secondsSince(startedAt);
}

/** Waits until every partition has a leader and all its copies in sync. */
export async function waitInSync({ operator }: Cluster, signal: AbortSignal): Promise<void> {
  await waitFor({
    what: 'every partition to be in sync',
    check: async () => {
      const outOfSync = await operator.outOfSync();
      if (outOfSync.length > 0) {
        throw new Error(outOfSync.join(', '));
      }
    },
    timeoutMs: seconds(180),
    clock: systemClock,
    signal,
  });
}

/** One decimal. */
export const secondsSince = (startedAt: number): number =>
  Math.round((systemClock.monotonic() - startedAt) / 100) / 10;

export function memberOf(cluster: Cluster, name: string): Member {
  const member = cluster.serviceMembers().find((one) => one.name === name);
  if (!member) {
    throw new Error(`no service ${name} in this cluster`);
  }
  return member;
}

/** The first process of a service, whatever their number. */
export function firstOf(cluster: Cluster, service: 'ingester' | 'enricher' | 'mongo-sink'): Member {
  const [member] = cluster.services.members[service];
  if (!member) {
    throw new Error(`no ${service} in this cluster`);
  }
  return member;
}

/** How often each post is in a topic beyond the first time. */
export async function duplicatesIn(
  { observer }: Cluster,
  topic: 'tweets-raw' | 'tweets-enriched',
): Promise<number> {
  const seen = new Set<string>();
  let duplicates = 0;
  await scanTopic(observer.kafka, topic, (records) => {
    for (const id of records.map(({ key }) => String(key))) {
      duplicates += seen.has(id) ? 1 : 0;
      seen.add(id);
    }
  });
  return duplicates;
}

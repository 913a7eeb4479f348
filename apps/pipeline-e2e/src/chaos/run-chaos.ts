import { messageOf, waitFor, type Account, type Member } from '@tdp/local-stack';
import { systemClock } from '@tdp/service';
import type { Cluster } from '../cluster/cluster';
import { accountProblems } from '../cluster/account-problems';
import { sampleMemory } from '../cluster/memory';
import { deathsOf, keepServicesRunning, waitAllReady } from '../cluster/service-states';
import { flow, settle } from '../cluster/settle';
import { waitInSync } from '../faults/common';
import { memoryFigures } from '../faults/figures';
import { formatEvent, type ChaosEvent, type Target } from './schedule';

export interface ChaosOptions {
  readonly cluster: Cluster;
  readonly schedule: readonly ChaosEvent[];
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

export interface ChaosResult {
  readonly account: Account;
  readonly figures: Readonly<Record<string, number | string>>;
  /** Empty when nothing is wrong. */
  readonly problems: readonly string[];
}

const RECOVERY_TIMEOUT_MS = 300_000;

/** Everything of a cluster that a schedule may end or stop. */
export function targetsOf(cluster: Cluster): Target[] {
  const { brokers, mongods, registry } = cluster.stack.members;
  const of = (members: readonly Member[], kind: Target['kind']): Target[] =>
    members.map(({ name }) => ({ name, kind }));
  return [
    ...of(brokers, 'broker'),
    ...of(mongods, 'mongod'),
    ...of(registry, 'registry'),
    ...of(cluster.serviceMembers(), 'service'),
  ];
}

/** Follows the schedule under load, then lets everything recover and accounts for every post. */
export async function runChaos({ cluster, schedule, signal, say }: ChaosOptions): Promise<ChaosResult> {
  const problems: string[] = [];
  const watching = new AbortController();
  const keeping = keepServicesRunning(cluster, watching.signal, say);
  const memory = sampleMemory(cluster);
  const startedAt = systemClock.monotonic();
  /** By what must be well before the next of it is taken away. */
  const busy = new Map<string, Promise<void>>();
  const members = membersOf(cluster);

  for (const event of schedule) {
    await systemClock.sleep(Math.max(0, event.at * 1_000 - (systemClock.monotonic() - startedAt)), signal);
    const member = members.get(event.target);
    if (!member) {
      throw new Error(`no process ${event.target} in this cluster`);
    }
    const lock = event.kind === 'service' || event.kind === 'registry' ? event.target : event.kind;
    // On a slow machine recovery takes longer than planned: the order stays, the time does not.
    await busy.get(lock);
    say(formatEvent(event));
    await cluster.simulator.setRate(event.rate);
    const doing = perform(event, member, cluster, signal).catch((error: unknown) => {
      signal.throwIfAborted();
      problems.push(`${event.target} does not recover: ${messageOf(error)}`);
    });
    busy.set(lock, doing);
    doing.catch(() => undefined); // waited for below
  }
  await Promise.all(busy.values());
  say('everything runs again');
  const ready = await waitAllReady(cluster, signal, RECOVERY_TIMEOUT_MS);
  await flow(cluster, 1_000, signal);
  const { account, trace } = await settle(cluster, { signal });
  watching.abort();
  await keeping;
  problems.push(...accountProblems(account, trace), ...deathsOf(cluster));
  const figures = { events: schedule.length, 'ready after, s': ready, ...memoryFigures(await memory.stop()) };
  return { account, figures, problems };
}

function membersOf(cluster: Cluster): ReadonlyMap<string, Member> {
  const { brokers, mongods, registry } = cluster.stack.members;
  return new Map(
    [...brokers, ...mongods, ...registry, ...cluster.serviceMembers()].map((member) => [member.name, member]),
  );
}

async function perform(
  { action, kind, downFor }: ChaosEvent,
  member: Member,
  cluster: Cluster,
  signal: AbortSignal,
): Promise<void> {
  if (action === 'SIGSTOP') {
    member.pause();
    await systemClock.sleep(downFor * 1_000, signal);
    member.resume();
  } else {
    const until = systemClock.monotonic() + downFor * 1_000;
    await (action === 'SIGKILL' ? member.kill() : member.stop());
    await systemClock.sleep(Math.max(0, until - systemClock.monotonic()), signal);
    if (member.state() === 'down') {
      await member.start();
    }
  }
  if (kind === 'broker') {
    await waitInSync(cluster, signal);
  }
  if (kind === 'mongod') {
    await waitAllMembers(cluster, signal);
  }
}

/** Waits until each member of the replica set is primary or secondary again. */
async function waitAllMembers({ observer }: Cluster, signal: AbortSignal): Promise<void> {
  await waitFor({
    what: 'every mongod to be primary or secondary',
    check: async () => {
      const { members } = (await observer.db.admin().command({ replSetGetStatus: 1 })) as unknown as {
        members: readonly { name: string; stateStr: string }[];
      };
      const unwell = members.filter(({ stateStr }) => stateStr !== 'PRIMARY' && stateStr !== 'SECONDARY');
      if (unwell.length > 0) {
        throw new Error(unwell.map((one) => `${one.name} ${one.stateStr}`).join(', '));
      }
    },
    timeoutMs: RECOVERY_TIMEOUT_MS,
    clock: systemClock,
    signal,
  });
}

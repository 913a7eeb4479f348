import { messageOf, type Account } from '@tdp/local-stack';
import { systemClock } from '@tdp/service';
import { accountProblems } from '../cluster/account-problems';
import type { Cluster } from '../cluster/cluster';
import { deathsOf, keepServicesRunning, waitAllReady } from '../cluster/service-states';
import { flow, settle } from '../cluster/settle';
import type { Fault, Figures } from './fault';

export interface FaultResult {
  readonly name: string;
  readonly title: string;
  readonly figures: Figures;
  /** Empty when it passed. */
  readonly problems: readonly string[];
  readonly account: Account | null;
  readonly seconds: number;
}

export interface RunOptions {
  readonly cluster: Cluster;
  /** The checkout's root. */
  readonly repo: string;
  /** Of what is done over and over. */
  readonly rounds: number;
  /** Posts that earlier faults of this cluster left in recorded gaps. */
  readonly gapsBefore: number;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Runs one fault under load and accounts for every post; what is wrong afterwards is a problem of this fault. */
export async function runFault(
  fault: Fault,
  { cluster, repo, rounds, gapsBefore, signal, say }: RunOptions,
): Promise<FaultResult> {
  const startedAt = systemClock.monotonic();
  const problems: string[] = [];
  const watching = new AbortController();
  const deathsBefore = deathsOf(cluster).length;
  const keeping = keepServicesRunning(cluster, watching.signal, say);
  const destroyed = new Set<string>();
  let figures: Figures = {};
  let account: Account | null = null;
  try {
    await cluster.simulator.setRate(fault.rate);
    await cluster.simulator.resume();
    await flow(cluster, fault.rate, signal);
    figures = await fault.run({
      ...{ cluster, repo, rounds, signal, say },
      problem: (what) => problems.push(what),
      destroyed: (ids) => ids.forEach((id) => destroyed.add(id)),
    });
    await waitAllReady(cluster, signal);
    const settled = await settle(cluster, { signal });
    account = { ...settled.account, lost: settled.account.lost.filter((id) => !destroyed.has(id)) };
    problems.push(...accountProblems(account, settled.trace));
    if (account.inGaps > gapsBefore && fault.mayMiss !== true) {
      problems.push(`${account.inGaps - gapsBefore} posts are missing, in gaps that were recorded`);
    }
  } catch (error) {
    signal.throwIfAborted();
    problems.push(messageOf(error));
  } finally {
    watching.abort();
    await keeping;
  }
  const unexpected = deathsOf(cluster)
    .slice(deathsBefore)
    .filter((death) => !fault.mayEnd?.some((name) => death.startsWith(`${name} `)));
  problems.push(...unexpected.map((death) => `${death} (see ${cluster.logDir})`));
  const seconds = Math.round((systemClock.monotonic() - startedAt) / 1000);
  return { name: fault.name, title: fault.title, figures, problems, account, seconds };
}

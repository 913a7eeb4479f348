import { isComplete, messageOf, type Account, type LostTrace } from '@tdp/local-stack';
import { systemClock } from '@tdp/service';
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
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Runs one fault under load and accounts for every post; what is wrong afterwards is a problem of this fault. */
export async function runFault(
  fault: Fault,
  { cluster, repo, signal, say }: RunOptions,
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
      ...{ cluster, repo, signal, say },
      problem: (what) => problems.push(what),
      destroyed: (ids) => ids.forEach((id) => destroyed.add(id)),
    });
    await waitAllReady(cluster, signal);
    const settled = await settle(cluster, signal);
    account = { ...settled.account, lost: settled.account.lost.filter((id) => !destroyed.has(id)) };
    problems.push(...accountProblems(account, settled.trace));
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

function accountProblems(account: Account, trace: LostTrace | null): string[] {
  if (isComplete(account)) return [];
  const { lost, doubled, differentTexts } = account;
  const problems: string[] = [];
  if (lost.length > 0) {
    const where = trace
      ? ` (${trace.notProduced.length} not in tweets-raw, ${trace.notEnriched.length} not in tweets-enriched, ${trace.notStored.length} not in MongoDB)`
      : '';
    problems.push(`${lost.length} posts lost${where}: ${some(lost)}`);
  }
  if (doubled.length > 0) problems.push(`${doubled.length} posts doubled: ${some(doubled)}`);
  if (differentTexts.length > 0) {
    problems.push(`${differentTexts.length} texts differ: ${some(differentTexts)}`);
  }
  return problems;
}

const some = (ids: readonly string[]): string =>
  `${ids.slice(0, 3).join(', ')}${ids.length > 3 ? ', …' : ''}`;

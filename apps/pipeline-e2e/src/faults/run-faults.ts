import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { messageOf } from '@tdp/local-stack';
import { startCluster, type Cluster } from '../cluster/cluster';
import type { Fault } from './fault';
import { runFault, type FaultResult } from './run-fault';

export interface RunFaultsOptions {
  readonly faults: readonly Fault[];
  /** The checkout's root. */
  readonly repo: string;
  /** Of what is done over and over. */
  readonly rounds: number;
  /** Gets a folder for each cluster, with its logs. */
  readonly dir: string;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Runs faults one after the other; those of one shape share a cluster for as long as all is well. */
export async function runFaults({
  faults,
  repo,
  rounds,
  dir,
  signal,
  say,
}: RunFaultsOptions): Promise<FaultResult[]> {
  const results: FaultResult[] = [];
  let cluster: Cluster | null = null;
  let clusters = 0;
  let gapsBefore = 0;
  const end = async (): Promise<void> => {
    await cluster?.stop();
    if (cluster) {
      rmSync(path.join(cluster.stack.dir.path, 'data'), { recursive: true, force: true });
    }
    cluster = null;
  };
  try {
    for (const fault of faults) {
      signal.throwIfAborted();
      if (cluster !== null && (fault.alone === true || !isSameShape(cluster, fault))) {
        await end();
      }
      say(`${fault.name}: ${fault.title}, ${fault.rate} posts/s`);
      if (cluster === null) {
        clusters += 1;
        gapsBefore = 0;
        const own = path.join(dir, `${clusters}-${fault.name}`);
        mkdirSync(own, { recursive: true });
        cluster = await startCluster({
          shape: fault.shape,
          repo,
          dir: own,
          rate: fault.rate,
          signal,
          say,
        }).catch((error: unknown) => {
          signal.throwIfAborted();
          results.push(notStarted(fault, messageOf(error)));
          return null;
        });
        if (cluster === null) {
          continue;
        }
      }
      const result = await runFault(fault, { cluster, repo, rounds, gapsBefore, signal, say });
      results.push(result);
      gapsBefore = result.account?.inGaps ?? 0;
      say(`${fault.name}: ${result.problems.length === 0 ? 'pass' : `FAIL: ${result.problems.join('; ')}`}`);
      if (result.problems.length > 0 || fault.alone === true) {
        await end();
      }
    }
  } finally {
    await end();
  }
  return results;
}

const isSameShape = (cluster: Cluster, { shape }: Fault): boolean =>
  JSON.stringify(cluster.shape) === JSON.stringify(shape);

function notStarted({ name, title }: Fault, problem: string): FaultResult {
  return {
    name,
    title,
    figures: {},
    problems: [`the cluster does not start: ${problem}`],
    account: null,
    seconds: 0,
  };
}

import { rmSync } from 'node:fs';
import type { Cluster } from '../cluster/cluster';
import type { Contestant } from './contestant';
import { measure, type Run } from './measure';
import { fillWithPosts } from './posts';
import type { RunWords } from './report';

/** A service beside a peer that does the same to the same records. */
export interface Bench {
  readonly ours: Contestant;
  readonly peer: Contestant;
  readonly words: RunWords;
  /** Makes what the contestants need of a cluster that is full of posts. Answers with how many records they will do. */
  prepare(cluster: Cluster): Promise<number>;
}

export interface BenchOptions {
  readonly bench: Bench;
  readonly repo: string;
  /** For data and logs. */
  readonly dir: string;
  /** Measured posts of each run. */
  readonly posts: number;
  /** Posts before them. */
  readonly warm: number;
  readonly rounds: number;
  /** Where the CPU profiles of ours go; null: it is not profiled. */
  readonly profileDir: string | null;
  /** Leaves the peer out. */
  readonly alone: boolean;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Drains the same posts with ours and with the peer, by turns, on one broker and one mongod. */
export async function runBench(options: BenchOptions): Promise<readonly Run[]> {
  const { bench, repo, dir, posts, warm, rounds, profileDir, alone, signal, say } = options;
  const { unit, server } = bench.words;
  const cluster = await fillWithPosts({ repo, dir, count: warm + posts, signal, say });
  try {
    const total = await bench.prepare(cluster);
    say(`${total} ${unit} in each run`);
    const runs: Run[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      for (const contestant of alone ? [bench.ours] : [bench.ours, bench.peer]) {
        const name = `bench-${contestant.label.toLowerCase().replaceAll(' ', '-')}-${round}`;
        const attempt = { name, cluster, repo, dir, profileDir };
        const run = await measure(contestant, attempt, { warm, total, server, signal });
        say(`${contestant.label}: ${Math.round(run.perSecond)} ${unit}/s, ${run.cpuSeconds} s CPU`);
        runs.push(run);
        await cluster.observer.db.client.db(name).dropDatabase();
      }
    }
    return runs;
  } finally {
    await cluster.stop();
    rmSync(cluster.stack.dir.data, { recursive: true, force: true });
  }
}

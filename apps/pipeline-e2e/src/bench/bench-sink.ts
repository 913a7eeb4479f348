import { TOPICS } from '@tdp/contracts';
import { rmSync } from 'node:fs';
import { KAFKA_CONNECT, MONGO_SINK } from './contestants';
import { measure, type Run } from './measure';
import { fillWithPosts, produceAsJson } from './posts';

export interface BenchSinkOptions {
  readonly repo: string;
  /** For data and logs. */
  readonly dir: string;
  /** Measured documents of each run. */
  readonly posts: number;
  /** Documents before them. */
  readonly warm: number;
  readonly rounds: number;
  /** Where the sink's CPU profiles go; null: it is not profiled. */
  readonly profileDir: string | null;
  /** Leaves the peer out. */
  readonly alone: boolean;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Drains the same posts with mongo-sink and with its peer, by turns, on one broker and one mongod. */
export async function runBenchSink(options: BenchSinkOptions): Promise<readonly Run[]> {
  const { repo, dir, posts, warm, rounds, profileDir, alone, signal, say } = options;
  const cluster = await fillWithPosts({ repo, dir, count: warm + posts, signal, say });
  try {
    const json = await produceAsJson(cluster, TOPICS['tweets-enriched'].partitions);
    say(`${json.count} posts, ${json.averageBytes} bytes each as JSON`);
    const runs: Run[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      for (const contestant of alone ? [MONGO_SINK] : [MONGO_SINK, KAFKA_CONNECT]) {
        const name = `bench-${contestant.label.toLowerCase().replaceAll(' ', '-')}-${round}`;
        const attempt = { name, cluster, repo, dir, profileDir };
        const run = await measure(contestant, attempt, { warm, total: json.count, signal });
        say(
          `${contestant.label}: ${Math.round(run.documentsPerSecond)} documents/s, ${run.cpuSeconds} s CPU`,
        );
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

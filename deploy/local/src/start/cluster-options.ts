import type { Flags } from '@tdp/service';

export interface ClusterOptions {
  /** Nodes of the Kafka cluster. */
  readonly brokers: number;
  /** Members of MongoDB's replica set. */
  readonly mongods: number;
}

export const CLUSTER_USAGE = `  --brokers N            brokers, each controller too: 1, 3 or 5 (default 1); with 3, three copies of everything, two of them in sync
  --mongod N             members of MongoDB's replica set: 1, 3 or 5 (default 1)`;

/** An even number survives the loss of no more servers than one less: a majority must be left. */
const SIZES = ['1', '3', '5'];

export function readCluster(flags: Flags, problems: string[]): ClusterOptions {
  const read = (name: string): number => {
    const text = flags.text(name) ?? '1';
    if (!SIZES.includes(text)) {
      problems.push(`--${name} must be 1, 3 or 5, not "${text}"`);
    }
    return Number(text);
  };
  return { brokers: read('brokers'), mongods: read('mongod') };
}

/** Servers that the environment names are not started, so there cannot be more of them. */
export function clusterProblems({ brokers, mongods }: ClusterOptions, env: NodeJS.ProcessEnv): string[] {
  const problems: string[] = [];
  if (brokers > 1 && env.KAFKA_BROKERS) {
    problems.push(
      `--brokers ${brokers} starts brokers, and KAFKA_BROKERS names one that runs: give one of them`,
    );
  }
  if (mongods > 1 && env.MONGODB_URI) {
    problems.push(
      `--mongod ${mongods} starts mongods, and MONGODB_URI names one that runs: give one of them`,
    );
  }
  return problems;
}

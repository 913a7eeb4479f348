import type { ManagedProcess } from '@tdp/local-stack';
import type { Cluster } from '../cluster/cluster';

/** One run of one contestant, with a consumer group of its own, and a database where it needs one. */
export interface Attempt {
  /** Of the run; the name of its group and database. */
  readonly name: string;
  readonly cluster: Cluster;
  readonly repo: string;
  readonly dir: string;
  /** Where Node's CPU profile goes; slows ours down a little. */
  readonly profileDir: string | null;
}

/** Who drains a topic, ours or a peer. */
export interface Contestant {
  readonly label: string;
  /** Starts draining its topic from the beginning. */
  start(attempt: Attempt): Promise<ManagedProcess>;
  /** How many documents or records are where they shall go, those of earlier attempts may be among them. */
  done(attempt: Attempt): Promise<number>;
}

const BASE_ENV = ['PATH', 'HOME', 'LANG', 'TMPDIR'];

export const baseEnv = (): NodeJS.ProcessEnv =>
  Object.fromEntries(BASE_ENV.map((name) => [name, process.env[name]]));

/** Node's options for a profile in this directory. */
export const profiling = (dir: string | null): readonly string[] =>
  dir === null ? [] : ['--cpu-prof', '--cpu-prof-dir', dir];

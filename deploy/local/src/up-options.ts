import { CLUSTER_USAGE, readCluster, type ClusterOptions } from './start/cluster-options';
import { parseFlags } from '@tdp/service';

export interface UpOptions extends ClusterOptions {
  /** Holds data, logs and stack.json; null for the usual one. */
  readonly dir: string | null;
  readonly keepData: boolean;
  readonly help: boolean;
}

export const UP_USAGE = `Runs Kafka, schema registry and MongoDB until it is told to stop: npm run stack:up -- [options]

  --dir DIR              where data, logs and stack.json are (default .local)
  --keep-data            keep the data of the run before
${CLUSTER_USAGE}
  --help                 show this`;

const OPTIONS = {
  dir: { type: 'string' },
  'keep-data': { type: 'boolean' },
  brokers: { type: 'string' },
  mongod: { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** Reads the command lines of `up` and `down`. */
export function parseUpOptions(args: readonly string[]): { options: UpOptions; problems: string[] } {
  const problems: string[] = [];
  const flags = parseFlags(args, OPTIONS, problems);
  return {
    options: {
      dir: flags.text('dir'),
      keepData: flags.isSet('keep-data'),
      help: flags.isSet('help'),
      ...readCluster(flags, problems),
    },
    problems,
  };
}

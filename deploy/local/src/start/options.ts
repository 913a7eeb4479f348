import { readCluster, CLUSTER_USAGE, type ClusterOptions } from './cluster-options';
import { parseFlags, readNumber } from '@tdp/service';

export interface StartOptions extends ClusterOptions {
  /** Processes of enricher and mongo-sink each. */
  readonly replicas: number;
  /** Posts per second of the simulator. */
  readonly rate: number;
  /** Stops by itself after this long; null runs until it is told to stop. */
  readonly seconds: number | null;
  readonly summaryFile: string | null;
  /** A recording to send instead of generated posts. */
  readonly replayFile: string | null;
  readonly replayMode: 'once' | 'loop';
  readonly keepData: boolean;
  /** Creates and changes what is missing on servers of one's own. */
  readonly deployTopics: boolean;
  /** Whether rollups are kept beside the posts. */
  readonly rollups: boolean;
  readonly help: boolean;
}

export const START_USAGE = `Runs the whole pipeline on this machine: npm start -- [options]

  --rate N               posts per second of the simulator, 1 to 10000 (default 100)
  --seconds N            stop by itself after N seconds (default: run until Ctrl-C)
  --summary FILE         write what happened as JSON when it stops
  --replay FILE          send the posts recorded in FILE (NDJSON) instead of generated ones
  --replay-mode MODE     once (default) or loop, with fresh ids each time around
  --keep-data            keep Kafka's and MongoDB's data of the run before
  --deploy-topics        create topics and register schemas on the servers that KAFKA_BROKERS and
                         SCHEMA_REGISTRY_URL name, which are left as they are otherwise
  --without-rollups      posts only: no sums by hour and day for analysts, and the two cores to the others
${CLUSTER_USAGE}
  --replicas N           processes of enricher and mongo-sink each, 1 to 9 (default 1), and a standby of rollup;
                         more than one of anything runs as processes of this host, Docker engine or not
  --help                 show this

Environment: KAFKA_BROKERS, SCHEMA_REGISTRY_URL, MONGODB_URI name servers to use instead of starting them, with
TLS and logins as every service takes them (libs/service/README.md);
X_BEARER_TOKEN, or X_API_KEY and X_API_SECRET, read the real X instead of the simulator;
TDP_STACK=native starts processes even where a Docker engine runs; TDP_CACHE_DIR is where downloads are kept.`;

const OPTIONS = {
  rate: { type: 'string' },
  seconds: { type: 'string' },
  summary: { type: 'string' },
  replay: { type: 'string' },
  'replay-mode': { type: 'string' },
  'keep-data': { type: 'boolean' },
  'deploy-topics': { type: 'boolean' },
  'without-rollups': { type: 'boolean' },
  brokers: { type: 'string' },
  mongod: { type: 'string' },
  replicas: { type: 'string' },
  help: { type: 'boolean' },
} as const;

const MAX_RATE = 10_000;
const MAX_REPLICAS = 9;

/** Reads the command line of `start`; every problem is reported, not the first one only. */
export function parseStartOptions(args: readonly string[]): { options: StartOptions; problems: string[] } {
  const problems: string[] = [];
  const flags = parseFlags(args, OPTIONS, problems);
  const { text } = flags;
  const rate = text('rate');
  const seconds = text('seconds');
  const replayMode = text('replay-mode') ?? 'once';
  if (replayMode !== 'once' && replayMode !== 'loop') {
    problems.push(`--replay-mode must be once or loop, not "${replayMode}"`);
  }
  if (text('replay-mode') && !text('replay')) {
    problems.push('--replay-mode needs --replay');
  }
  const replicas = text('replicas');
  const options: StartOptions = {
    rate: rate === null ? 100 : readNumber('--rate', rate, { min: 1, max: MAX_RATE }, problems),
    seconds: seconds === null ? null : readNumber('--seconds', seconds, { min: 1, max: 86_400 }, problems),
    summaryFile: text('summary'),
    replayFile: text('replay'),
    replayMode: replayMode === 'loop' ? 'loop' : 'once',
    keepData: flags.isSet('keep-data'),
    deployTopics: flags.isSet('deploy-topics'),
    rollups: !flags.isSet('without-rollups'),
    ...readCluster(flags, problems),
    replicas:
      replicas === null ? 1 : readNumber('--replicas', replicas, { min: 1, max: MAX_REPLICAS }, problems),
    help: flags.isSet('help'),
  };
  return { options, problems };
}

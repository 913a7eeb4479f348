import { parseArgs } from 'node:util';

export interface StartOptions {
  /** Posts per second of the simulator. */
  rate: number;
  /** Stops by itself after this long; null runs until it is told to stop. */
  seconds: number | null;
  summaryFile: string | null;
  /** A recording to send instead of generated posts. */
  replayFile: string | null;
  replayMode: 'once' | 'loop';
  keepData: boolean;
  help: boolean;
}

export const START_USAGE = `Runs the whole pipeline on this machine: npm start -- [options]

  --rate N               posts per second of the simulator, 1 to 10000 (default 100)
  --seconds N            stop by itself after N seconds (default: run until Ctrl-C)
  --summary FILE         write what happened as JSON when it stops
  --replay FILE          send the posts recorded in FILE (NDJSON) instead of generated ones
  --replay-mode MODE     once (default) or loop, with fresh ids each time around
  --keep-data            keep Kafka's and MongoDB's data of the run before
  --help                 show this

Environment: KAFKA_BROKERS, SCHEMA_REGISTRY_URL, MONGODB_URI name servers to use instead of starting them;
X_BEARER_TOKEN, or X_API_KEY and X_API_SECRET, read the real X instead of the simulator;
TDP_STACK=native starts processes even where a Docker engine runs; TDP_CACHE_DIR is where downloads are kept.`;

type Flags = Readonly<Record<string, string | boolean | undefined>>;

const OPTIONS = {
  rate: { type: 'string' },
  seconds: { type: 'string' },
  summary: { type: 'string' },
  replay: { type: 'string' },
  'replay-mode': { type: 'string' },
  'keep-data': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

const MAX_RATE = 10_000;

/** Reads the command line of `start`; every problem is reported, not the first one only. */
export function parseStartOptions(args: readonly string[]): { options: StartOptions; problems: string[] } {
  const { values, tokens } = parseArgs({
    args: [...args],
    options: OPTIONS,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const problems: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') problems.push(`unexpected argument "${token.value}"`);
    if (token.kind !== 'option') continue;
    const known = Object.entries(OPTIONS).find(([name]) => name === token.name)?.[1];
    if (!known) problems.push(`unknown option ${token.rawName}`);
    else if (known.type === 'string' && !token.value) problems.push(`${token.rawName} needs a value`);
    else if (known.type === 'boolean' && token.value !== undefined) {
      problems.push(`${token.rawName} takes no value`);
    }
  }
  return { options: toOptions(values, problems), problems };
}

function toOptions(flags: Flags, problems: string[]): StartOptions {
  const text = (name: string): string | null => {
    const value = flags[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const rate = text('rate');
  const seconds = text('seconds');
  const replayMode = text('replay-mode') ?? 'once';
  if (replayMode !== 'once' && replayMode !== 'loop') {
    problems.push(`--replay-mode must be once or loop, not "${replayMode}"`);
  }
  if (text('replay-mode') && !text('replay')) problems.push('--replay-mode needs --replay');
  return {
    rate: rate === null ? 100 : readNumber('--rate', rate, { min: 1, max: MAX_RATE }, problems),
    seconds: seconds === null ? null : readNumber('--seconds', seconds, { min: 1, max: 86_400 }, problems),
    summaryFile: text('summary'),
    replayFile: text('replay'),
    replayMode: replayMode === 'loop' ? 'loop' : 'once',
    keepData: flags['keep-data'] === true,
    help: flags['help'] === true,
  };
}

function readNumber(
  name: string,
  text: string,
  { min, max }: { min: number; max: number },
  problems: string[],
): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    problems.push(`${name} must be a whole number from ${min} to ${max}, not "${text}"`);
  }
  return value;
}

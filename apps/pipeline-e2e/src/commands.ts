import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseFlags, readNumber, systemClock } from '@tdp/service';
import { runBench, type Bench } from './bench/bench';
import { ENRICHER_BENCH } from './bench/enrichers';
import { formatRuns } from './bench/report';
import { SINK_BENCH } from './bench/sinks';
import { runChaos, targetsOf } from './chaos/run-chaos';
import { createSchedule, formatEvent } from './chaos/schedule';
import { startCluster } from './cluster/cluster';
import { FAULTS } from './faults/catalogue';
import { COVERED } from './faults/covered';
import { formatReport } from './faults/report';
import { runFaults } from './faults/run-faults';
import { CLUSTER_LIKE_X } from './faults/shapes';

export interface CommandContext {
  /** The checkout's root. */
  readonly repo: string;
  readonly write: (text: string) => void;
  readonly signal: AbortSignal;
}

const EXIT_USAGE = 2;

const USAGE = `npm run faults -- [NAME...] [--rounds N] [--list]
  runs the named faults, or all, and prints a table; --rounds is for rolling-restart (default 5)
npm run chaos -- [--seconds N] [--seed N]
  ends and stops processes at random for N seconds (default 300); the seed (default 1) reproduces the schedule
npm run bench:enricher -- [--posts N] [--warm N] [--rounds N] [--dir DIR] [--profile] [--alone]
npm run bench:sink -- [the same]
  drains N posts (default 200000, after 50000 to get warm) by turns (default 2) with the enricher and with kafkajs that
  copies them unread, or with mongo-sink and with Kafka Connect
`;

const BENCHES: Readonly<Record<string, Bench>> = {
  'bench-enricher': ENRICHER_BENCH,
  'bench-sink': SINK_BENCH,
};

/** Runs one of them; answers with the exit code. */
export async function runCommand(args: readonly string[], context: CommandContext): Promise<number> {
  const [command, ...rest] = args;
  if (command === 'faults') {
    return await faults(rest, context);
  }
  if (command === 'chaos') {
    return await chaos(rest, context);
  }
  const bench = command === undefined ? undefined : BENCHES[command];
  if (command !== undefined && bench !== undefined) {
    return await benchmark(command, bench, rest, context);
  }
  context.write(USAGE);
  return EXIT_USAGE;
}

async function faults(args: readonly string[], context: CommandContext): Promise<number> {
  const { repo, write, signal } = context;
  const names = args.filter((arg, at) => !arg.startsWith('--') && args[at - 1] !== '--rounds');
  const problems = names
    .filter((name) => !FAULTS.some((fault) => fault.name === name))
    .map((name) => `unknown fault ${name}: --list shows them`);
  const types = { rounds: { type: 'string' }, list: { type: 'boolean' } } as const;
  const flags = parseFlags(
    args.filter((arg) => !names.includes(arg)),
    types,
    problems,
  );
  const rounds = readNumber('--rounds', flags.text('rounds') ?? '5', { min: 1, max: 1_000 }, problems);
  if (problems.length > 0) {
    return usage(context, problems);
  }
  if (flags.isSet('list')) {
    for (const { name, title } of FAULTS) {
      write(`  ${name.padEnd(16)} ${title}\n`);
    }
    return 0;
  }
  const chosen = names.length === 0 ? FAULTS : FAULTS.filter(({ name }) => names.includes(name));
  const { dir, say } = openLog(context, 'faults');
  const results = await runFaults({ faults: chosen, repo, rounds, dir, signal, say });
  const report = formatReport(results, names.length === 0 ? COVERED : []);
  writeFileSync(path.join(dir, 'report.md'), `${report}\n`);
  write(`\n${report}\n`);
  return results.every((result) => result.problems.length === 0) ? 0 : 1;
}

async function chaos(args: readonly string[], context: CommandContext): Promise<number> {
  const { repo, write, signal } = context;
  const problems: string[] = [];
  const flags = parseFlags(args, { seconds: { type: 'string' }, seed: { type: 'string' } }, problems);
  const number = (name: string, otherwise: string, max: number): number =>
    readNumber(`--${name}`, flags.text(name) ?? otherwise, { min: 1, max }, problems);
  const seconds = number('seconds', '300', 86_400);
  const seed = number('seed', '1', 2 ** 31);
  if (problems.length > 0) {
    return usage(context, problems);
  }
  const { dir, say } = openLog(context, 'chaos');
  const cluster = await startCluster({ shape: CLUSTER_LIKE_X, repo, dir, rate: 750, signal, say });
  try {
    const schedule = createSchedule({ seed, seconds, targets: targetsOf(cluster) });
    write(`\nschedule of seed ${seed}:\n${schedule.map(formatEvent).join('\n')}\n\n`);
    const { account, figures, problems: found } = await runChaos({ cluster, schedule, signal, say });
    const title = `${seconds} s, seed ${seed}`;
    const result = { name: 'chaos', title, figures, problems: found, account, seconds };
    write(`\n${formatReport([result], [])}\n`);
    return found.length === 0 ? 0 : 1;
  } finally {
    await cluster.stop();
    rmSync(cluster.stack.dir.data, { recursive: true, force: true });
  }
}

async function benchmark(
  command: string,
  bench: Bench,
  args: readonly string[],
  context: CommandContext,
): Promise<number> {
  const { repo, write, signal } = context;
  const problems: string[] = [];
  const types = {
    posts: { type: 'string' },
    warm: { type: 'string' },
    rounds: { type: 'string' },
    dir: { type: 'string' },
    profile: { type: 'boolean' },
    alone: { type: 'boolean' },
  } as const;
  const flags = parseFlags(args, types, problems);
  const number = (name: 'posts' | 'warm' | 'rounds', otherwise: string): number =>
    readNumber(`--${name}`, flags.text(name) ?? otherwise, { min: 1, max: 10_000_000 }, problems);
  const [posts, warm, rounds] = [number('posts', '200000'), number('warm', '50000'), number('rounds', '2')];
  if (problems.length > 0) {
    return usage(context, problems);
  }
  const parent = flags.text('dir');
  const { dir, say } = openLog(context, command, parent ? path.resolve(parent) : undefined);
  const profileDir = flags.isSet('profile') ? dir : null;
  const alone = flags.isSet('alone');
  const runs = await runBench({ bench, repo, dir, posts, warm, rounds, profileDir, alone, signal, say });
  write(`\n${formatRuns(runs, bench.words)}\n`);
  return 0;
}

function openLog(
  { repo, write }: CommandContext,
  what: string,
  parent = path.join(repo, '.local'),
): { dir: string; say: (line: string) => void } {
  const startedAt = systemClock.monotonic();
  const dir = path.join(parent, `${what}-${process.pid}`);
  mkdirSync(dir, { recursive: true });
  const say = (line: string): void => {
    const seconds = ((systemClock.monotonic() - startedAt) / 1000).toFixed(0);
    write(`${seconds.padStart(5)} s  ${line}\n`);
  };
  say(`logs: ${dir}`);
  return { dir, say };
}

function usage({ write }: CommandContext, problems: readonly string[]): number {
  write(`${problems.map((problem) => `  - ${problem}`).join('\n')}\n${USAGE}`);
  return EXIT_USAGE;
}

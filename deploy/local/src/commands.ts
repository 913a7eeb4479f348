import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '@tdp/service';
import { BI_USAGE, parseBiOptions } from './bi/options';
import { runBi } from './bi/run-bi';
import { startDockerBackend, startDockerStack } from './docker/docker-backend';
import { hasDockerEngine } from './fetch/docker';
import { createProgress, type Output } from './fetch/progress';
import { startNativeBackend } from './native/native-backend';
import { startStack, type Endpoints } from './native/start-stack';
import { clusterProblems } from './start/cluster-options';
import { parseStartOptions, START_USAGE } from './start/options';
import { withServersRead } from './start/connections';
import { runStart } from './start/run-start';
import { decideXAccess } from './start/x-credentials';
import { runUp, stopRunning } from './up';
import { parseUpOptions, UP_USAGE } from './up-options';
import { runVerify } from './verify/run-verify';
import { selectSteps } from './verify/steps';

export interface CommandContext {
  /** The checkout's root. */
  readonly repo: string;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly output: Output;
  readonly stopSignal: AbortSignal;
}

export const EXIT_USAGE = 2;

export const USAGE = `Usage: local-stack <command>

  start [options]   run the whole pipeline (npm start -- --help)
  verify [step...]  lint, typecheck and test everything: format, lint, typecheck, unit, int, e2e; all adds bi and clone
  up [options]      run only Kafka, schema registry and MongoDB, until it is told to stop
  down [--dir DIR]  stop what \`start\` or \`up\` runs
  bi [options]      run Trino over the tables for analysts, and dashboards (npm run bi -- --help)`;

type Command = (args: readonly string[], context: CommandContext) => Promise<number>;

const COMMANDS: Readonly<Record<string, Command>> = { start, verify, up, down, bi };

/** Runs one command of the command line; answers with the exit code. */
export async function runCommand(args: readonly string[], context: CommandContext): Promise<number> {
  const [name = 'help', ...rest] = args;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command) {
    return await command(rest, context);
  }
  context.output.write(`${USAGE}\n`);
  return ['help', '--help'].includes(name) ? 0 : EXIT_USAGE;
}

async function start(args: readonly string[], context: CommandContext): Promise<number> {
  const { clock, output, repo, stopSignal } = context;
  const { options: given, problems } = parseStartOptions(args);
  if (given.help) {
    output.write(`${START_USAGE}\n`);
    return 0;
  }
  const env = withServersRead(context.env);
  const options = {
    ...given,
    replayFile: given.replayFile && resolvePath(given.replayFile, env),
    summaryFile: given.summaryFile && resolvePath(given.summaryFile, env),
  };
  const access = decideXAccess(env, options.replayFile !== null);
  if (options.replayFile && !existsSync(options.replayFile)) {
    problems.push(`--replay: no file ${options.replayFile}`);
  }
  if (options.summaryFile && !existsSync(path.dirname(options.summaryFile))) {
    problems.push(`--summary: no folder ${path.dirname(options.summaryFile)}`);
  }
  problems.push(...clusterProblems(options, env));
  if (problems.length + access.problems.length > 0) {
    return reportUsage(output, [...problems, ...access.problems], 'npm start -- --help shows the options.');
  }
  const progress = createProgress(output);
  const dir = path.join(repo, '.local');
  const { brokers, mongods, replicas, keepData, deployTopics } = options;
  const stack = { dir, fresh: !keepData, env, clock, progress, repo };
  // Containers run one of each: what shows how a cluster fares needs processes.
  const useDocker = brokers * mongods * replicas === 1 && (await hasDockerEngine(env));
  return await runStart({
    options,
    from: access.from,
    dir,
    clock,
    output,
    progress,
    stopSignal,
    env,
    startBackend: () =>
      useDocker
        ? startDockerBackend({ ...stack, project: PROJECT })
        : startNativeBackend({ ...stack, brokers, mongods, deployTopics, signal: stopSignal }),
  });
}

async function verify(args: readonly string[], context: CommandContext): Promise<number> {
  const { clock, output, repo, stopSignal } = context;
  const { steps, problems } = selectSteps(args);
  if (problems.length > 0) {
    return reportUsage(output, problems, 'npm test -- [step...]');
  }
  const env = withServersRead(context.env);
  const progress = createProgress(output);
  const dir = path.join(repo, '.local', `test-${process.pid}`);
  const stack = { dir, fresh: true, env, clock, progress, repo };
  const startInfrastructure = async (): Promise<Endpoints & { stop(): Promise<unknown> }> =>
    (await hasDockerEngine(env))
      ? await startDockerStack({
          ...stack,
          disposable: true,
          project: `${PROJECT}-test-${process.pid}`,
          ports: ANY_PUBLISHED_PORTS,
        })
      : await startStack({ ...stack, ports: ANY_PORTS, signal: stopSignal });
  return await runVerify({
    repo,
    dir,
    steps,
    env,
    output,
    progress,
    stopSignal,
    startStack: startInfrastructure,
  });
}

/** Name of the containers' project, as in docker-compose.yml. */
const PROJECT = 'twitter-data-pipeline';
/** Leaves the usual ports to a pipeline that runs beside the tests. */
const ANY_PORTS = { kafka: 0, controller: 0, registry: 0, mongodb: 0 };
const ANY_PUBLISHED_PORTS = { kafka: 0, 'schema-registry': 0, mongodb: 0 };

async function up(args: readonly string[], context: CommandContext): Promise<number> {
  const { output } = context;
  const { options, problems } = parseUpOptions(args);
  if (options.help) {
    output.write(`${UP_USAGE}\n`);
    return 0;
  }
  const env = withServersRead(context.env);
  problems.push(...clusterProblems(options, env));
  if (problems.length > 0) {
    return reportUsage(output, problems, UP_USAGE);
  }
  const { brokers, mongods, keepData } = options;
  const progress = createProgress(output);
  return await runUp({
    ...context,
    env,
    dir: dirOf(options.dir, context),
    fresh: !keepData,
    brokers,
    mongods,
    progress,
  });
}

async function down(args: readonly string[], context: CommandContext): Promise<number> {
  const { options, problems } = parseUpOptions(args);
  if (problems.length > 0) {
    return reportUsage(context.output, problems, USAGE);
  }
  return await stopRunning({ ...context, dir: dirOf(options.dir, context) });
}

async function bi(args: readonly string[], context: CommandContext): Promise<number> {
  const { output } = context;
  const { options, problems } = parseBiOptions(args);
  if (options.help) {
    output.write(`${BI_USAGE}\n`);
    return 0;
  }
  if (problems.length > 0) {
    return reportUsage(output, problems, BI_USAGE);
  }
  const dir =
    options.dir === null ? path.join(context.repo, '.local/bi') : resolvePath(options.dir, context.env);
  const env = withServersRead(context.env);
  const { port, dashboardsPort } = options;
  return await runBi({
    ...context,
    env,
    dir,
    port,
    dashboardsPort: options.dashboards ? dashboardsPort : null,
    progress: createProgress(output),
  });
}

const dirOf = (dir: string | null, { repo, env }: CommandContext): string =>
  dir === null ? path.join(repo, '.local') : resolvePath(dir, env);

/** Paths are relative to where the user typed them; the bootstrap runs elsewhere and passes it on. */
function resolvePath(file: string, env: NodeJS.ProcessEnv): string {
  return path.resolve(env.TDP_WORKING_DIR ?? '.', file);
}

function reportUsage(output: Output, problems: readonly string[], hint: string): number {
  output.write(`${problems.map((problem) => `  - ${problem}`).join('\n')}\n${hint}\n`);
  return EXIT_USAGE;
}

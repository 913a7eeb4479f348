import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '@tdp/service';
import type { Progress } from '../fetch/progress';
import { run, tail } from '../fetch/run';
import { probeBroker, probeMongo, probeRegistry } from '../native/probes';
import type { Endpoints } from '../native/start-stack';
import { DATABASE, withDatabase, type Backend, type Services, type ServiceSettings } from '../start/backend';
import { messageOf, StackError } from '../supervise/stack-error';
import { openStackDir } from '../supervise/stack-dir';
import { waitUntil } from '../supervise/wait-until';

export interface DockerOptions {
  dir: string;
  fresh: boolean;
  env: NodeJS.ProcessEnv;
  clock: Clock;
  progress: Progress;
  repo: string;
}

/** Names and published ports of docker-compose.yml. */
const INFRASTRUCTURE = ['kafka', 'schema-registry', 'mongodb'];
const DEPLOY_JOB = 'kafka-deploy';
const SERVICES = ['ingester', 'enricher', 'mongo-sink'];
const SIMULATOR = 'x-simulator';
const EMITTED_FILE = '/tmp/emitted.txt';
const ENDPOINTS: Endpoints = {
  kafkaBrokers: '127.0.0.1:9092',
  schemaRegistryUrl: 'http://127.0.0.1:8081/apis/ccompat/v7',
  mongodbUri: 'mongodb://127.0.0.1:27017/?directConnection=true',
};
const WATCH_MS = 2_000;
const START_TIMEOUT_MS = 120_000;

export interface DockerStack extends Endpoints {
  compose: Compose;
  logDir: string;
  dataDir: string;
  stop(): Promise<string[]>;
}

type Compose = (args: readonly string[], env?: NodeJS.ProcessEnv) => Promise<string>;

/** Starts Kafka, the schema registry and MongoDB as containers. */
export async function startDockerStack(options: DockerOptions): Promise<DockerStack> {
  const { clock, fresh, progress } = options;
  const dir = await openStackDir(options.dir, { fresh, clock, log: progress.line });
  const compose = createCompose(options);
  const stop = async (): Promise<string[]> => {
    const failure = await compose(['down', '--remove-orphans']).then(() => null, messageOf);
    await dir.release();
    return failure === null ? [] : [failure];
  };
  try {
    if (fresh) await compose(['down', '--volumes', '--remove-orphans']);
    await progress.track('start Kafka, schema registry, MongoDB', () =>
      compose(['up', '--detach', '--wait', ...INFRASTRUCTURE]),
    );
    const probe = async (): Promise<void> => {
      await probeBroker(ENDPOINTS.kafkaBrokers);
      await probeRegistry(ENDPOINTS.schemaRegistryUrl);
      await probeMongo(ENDPOINTS.mongodbUri);
    };
    await waitUntil({ what: 'the containers', check: probe, timeoutMs: START_TIMEOUT_MS, clock });
    return { ...ENDPOINTS, compose, dataDir: dir.data, logDir: dir.logs, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Runs everything as containers. */
export async function startDockerBackend(options: DockerOptions): Promise<Backend> {
  const { progress, clock } = options;
  const stack = await startDockerStack(options);
  const failed = Promise.withResolvers<StackError>();
  let watching = true;
  try {
    await progress.track('build images', () => stack.compose(['build']));
    await progress.track('create topics, register schemas', () => stack.compose(['run', '--rm', DEPLOY_JOB]));
  } catch (error) {
    await stack.stop();
    throw error;
  }
  async function watch(names: readonly string[]): Promise<void> {
    while (watching) {
      const running = await stack.compose(['ps', '--services', '--status', 'running']).catch(() => null);
      const dead = running === null ? undefined : names.find((name) => !running.split('\n').includes(name));
      if (watching && dead) failed.resolve(new StackError(await describeContainer(stack.compose, dead)));
      await clock.sleep(WATCH_MS);
    }
  }
  return {
    ...ENDPOINTS,
    mongodbUri: withDatabase(ENDPOINTS.mongodbUri, DATABASE),
    dataDir: stack.dataDir,
    logDir: stack.logDir,
    processes: () => [],
    failed: failed.promise,
    async startServices(settings) {
      const names = [...SERVICES, ...(settings.from === 'simulator' ? [SIMULATOR] : [])];
      await progress.track(`start ${names.join(', ')}`, () =>
        stack.compose(['up', '--detach', '--wait', ...names], serviceEnv(settings)),
      );
      void watch([...INFRASTRUCTURE, ...names]);
      return dockerServices(stack, names, settings, () => (watching = false));
    },
    async stop() {
      watching = false;
      return await stack.stop();
    },
  };
}

function dockerServices(
  { compose, dataDir }: DockerStack,
  names: readonly string[],
  { from }: ServiceSettings,
  onStop: () => void,
): Services {
  return {
    simulatorUrl: from === 'simulator' ? 'http://127.0.0.1:8080' : null,
    urls: {
      ingester: 'http://127.0.0.1:9464',
      enricher: 'http://127.0.0.1:9465',
      'mongo-sink': 'http://127.0.0.1:9466',
    },
    async emittedFile() {
      const file = path.join(dataDir, 'emitted.txt');
      await mkdir(dataDir, { recursive: true });
      await compose(['cp', `${SIMULATOR}:${EMITTED_FILE}`, file]);
      return file;
    },
    async stopSource() {
      onStop();
      await compose(['stop', 'ingester']);
    },
    async stop() {
      onStop();
      for (const name of names) await compose(['stop', name]);
      const codes = await compose(['ps', '--all', '--format', '{{.Service}} {{.ExitCode}}', ...names]);
      const unclean = codes
        .trim()
        .split('\n')
        .filter((line) => line !== '' && !line.endsWith(' 0'));
      return unclean.map((line) => line.replace(' ', ' ended with exit code '));
    },
  };
}

/** docker-compose.yml takes these from the environment. */
function serviceEnv({ rate, replayFile, replayMode }: ServiceSettings): NodeJS.ProcessEnv {
  return {
    X_SIMULATOR_RATE: String(rate),
    X_SIMULATOR_EMITTED_FILE: EMITTED_FILE,
    ...(replayFile && { X_SIMULATOR_REPLAY_HOST_FILE: replayFile, X_SIMULATOR_REPLAY_MODE: replayMode }),
  };
}

function createCompose({ env, repo }: DockerOptions): Compose {
  let settings: NodeJS.ProcessEnv = {};
  return async (args, added = {}) => {
    settings = { ...settings, ...added }; // the same for every later call, or compose would recreate containers
    const { code, output } = await run('docker', ['compose', '--progress', 'plain', ...args], {
      cwd: repo,
      env: { ...env, ...settings },
    });
    if (code !== 0) {
      throw new StackError(`docker compose ${args.join(' ')} ended with exit code ${code}:\n${tail(output)}`);
    }
    return output;
  };
}

async function describeContainer(compose: Compose, name: string): Promise<string> {
  const logs = await compose(['logs', '--no-color', '--tail', '15', name]).catch(messageOf);
  return `${name} stopped by itself. The end of its log:\n${logs}`;
}

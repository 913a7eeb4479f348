import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '@tdp/service';
import type { Progress } from '../fetch/progress';
import { pickPorts } from '../native/ports';
import { probeBroker, probeMongo, probeRegistry } from '../native/probes';
import type { Endpoints } from '../native/start-stack';
import {
  DATABASE,
  servicesOf,
  SIMULATOR,
  withDatabase,
  type Backend,
  type Services,
  type ServiceSettings,
} from '../start/backend';
import { openStackDir } from '../supervise/stack-dir';
import { messageOf, StackError } from '../supervise/stack-error';
import { waitUntil } from '../supervise/wait-until';
import { createCompose, type Compose } from './compose';
import {
  composeEnv,
  EMITTED_FILE,
  endpointsOf,
  portsEnv,
  PREFERRED_PORTS,
  type PublishedPorts,
} from './compose-env';

export interface DockerOptions {
  readonly dir: string;
  readonly fresh: boolean;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly repo: string;
  /** Name of the compose project. */
  readonly project: string;
  /** Preferred ports of this host, 0 for any; a port in use is replaced by a free one. */
  readonly ports?: Partial<PublishedPorts>;
  /** For tests: nothing of it is left at the end, neither containers nor volumes. */
  readonly disposable?: boolean;
}

/** Names of docker-compose.yml. */
const INFRASTRUCTURE = ['kafka', 'schema-registry', 'mongodb'];
const DEPLOY_JOB = 'kafka-deploy';
const WATCH_MS = 2_000;
const START_TIMEOUT_MS = 120_000;

export interface DockerStack extends Endpoints {
  readonly compose: Compose;
  readonly ports: PublishedPorts;
  readonly logDir: string;
  readonly dataDir: string;
  stop(): Promise<string[]>;
}

/** Starts Kafka, the schema registry and MongoDB as containers. */
export async function startDockerStack(options: DockerOptions): Promise<DockerStack> {
  const { clock, fresh, progress, disposable = false } = options;
  const dir = await openStackDir(options.dir, { fresh, clock, log: progress.line });
  const ports = await pickPorts({ ...PREFERRED_PORTS, ...options.ports });
  const endpoints = endpointsOf(ports);
  const compose = createCompose({ ...options, env: { ...options.env, ...portsEnv(ports) } });
  const down = (forget: boolean): Promise<string> =>
    compose(['down', '--remove-orphans', ...(forget ? ['--volumes'] : [])]);
  const stop = async (): Promise<string[]> => {
    const failure = await down(disposable).then(() => null, messageOf);
    await dir.release();
    return failure === null ? [] : [failure];
  };
  try {
    await down(fresh); // what a run that was killed left behind
    await progress.track('start Kafka, schema registry, MongoDB', () =>
      compose(['up', '--detach', '--wait', ...INFRASTRUCTURE]),
    );
    const probe = async (): Promise<void> => {
      await probeBroker(endpoints.kafkaBrokers);
      await probeRegistry(endpoints.schemaRegistryUrl);
      await probeMongo(endpoints.mongodbUri);
    };
    await waitUntil({ what: 'the containers', check: probe, timeoutMs: START_TIMEOUT_MS, clock });
    return { ...endpoints, compose, ports, dataDir: dir.data, logDir: dir.logs, stop };
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
      if (watching && dead) {
        failed.resolve(new StackError(await describeContainer(stack.compose, dead)));
      }
      await clock.sleep(WATCH_MS);
    }
  }
  return {
    kafkaBrokers: stack.kafkaBrokers,
    schemaRegistryUrl: stack.schemaRegistryUrl,
    mongodbUri: withDatabase(stack.mongodbUri, DATABASE),
    dataDir: stack.dataDir,
    logDir: stack.logDir,
    processes: () => [],
    failed: failed.promise,
    async startServices(settings) {
      const names = [...servicesOf(settings), ...(settings.from === 'simulator' ? [SIMULATOR] : [])];
      await progress.track(`start ${names.join(', ')}`, () =>
        stack.compose(['up', '--detach', '--wait', ...names], composeEnv(settings, options)),
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
  { compose, dataDir, ports }: DockerStack,
  names: readonly string[],
  { from, rollups = true }: ServiceSettings,
  onStop: () => void,
): Services {
  return {
    simulatorUrl: from === 'simulator' ? `http://127.0.0.1:${ports[SIMULATOR]}` : null,
    urls: Object.fromEntries(
      servicesOf({ rollups }).map((name) => [name, `http://127.0.0.1:${ports[name]}`]),
    ),
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
      for (const name of names) {
        await compose(['stop', name]);
      }
      const codes = await compose(['ps', '--all', '--format', '{{.Service}} {{.ExitCode}}', ...names]);
      const unclean = codes
        .trim()
        .split('\n')
        .filter((line) => line !== '' && !line.endsWith(' 0'));
      return unclean.map((line) => line.replace(' ', ' ended with exit code '));
    },
  };
}

async function describeContainer(compose: Compose, name: string): Promise<string> {
  const logs = await compose(['logs', '--no-color', '--tail', '15', name]).catch(messageOf);
  return `${name} stopped by itself. The end of its log:\n${logs}`;
}

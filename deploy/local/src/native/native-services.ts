import { rm } from 'node:fs/promises';
import path from 'node:path';
import {
  mapServices,
  SERVICE_NAMES,
  SERVICE_PORTS,
  SIMULATOR,
  type Services,
  type ServiceSettings,
} from '../start/backend';
import type { ManagedProcess } from '../supervise/supervisor';
import { waitUntil } from '../supervise/wait-until';
import { HOST } from './part';
import { pickPorts } from './ports';
import { httpEnv, ingesterEnv, simulatorEnv, type PipelineEnv } from './service-env';
import type { Stack, StackOptions } from './start-stack';
import { uncleanEnds } from './unclean-ends';

export interface NativeOptions extends StackOptions {
  /** The checkout's root. */
  repo: string;
}

export interface NativeServicesOptions extends NativeOptions {
  stack: Stack;
  settings: ServiceSettings;
  pipelineEnv: PipelineEnv;
}

const READY_TIMEOUT_MS = 60_000;

/** Starts the simulator, then ingester, enricher and mongo-sink side by side, each as a process of its own. */
export async function startNativeServices(options: NativeServicesOptions): Promise<Services> {
  const { repo, env, pipelineEnv, progress, settings, stack } = options;
  const ports = await pickPorts(SERVICE_PORTS);
  const emittedFile = path.join(stack.dir.data, 'emitted.txt');
  const simulatorUrl = settings.from === 'simulator' ? `http://${HOST}:${ports[SIMULATOR]}` : null;
  const started = new Map<string, ManagedProcess>();
  const start = async (name: string, added: NodeJS.ProcessEnv, readyUrl: string): Promise<void> => {
    started.set(name, await startService(options, name, { ...env, ...added }));
    await waitReady(options, started.get(name), readyUrl);
  };

  if (simulatorUrl) {
    await rm(emittedFile, { force: true }); // of an earlier run whose data is kept
    const added = simulatorEnv(settings, { port: ports[SIMULATOR], emittedFile });
    await progress.track('start X simulator', () =>
      start(SIMULATOR, added, `${simulatorUrl}/simulator/status`),
    );
  }
  const urls = mapServices((name) => `http://${HOST}:${ports[name]}`);
  await progress.track('start ingester, enricher, mongo-sink', async () => {
    // Settled, not all: a service that still starts must be known before everything is stopped.
    const outcomes = await Promise.allSettled(
      SERVICE_NAMES.map((name) => {
        const source = name === 'ingester' ? ingesterEnv(repo, env, simulatorUrl) : {};
        const added = { ...pipelineEnv, ...httpEnv(ports[name]), ...source };
        return start(name, added, `${urls[name]}/health/ready`);
      }),
    );
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  });
  return {
    simulatorUrl,
    urls,
    emittedFile: () => Promise.resolve(emittedFile),
    stopSource: async () => void (await started.get('ingester')?.stop()),
    async stop() {
      for (const name of [...SERVICE_NAMES, SIMULATOR]) await started.get(name)?.stop();
      return uncleanEnds([...started.values()]);
    },
  };
}

function startService(
  { repo, stack }: NativeServicesOptions,
  name: string,
  env: NodeJS.ProcessEnv,
): Promise<ManagedProcess> {
  const args = ['--enable-source-maps', path.join(repo, 'apps', name, 'dist/main.js')];
  // Paths in the environment are relative to where the user typed the command.
  const cwd = env.TDP_WORKING_DIR ?? repo;
  return stack.supervisor.start({ name, command: process.execPath, args, env, cwd });
}

async function waitReady(
  { clock, signal }: NativeServicesOptions,
  managed: ManagedProcess | undefined,
  url: string,
): Promise<void> {
  await waitUntil({
    what: managed?.name ?? url,
    check: () => assertOk(url),
    timeoutMs: READY_TIMEOUT_MS,
    clock,
    ...(managed && { process: managed }),
    signal,
  });
}

async function assertOk(url: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(3_000) });
  const body = await response.text();
  if (!response.ok) throw new Error(`${url} answers ${response.status} ${body.slice(0, 300)}`);
}

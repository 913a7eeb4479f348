import { rm } from 'node:fs/promises';
import path from 'node:path';
import {
  SERVICE_NAMES,
  SERVICE_PORTS,
  servicesOf,
  SIMULATOR,
  type ServiceName,
  type Services,
  type ServiceSettings,
} from '../start/backend';
import { startMember, type Member } from '../supervise/member';
import type { ManagedProcess } from '../supervise/supervisor';
import { waitUntil } from '../supervise/wait-until';
import { HOST, memberName, settleAll } from './part';
import { pickPorts } from './ports';
import {
  enricherEnv,
  httpEnv,
  ingesterEnv,
  serviceCommand,
  simulatorEnv,
  type PipelineEnv,
} from './service-env';
import type { Stack, StackOptions } from './start-stack';
import { uncleanEnds } from './unclean-ends';

export interface NativeOptions extends StackOptions {
  /** The checkout's root. */
  readonly repo: string;
}

export interface NativeServicesOptions extends NativeOptions {
  readonly stack: Stack;
  readonly settings: ServiceSettings;
  readonly pipelineEnv: PipelineEnv;
  /** Takes any free ports instead of the usual ones. */
  readonly anyPorts?: boolean;
  /** Over what a service is told otherwise. */
  readonly serviceEnv?: Partial<Record<ServiceName | typeof SIMULATOR, NodeJS.ProcessEnv>>;
}

export interface NativeServices extends Services {
  /** Processes of each service, to stop, kill, pause and start again. */
  readonly members: Readonly<Record<ServiceName | typeof SIMULATOR, readonly Member[]>>;
}

const READY_TIMEOUT_MS = 120_000;

interface Planned {
  readonly service: ServiceName | typeof SIMULATOR;
  readonly name: string;
  readonly port: number;
}

/** Starts the simulator, then ingester, enrichers, mongo-sinks and rollups side by side, each as a process of its own. */
export async function startNativeServices(options: NativeServicesOptions): Promise<NativeServices> {
  const { repo, env, pipelineEnv, progress, settings, stack } = options;
  const planned = await plan(options);
  const emittedFile = path.join(stack.dir.data, 'emitted.txt');
  const urlOf = ({ port }: Planned): string => `http://${HOST}:${port}`;
  const simulator = planned.find(({ service }) => service === SIMULATOR);
  const simulatorUrl = simulator ? urlOf(simulator) : null;
  const members: Record<Planned['service'], Member[]> = {
    ingester: [],
    enricher: [],
    'mongo-sink': [],
    rollup: [],
    [SIMULATOR]: [],
  };
  const start = async (one: Planned, added: NodeJS.ProcessEnv, health: string): Promise<void> => {
    const all = { ...env, ...added, ...options.serviceEnv?.[one.service] };
    const { member, ready } = await startService(options, one, all, `${urlOf(one)}${health}`);
    members[one.service].push(member);
    await ready;
  };

  if (simulator) {
    await rm(emittedFile, { force: true }); // of an earlier run whose data is kept
    const added = simulatorEnv(settings, { port: simulator.port, emittedFile });
    await progress.track('start X simulator', () => start(simulator, added, '/simulator/status'));
  }
  const services = planned.filter(({ service }) => service !== SIMULATOR);
  const own: Partial<Record<Planned['service'], NodeJS.ProcessEnv>> = {
    ingester: ingesterEnv(repo, env, simulatorUrl),
    enricher: enricherEnv(repo, env),
  };
  await progress.track(`start ${services.map(({ name }) => name).join(', ')}`, () =>
    settleAll(
      services.map((one) =>
        start(one, { ...pipelineEnv, ...httpEnv(one.port), ...own[one.service] }, '/health/ready'),
      ),
    ),
  );
  return {
    simulatorUrl,
    urls: Object.fromEntries(services.map((one) => [one.name, urlOf(one)])),
    members,
    emittedFile: () => Promise.resolve(emittedFile),
    stopSource: async () => void (await Promise.all(members.ingester.map((member) => member.stop()))),
    async stop() {
      for (const name of [...SERVICE_NAMES, SIMULATOR] as const) {
        await Promise.all(members[name].map((member) => member.stop()));
      }
      return uncleanEnds(
        Object.values(members)
          .flat()
          .map((member) => member.process()),
      );
    },
  };
}

/** X allows one connection to its stream; one process counts, another stands by. */
const MOST: Partial<Record<ServiceName, number>> = { ingester: 1, rollup: 2 };

/** Which processes there are, and on which port each listens. */
async function plan({ settings, anyPorts = false }: NativeServicesOptions): Promise<Planned[]> {
  const { from, replicas = 1 } = settings;
  const named: Omit<Planned, 'port'>[] =
    from === 'simulator' ? [{ service: SIMULATOR, name: SIMULATOR }] : [];
  for (const service of servicesOf(settings)) {
    const count = Math.min(replicas, MOST[service] ?? replicas);
    for (let index = 0; index < count; index += 1) {
      named.push({ service, name: memberName(service, index, count) });
    }
  }
  const wanted = named.map(({ service, name }) => [
    name,
    anyPorts || name !== service ? 0 : SERVICE_PORTS[service],
  ]);
  const ports = await pickPorts(Object.fromEntries(wanted) as Record<string, number>);
  return named.map((one) => ({ ...one, port: ports[one.name] ?? 0 }));
}

function startService(
  { repo, stack, clock, signal }: NativeServicesOptions,
  { service, name }: Planned,
  env: NodeJS.ProcessEnv,
  readyUrl: string,
): Promise<{ member: Member; ready: Promise<void> }> {
  return startMember({
    supervisor: stack.supervisor,
    spec: {
      name,
      ...serviceCommand({ repo, service, env }),
      // Paths in the environment are relative to where the user typed the command.
      cwd: env.TDP_WORKING_DIR ?? repo,
    },
    ready: (process: ManagedProcess) =>
      waitUntil({
        what: name,
        check: () => assertOk(readyUrl),
        timeoutMs: READY_TIMEOUT_MS,
        clock,
        process,
        signal,
      }),
  });
}

async function assertOk(url: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(3_000) });
  const body = await response.text();
  if (!response.ok) {
    throw new Error(`${url} answers ${response.status} ${body.slice(0, 300)}`);
  }
}

import { redactUserInfo, type Clock } from '@tdp/service';
import { fetchArtifacts, partsToStart, type Part } from '../fetch/fetch-artifacts';
import type { Progress } from '../fetch/progress';
import { openStackDir, type StackDir } from '../supervise/stack-dir';
import { readConnections } from '../start/connections';
import { messageOf, StackError } from '../supervise/stack-error';
import type { Member } from '../supervise/member';
import { createSupervisor, type ManagedProcess, type Supervisor } from '../supervise/supervisor';
import { assertSameCluster } from './cluster-size';
import { startKafka } from './kafka';
import { startMongod } from './mongod';
import type { Advertise, PartContext, StartedPart } from './part';
import { pickStackPorts, type PreferredPorts } from './ports';
import { probeBroker, probeMongo, probeRegistry } from './probes';
import { startRegistry } from './registry';
import { envFor } from './service-env';

export interface StackOptions {
  /** Holds data, logs and pid files of this stack. */
  readonly dir: string;
  /** Start with empty data. */
  readonly fresh: boolean;
  /** KAFKA_BROKERS, SCHEMA_REGISTRY_URL, MONGODB_URI: a part that is named here is used instead of started. */
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly progress: Progress;
  /** Preferred ports, 0 for any; a port in use is replaced by a free one. */
  readonly ports?: Partial<PreferredPorts>;
  /** Nodes of the Kafka cluster, each broker and controller; 1 when absent. */
  readonly brokers?: number;
  /** Members of the replica set; 1 when absent. */
  readonly mongods?: number;
  /** Puts a proxy between clients and each broker and mongod. */
  readonly advertise?: Advertise;
  /** Over the stack's own, e.g. another limit for a test. */
  readonly brokerProperties?: Readonly<Record<string, string>>;
  /** Gives up starting when it aborts. */
  readonly signal?: AbortSignal;
}

export interface Endpoints {
  /** `host:port`, comma separated. */
  readonly kafkaBrokers: string;
  readonly schemaRegistryUrl: string;
  readonly mongodbUri: string;
}

export interface Stack extends Endpoints {
  readonly dir: StackDir;
  /** The processes of each part that was started here, to stop, kill, pause and start again. */
  readonly members: StackMembers;
  /** For what else runs on this stack and must not outlive it. */
  readonly supervisor: Supervisor;
  readonly processes: () => readonly ManagedProcess[];
  /** Resolves when a process of the stack dies by itself. */
  readonly failed: Promise<StackError>;
  /** Stops every process and gives the folder free. Idempotent. */
  stop(): Promise<void>;
}

export interface StackMembers {
  readonly brokers: readonly Member[];
  readonly mongods: readonly Member[];
  readonly registry: readonly Member[];
}

/** Starts Kafka, the schema registry and MongoDB side by side, and stops all of them if one fails. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { clock, env, fresh, progress, signal, brokers = 1, mongods = 1, brokerProperties = {} } = options;
  const parts = partsToStart(env);
  await probeGiven(env);
  const artifacts = await fetchArtifacts({ parts, env, progress }).catch((error: unknown) => {
    throw new StackError(messageOf(error));
  });
  const dir = await openStackDir(options.dir, { fresh, clock, log: progress.line });
  const supervisor = createSupervisor(dir, clock);
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= supervisor.stopAll().then(dir.release));
  try {
    await assertSameCluster(dir.data, { brokers, mongods });
    const context: PartContext = {
      artifacts,
      clock,
      dir,
      env: envFor('infrastructure', env),
      ports: await pickStackPorts({ brokers, mongods, preferred: options.ports ?? {} }),
      supervisor,
      signal,
      advertise: options.advertise,
      brokerProperties,
    };
    const { kafka, registry, mongodb } = await startParts(parts, context, env, progress);
    return {
      kafkaBrokers: kafka.endpoint,
      schemaRegistryUrl: registry.endpoint,
      mongodbUri: mongodb.endpoint,
      members: { brokers: kafka.members, mongods: mongodb.members, registry: registry.members },
      dir,
      supervisor,
      processes: supervisor.processes,
      failed: supervisor.failed,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startParts(
  parts: readonly Part[],
  context: PartContext,
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<Record<Part, StartedPart>> {
  const start = (
    part: Part,
    label: string,
    work: (context: PartContext) => Promise<StartedPart>,
    given = '',
  ): Promise<StartedPart> =>
    parts.includes(part)
      ? progress.track(label, () => work(context))
      : Promise.resolve({ endpoint: given, members: [] });
  // Settled, not all: a part that still starts must be known before everything is stopped.
  const [kafka, registry, mongodb] = await Promise.allSettled([
    start('kafka', 'start Kafka', startKafka, env.KAFKA_BROKERS),
    start('registry', 'start schema registry', startRegistry, env.SCHEMA_REGISTRY_URL),
    start('mongodb', 'start MongoDB', startMongod, env.MONGODB_URI),
  ]);
  if (kafka.status === 'rejected' || registry.status === 'rejected' || mongodb.status === 'rejected') {
    const reasons = [kafka, registry, mongodb].flatMap((part) =>
      part.status === 'rejected' ? [messageOf(part.reason)] : [],
    );
    throw new StackError(reasons.join('\n\n'));
  }
  return { kafka: kafka.value, registry: registry.value, mongodb: mongodb.value };
}

/** Endpoints that were named have to answer: all that do not are reported at once. */
async function probeGiven(env: NodeJS.ProcessEnv): Promise<void> {
  const { KAFKA_BROKERS, SCHEMA_REGISTRY_URL, MONGODB_URI } = env;
  const { kafka, registry, mongo } = readConnections(env);
  const probes: [name: string, Promise<unknown>][] = [];
  if (KAFKA_BROKERS) {
    const brokers = KAFKA_BROKERS.split(',').map((broker) => broker.trim());
    probes.push(['KAFKA_BROKERS', Promise.any(brokers.map((broker) => probeBroker(broker, kafka)))]);
  }
  if (SCHEMA_REGISTRY_URL) {
    probes.push(['SCHEMA_REGISTRY_URL', probeRegistry(SCHEMA_REGISTRY_URL, registry)]);
  }
  if (MONGODB_URI) {
    probes.push(['MONGODB_URI', probeMongo(MONGODB_URI, mongo)]);
  }
  const outcomes = await Promise.allSettled(probes.map(([, probe]) => probe));
  const problems = outcomes.flatMap((outcome, index) =>
    outcome.status === 'rejected' ? [`  - ${probes[index]?.[0]}: ${reasonOf(outcome.reason)}`] : [],
  );
  if (problems.length > 0) {
    throw new StackError(`Servers named in the environment cannot be used:\n${problems.join('\n')}`);
  }
}

function reasonOf(error: unknown): string {
  const reason = error instanceof AggregateError ? error.errors.map(messageOf).join('; ') : messageOf(error);
  return redactUserInfo(reason);
}

import path from 'node:path';
import {
  connectObserver,
  createProgress,
  createSimulator,
  DATABASE,
  deploy,
  startNativeServices,
  startStack,
  withDatabase,
  type Advertise,
  type Member,
  type NativeServices,
  type PipelineEnv,
  type ServiceName,
  type SIMULATOR,
  type Stack,
} from '@tdp/local-stack';
import { createLogger, systemClock } from '@tdp/service';
import { createOperator, type ClusterOperator } from '@tdp/streaming';
import { startTcpProxy, type TcpProxy } from '@tdp/testing';
import type { Accountable } from './settle';

/** How many of everything there are, and what stands between. */
export interface ClusterShape {
  readonly brokers: 1 | 3;
  readonly mongods: 1 | 3;
  /** Enrichers and mongo-sinks each. */
  readonly replicas: number;
  /** Whether clients reach brokers, mongods and registry through proxies. */
  readonly proxied?: boolean;
  /** What is more, for a service. */
  readonly serviceEnv?: Partial<Record<ServiceName | typeof SIMULATOR, NodeJS.ProcessEnv>>;
  readonly brokerProperties?: Readonly<Record<string, string>>;
}

export interface ClusterOptions {
  readonly shape: ClusterShape;
  /** The checkout's root. */
  readonly repo: string;
  /** Of this cluster alone: logs, data. */
  readonly dir: string;
  readonly rate: number;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

export interface Proxies {
  readonly kafka: readonly TcpProxy[];
  readonly mongodb: readonly TcpProxy[];
  readonly registry: readonly TcpProxy[];
}

/** A whole pipeline on servers of its own, each of which can be ended, paused and cut off. */
export interface Cluster extends Accountable {
  readonly shape: ClusterShape;
  readonly stack: Stack;
  readonly services: NativeServices;
  readonly operator: ClusterOperator;
  /** Before every server where the shape says so: services know no other way then. */
  readonly proxies: Proxies;
  readonly logDir: string;
  /** Creates topics that are absent. */
  deployAgain(): Promise<unknown>;
  /** Every process of ingester, enricher and mongo-sink. */
  serviceMembers(): readonly Member[];
  stop(): Promise<void>;
}

const NO_USUAL_PORTS = { kafka: 0, controller: 0, registry: 0, mongodb: 0 };
/** The pipeline under test has no settings of whoever runs it, nor keys to X. */
const INHERITED = ['PATH', 'HOME', 'JAVA_HOME', 'LANG', 'TMPDIR', 'XDG_CACHE_HOME', 'TDP_CACHE_DIR'];

/** Starts servers, proxies, topics and services; posts flow when it resolves. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { shape, repo, dir, rate, signal, say } = options;
  const kafka: TcpProxy[] = [];
  const mongodb: TcpProxy[] = [];
  const registry: TcpProxy[] = [];
  const advertise: Advertise = async (part, target) => {
    const proxy = await startTcpProxy({ target });
    (part === 'kafka' ? kafka : mongodb).push(proxy);
    return proxy.port;
  };
  const env = Object.fromEntries(INHERITED.map((name) => [name, process.env[name]]));
  const native = {
    ...{ repo, dir, env, signal, brokers: shape.brokers, mongods: shape.mongods },
    ...(shape.proxied === true && { advertise }),
    ...{ fresh: true, clock: systemClock, ports: NO_USUAL_PORTS },
    ...(shape.brokerProperties && { brokerProperties: shape.brokerProperties }),
    progress: createProgress({ write: (text: string) => say(text.trimEnd()) }),
  };
  const stack = await startStack(native);
  const closing: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) {
      await close().catch(() => undefined);
    }
    await stack.stop();
    await Promise.all([...kafka, ...mongodb, ...registry].map((proxy) => proxy.close()));
  };
  try {
    let registryUrl = stack.schemaRegistryUrl;
    if (shape.proxied === true) {
      const proxy = await proxyOf(registryUrl);
      registry.push(proxy);
      registryUrl = throughProxy(registryUrl, proxy.port);
    }
    const pipelineEnv: PipelineEnv = {
      KAFKA_BROKERS: stack.kafkaBrokers,
      SCHEMA_REGISTRY_URL: registryUrl,
      MONGODB_URI: withDatabase(stack.mongodbUri, DATABASE),
    };
    await deploy({ repo, env }, pipelineEnv);
    const services = await startNativeServices({
      ...native,
      ...{ stack, pipelineEnv, anyPorts: true },
      settings: {
        rate,
        replayFile: null,
        replayMode: 'once',
        from: 'simulator',
        replicas: shape.replicas,
        rollups: false,
      },
      ...(shape.serviceEnv && { serviceEnv: shape.serviceEnv }),
    });
    closing.push(() => services.stop());
    const observer = await connectObserver({
      endpoints: { ...stack, mongodbUri: pipelineEnv.MONGODB_URI },
      logger: createLogger({ service: 'faults', version: 'test', level: 'fatal' }),
    });
    closing.push(() => observer.close());
    return {
      ...{ shape, stack, services, observer, stop },
      operator: createOperator(observer.kafka),
      emittedFile: () => services.emittedFile(),
      simulator: createSimulator(services.simulatorUrl ?? ''),
      proxies: { kafka, mongodb, registry },
      logDir: path.join(dir, 'logs'),
      deployAgain: () => deploy({ repo, env }, pipelineEnv),
      serviceMembers: () =>
        (['ingester', 'enricher', 'mongo-sink'] as const).flatMap((name) => services.members[name]),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function proxyOf(url: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(url);
  return await startTcpProxy({ target: { host: hostname, port: Number(port) } });
}

function throughProxy(url: string, port: number): string {
  const proxied = new URL(url);
  proxied.port = String(port);
  return proxied.href;
}

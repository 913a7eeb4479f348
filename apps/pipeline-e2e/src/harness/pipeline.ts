import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort, stackEndpoints, uniqueName, waitUntil } from '@tdp/testing';
import { MongoClient, type Db } from 'mongodb';
import { REPO, startApp, type AppProcess } from './app-process';

export type ServiceName = 'ingester' | 'enricher' | 'mongo-sink';

/** Bundles of another release than the one that is built: where each project's is. */
export type Release = (project: string) => string;

/** A whole pipeline of separate processes with topics and a database of its own. */
export interface Pipeline {
  readonly prefix: string;
  readonly db: Db;
  readonly brokers: readonly string[];
  readonly registryUrl: string;
  /** File with one line `<id> <epoch ms>` per post the simulator wrote to the stream. */
  readonly emittedFile: string;
  readonly simulatorUrl: string;
  service(name: ServiceName): AppProcess;
  /** Starts a service, of the built release or of another one; resolves when it is ready. */
  startService(name: ServiceName, release?: Release): Promise<void>;
  /** Deploys topics and schemas, as another release has them. */
  deploy(release: Release): Promise<void>;
  simulator(method: string, route: string, body?: object): Promise<Record<string, unknown>>;
  /** Stops everything that still runs; returns the services' exit codes. */
  stop(): Promise<Readonly<Record<string, number | string>>>;
}

export interface PipelineOptions {
  /** Posts per second. */
  readonly rate: number;
  readonly replayFile?: string;
}

/** Deploys topics and schemas, then starts simulator, ingester, enricher and mongo-sink. */
export async function startPipeline(options: PipelineOptions): Promise<Pipeline> {
  const stack = stackEndpoints(process.env);
  const prefix = `${uniqueName('e2e')}-`;
  const logDir = mkdtempSync(path.join(os.tmpdir(), 'tdp-e2e-'));
  const emittedFile = path.join(logDir, 'emitted.txt');
  const mongodbUri = databaseUri(stack.mongodbUri, `${prefix}test`);
  const mongo = await MongoClient.connect(mongodbUri, {
    // The driver would import it dynamically, which jest's sandbox refuses.
    runtimeAdapters: { os },
  });
  const kafkaEnv = {
    KAFKA_BROKERS: stack.kafkaBrokers,
    SCHEMA_REGISTRY_URL: stack.schemaRegistryUrl,
    KAFKA_TOPIC_PREFIX: prefix,
  };
  const bundleOf = (project: string, release?: Release) => ({
    project,
    ...(release && { main: release(project) }),
  });
  const deploy = async (release?: Release): Promise<void> => {
    const code = await startApp({ ...bundleOf('deploy/kafka', release), env: kafkaEnv, logDir }).exited;
    if (code !== 0) {
      throw new Error(`kafka-deploy ended with ${code}; see ${logDir}`);
    }
  };
  await deploy();
  const simulatorPort = await freePort();
  const simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
  const simulatorProcess = startApp({
    project: 'apps/x-simulator',
    logDir,
    env: {
      X_SIMULATOR_PORT: String(simulatorPort),
      X_SIMULATOR_RATE: String(options.rate),
      X_SIMULATOR_EMITTED_FILE: emittedFile,
      ...(options.replayFile && {
        X_SIMULATOR_REPLAY_FILE: options.replayFile,
        X_SIMULATOR_REPLAY_MODE: 'once',
      }),
    },
  });
  await waitUntil(() => isOk(`${simulatorUrl}/simulator/status`), { timeoutMs: 30_000 });

  const running = new Map<ServiceName, AppProcess>();
  const serviceEnv: Record<ServiceName, Record<string, string>> = {
    ingester: {
      ...kafkaEnv,
      X_API_BASE_URL: simulatorUrl,
      X_BEARER_TOKEN: 'simulator-token',
      INGESTER_RULES_FILE: path.join(REPO, 'apps/ingester/rules.yaml'),
    },
    enricher: kafkaEnv,
    'mongo-sink': { ...kafkaEnv, MONGODB_URI: mongodbUri },
  };

  const pipeline: Pipeline = {
    prefix,
    db: mongo.db(),
    brokers: stack.kafkaBrokers.split(','),
    registryUrl: stack.schemaRegistryUrl,
    emittedFile,
    simulatorUrl,
    service(name) {
      const service = running.get(name);
      if (service === undefined) {
        throw new Error(`${name} was not started`);
      }
      return service;
    },
    deploy,
    async startService(name, release) {
      const port = await freePort();
      const env = { ...serviceEnv[name], HTTP_HOST: '127.0.0.1', HTTP_PORT: String(port) };
      const service = startApp({ ...bundleOf(`apps/${name}`, release), env, logDir });
      running.set(name, service);
      await waitUntil(() => isOk(`http://127.0.0.1:${port}/health/ready`), { timeoutMs: 60_000 }).catch(
        () => {
          throw new Error(`${name} did not become ready:\n${service.output().slice(-2_000)}`);
        },
      );
    },
    async simulator(method, route, body) {
      const response = await fetch(`${simulatorUrl}/simulator/${route}`, {
        method,
        ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      return (await response.json()) as Record<string, unknown>;
    },
    async stop() {
      const codes: Record<string, number | string> = {};
      for (const name of ['ingester', 'enricher', 'mongo-sink'] as const) {
        const service = running.get(name);
        if (service !== undefined) {
          codes[name] = await service.stop();
        }
      }
      codes['x-simulator'] = await simulatorProcess.stop();
      await mongo.db().dropDatabase();
      await mongo.close();
      return codes;
    },
  };
  return pipeline;
}

function databaseUri(uri: string, database: string): string {
  const url = new URL(uri);
  url.pathname = `/${database}`;
  return url.href;
}

async function isOk(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

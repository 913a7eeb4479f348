import { mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  connectObserver,
  createSimulator,
  createSupervisor,
  deploy,
  openStackDir,
  startMember,
  type Account,
  type Member,
  type Observer,
  type ServiceName,
  type Simulator,
} from '@tdp/local-stack';
import { createLogger, systemClock } from '@tdp/service';
import { freePort, stackEndpoints, uniqueName, waitUntil } from '@tdp/testing';
import type { Db } from 'mongodb';
import { settle, type Accountable } from '../cluster/settle';

/** The checkout's root. */
export const REPO = path.resolve(__dirname, '../../../..');

/** Bundles of another release than the one that is built: where each project's is. */
export type Release = (project: string) => string;

/** A whole pipeline of separate processes with topics and a database of its own, on servers it shares. */
export interface Pipeline extends Accountable {
  readonly prefix: string;
  readonly db: Db;
  readonly brokers: readonly string[];
  readonly registryUrl: string;
  /** With the database's name. */
  readonly mongodbUri: string;
  service(name: ServiceName): Member;
  /** Starts a service, of the built release or of another one, and waits until it is ready. */
  startService(name: ServiceName, release?: Release): Promise<void>;
  /** Starts it with more settings, and does not wait. */
  launch(name: ServiceName, more?: NodeJS.ProcessEnv, release?: Release): Promise<Member>;
  /** What a service has logged so far. */
  logOf(name: ServiceName): string;
  /** Status and body of a service's answer to whether it is ready; 0 when it does not answer. */
  readiness(name: ServiceName): Promise<{ readonly status: number; readonly body: string }>;
  /**
   * Sends no more posts, lets everything arrive and accounts for every post.
   *
   * @param texts what was sent, by version, where that is known
   */
  settle(texts?: () => Promise<ReadonlyMap<string, string>>): Promise<Account>;
  /** Creates topics that are absent; with the schemas of another release, if one is given. */
  deployAgain(release?: Release): Promise<unknown>;
  /** Stops everything that still runs. */
  stop(): Promise<void>;
}

export interface PipelineOptions {
  /** Posts per second. */
  readonly rate: number;
  readonly replayFile?: string;
}

/** What `npm run build` makes. */
const BUILT: Release = (project) => path.join(REPO, project, 'dist/main.js');

/** Deploys topics and schemas, then starts the simulator; services are started one by one. */
export async function startPipeline(options: PipelineOptions): Promise<Pipeline> {
  const endpoints = stackEndpoints(process.env);
  const prefix = `${uniqueName('e2e')}-`;
  const mongodbUri = databaseUri(endpoints.mongodbUri, `${prefix}test`);
  const dir = await openStackDir(mkdtempSync(path.join(os.tmpdir(), 'tdp-e2e-')), {
    ...{ fresh: true, clock: systemClock, log: () => undefined },
  });
  const supervisor = createSupervisor(dir, systemClock);
  const env = { PATH: process.env['PATH'] ?? '' };
  const kafkaEnv = {
    KAFKA_BROKERS: endpoints.kafkaBrokers,
    SCHEMA_REGISTRY_URL: endpoints.schemaRegistryUrl,
    KAFKA_TOPIC_PREFIX: prefix,
  };
  const deployAgain = (release = BUILT): Promise<unknown> =>
    deploy(
      { repo: REPO, env: { ...env, ...kafkaEnv }, program: release('deploy/kafka') },
      { ...kafkaEnv, MONGODB_URI: mongodbUri },
    );
  const members = new Map<string, { readonly member: Member; readonly port: number }>();

  async function launch(
    app: string,
    settings: NodeJS.ProcessEnv,
    port: number,
    release = BUILT,
  ): Promise<Member> {
    const args = [release(`apps/${app}`)];
    const spec = { name: app, command: process.execPath, args, env: { ...env, ...settings } };
    const { member } = await startMember({ supervisor, spec, ready: () => Promise.resolve() });
    members.set(app, { member, port });
    return member;
  }

  const simulatorPort = await freePort();
  const simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
  const emittedFile = path.join(dir.data, 'emitted.txt');
  const serviceEnv: Record<ServiceName, NodeJS.ProcessEnv> = {
    ingester: {
      ...kafkaEnv,
      X_API_BASE_URL: simulatorUrl,
      X_BEARER_TOKEN: 'simulator-token',
      INGESTER_RULES_FILE: path.join(REPO, 'apps/ingester/rules.yaml'),
    },
    enricher: { ...kafkaEnv, ENRICHER_TOPICS_FILE: path.join(REPO, 'apps/enricher/topics.yaml') },
    ...{ 'mongo-sink': { ...kafkaEnv, MONGODB_URI: mongodbUri }, rollup: { MONGODB_URI: mongodbUri } },
  };
  const logger = createLogger({ service: 'e2e', version: 'test', level: 'fatal' });
  let observer: Observer | undefined;
  const stop = async (): Promise<void> => {
    for (const app of ['ingester', 'enricher', 'mongo-sink', 'rollup']) {
      await members.get(app)?.member.stop();
    }
    await observer?.db.dropDatabase();
    await observer?.close();
    await supervisor.stopAll();
    await dir.release();
  };
  try {
    await deployAgain();
    await launch('x-simulator', simulatorEnv(options, simulatorPort, emittedFile), simulatorPort);
    await waitUntil(() => isOk(`${simulatorUrl}/simulator/status`));
    observer = await connectObserver({
      ...{ endpoints: { ...endpoints, mongodbUri }, logger, topicPrefix: prefix },
    });
  } catch (error) {
    await stop();
    throw error;
  }

  const simulator: Simulator = createSimulator(simulatorUrl);
  const accountable: Accountable = { simulator, observer, emittedFile: () => Promise.resolve(emittedFile) };
  const started = (name: ServiceName) => {
    const service = members.get(name);
    if (service === undefined) {
      throw new Error(`${name} was not started`);
    }
    return service;
  };
  const pipeline: Pipeline = {
    ...accountable,
    ...{ prefix, deployAgain, stop, db: observer.db, mongodbUri },
    brokers: endpoints.kafkaBrokers.split(','),
    registryUrl: endpoints.schemaRegistryUrl,
    service: (name) => started(name).member,
    async launch(name, more = {}, release = BUILT) {
      const port = await freePort();
      const settings = { ...serviceEnv[name], HTTP_HOST: '127.0.0.1', HTTP_PORT: String(port), ...more };
      return await launch(name, settings, port, release);
    },
    async startService(name, release) {
      await pipeline.launch(name, {}, release);
      const isReady = async (): Promise<boolean> => (await pipeline.readiness(name)).status === 200;
      await waitUntil(isReady).catch(() => {
        throw new Error(`${name} did not become ready:\n${pipeline.logOf(name).slice(-2_000)}`);
      });
    },
    logOf: (name) => readFileSync(started(name).member.process().logFile, 'utf8'),
    async readiness(name) {
      try {
        const response = await fetch(`http://127.0.0.1:${started(name).port}/health/ready`);
        return { status: response.status, body: await response.text() };
      } catch (error) {
        return { status: 0, body: String(error) };
      }
    },
    async settle(texts) {
      const signal = new AbortController().signal;
      return (await settle(accountable, { signal, ...(texts && { texts }) })).account;
    },
  };
  return pipeline;
}

function simulatorEnv(
  { rate, replayFile }: PipelineOptions,
  port: number,
  emittedFile: string,
): NodeJS.ProcessEnv {
  return {
    X_SIMULATOR_PORT: String(port),
    X_SIMULATOR_RATE: String(rate),
    X_SIMULATOR_EMITTED_FILE: emittedFile,
    ...(replayFile !== undefined && {
      X_SIMULATOR_REPLAY_FILE: replayFile,
      X_SIMULATOR_REPLAY_MODE: 'once',
    }),
  };
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

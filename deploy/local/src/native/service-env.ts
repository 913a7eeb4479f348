import path from 'node:path';
import { SIMULATOR, type ServiceName, type ServiceSettings } from '../start/backend';
import { HOST } from './part';

/** What every service is told about the infrastructure. */
export type PipelineEnv = Record<'KAFKA_BROKERS' | 'SCHEMA_REGISTRY_URL' | 'MONGODB_URI', string>;

/** Who of these may see a setting is decided by the beginning of its name. */
export type EnvReader = ServiceName | typeof SIMULATOR | 'kafka-deploy' | 'bi' | 'infrastructure';

const KAFKA_CLIENTS: readonly EnvReader[] = ['ingester', 'enricher', 'mongo-sink', 'kafka-deploy'];

/** The first that fits counts; what fits none is for everybody. */
const READERS: readonly (readonly [prefix: RegExp, readers: readonly EnvReader[]])[] = [
  [/^X_SIMULATOR_/, [SIMULATOR]],
  [/^X_/, ['ingester']],
  [/^(KAFKA|SCHEMA_REGISTRY)_/, KAFKA_CLIENTS],
  [/^MONGODB_/, ['mongo-sink', 'rollup', 'bi']],
  // The login of analysts: Trino has it by another name.
  [/^BI_/, []],
  // Read by the registry and the framework it stands on: only the stack itself sets these.
  [/^(QUARKUS|APICURIO)_/, []],
  // The same of Superset.
  [/^(SUPERSET|FLASK|GUNICORN|PYTHON|TDP_SUPERSET)_?/, []],
];

/** The environment without what is none of this process's business: secrets above all. */
export function envFor(reader: EnvReader, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const mayRead = (name: string): boolean =>
    READERS.find(([prefix]) => prefix.test(name))?.[1].includes(reader) ?? true;
  return Object.fromEntries(Object.entries(env).filter(([name]) => mayRead(name)));
}

/** Flags of Node that every service runs with: the image has the same, in NODE_OPTIONS (ADR 0023). */
export const NODE_FLAGS = ['--enable-source-maps', '--max-old-space-size=128', '--max-semi-space-size=8'];
/** For the allocator of everything that is not in V8's heap; the image has the same. */
export const ALLOCATOR_ENV = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
};

/** How a service's bundle is run, as in its image; `flags` are more for Node. */
export function serviceCommand(
  {
    repo,
    service,
    env,
  }: { readonly repo: string; readonly service: EnvReader; readonly env: NodeJS.ProcessEnv },
  flags: readonly string[] = [],
): { readonly command: string; readonly args: readonly string[]; readonly env: NodeJS.ProcessEnv } {
  return {
    command: process.execPath,
    args: [...NODE_FLAGS, ...flags, path.join(repo, 'apps', service, 'dist/main.js')],
    env: { ...ALLOCATOR_ENV, ...envFor(service, env) },
  };
}

const SIMULATOR_TOKEN = 'simulator-token';
const X_API = 'https://api.x.com';

export function simulatorEnv(
  settings: ServiceSettings,
  { port, emittedFile }: { port: number; emittedFile: string },
): NodeJS.ProcessEnv {
  return {
    X_SIMULATOR_HOST: HOST,
    X_SIMULATOR_PORT: String(port),
    X_SIMULATOR_RATE: String(settings.rate),
    X_SIMULATOR_BEARER_TOKEN: SIMULATOR_TOKEN,
    X_SIMULATOR_EMITTED_FILE: emittedFile,
    ...(settings.replayFile && {
      X_SIMULATOR_REPLAY_FILE: settings.replayFile,
      X_SIMULATOR_REPLAY_MODE: settings.replayMode,
    }),
  };
}

export function httpEnv(port: number): NodeJS.ProcessEnv {
  return { HTTP_HOST: HOST, HTTP_PORT: String(port) };
}

/** The topics that posts are enriched with. */
export const enricherEnv = (repo: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ENRICHER_TOPICS_FILE: env.ENRICHER_TOPICS_FILE ?? path.join(repo, 'apps/enricher/topics.yaml'),
});

/** Points the ingester at X or at the simulator; over the simulator, every key to X is taken away from it. */
export function ingesterEnv(
  repo: string,
  env: NodeJS.ProcessEnv,
  simulatorUrl: string | null,
): NodeJS.ProcessEnv {
  const rules = {
    INGESTER_RULES_FILE: env.INGESTER_RULES_FILE ?? path.join(repo, 'apps/ingester/rules.yaml'),
  };
  if (simulatorUrl === null) {
    return { ...rules, X_API_BASE_URL: env.X_API_BASE_URL ?? X_API };
  }
  return {
    ...rules,
    X_API_BASE_URL: simulatorUrl,
    X_BEARER_TOKEN: SIMULATOR_TOKEN,
    X_BEARER_TOKEN_FILE: undefined,
    X_API_KEY: undefined,
    X_API_KEY_FILE: undefined,
    X_API_SECRET: undefined,
    X_API_SECRET_FILE: undefined,
  };
}

import path from 'node:path';
import { z } from 'zod';
import type { Endpoints } from '../native/start-stack';
import { SERVICE_PORTS, type ServiceSettings } from '../start/backend';
import { readSettings } from '../start/read-settings';

/** Where the simulator's container writes what it has sent. */
export const EMITTED_FILE = '/tmp/emitted.txt';

/** Ports of this host that containers are published at; the keys are names of docker-compose.yml. */
export const PREFERRED_PORTS = {
  kafka: 9092,
  'schema-registry': 8081,
  mongodb: 27017,
  ...SERVICE_PORTS,
};

export type PublishedPorts = typeof PREFERRED_PORTS;

const portVariable = (name: string): string => `${name.toUpperCase().replaceAll('-', '_')}_HOST_PORT`;

export function portsEnv(ports: PublishedPorts): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(ports).map(([name, port]) => [portVariable(name), String(port)]));
}

export function endpointsOf(ports: PublishedPorts): Endpoints {
  return {
    kafkaBrokers: `127.0.0.1:${ports.kafka}`,
    schemaRegistryUrl: `http://127.0.0.1:${ports['schema-registry']}/apis/ccompat/v7`,
    mongodbUri: `mongodb://127.0.0.1:${ports.mongodb}/?directConnection=true`,
  };
}

const secretsSchema = z.object({
  X_BEARER_TOKEN: z.string().optional(),
  X_API_KEY: z.string().optional(),
  X_API_SECRET: z.string().optional(),
});

/** What is in the environment of this process stays there. */
const noSecrets = Object.fromEntries(secretsSchema.keyof().options.map((name) => [name, undefined]));

/** What docker-compose.yml takes from the environment: what to send or read, and only for X itself the keys to it. @throws StackError */
export function composeEnv(
  { from, rate, replayFile, replayMode }: ServiceSettings,
  { repo, env }: { repo: string; env: NodeJS.ProcessEnv },
): NodeJS.ProcessEnv {
  const fileOf = (named: string | undefined, own: string): string =>
    named ? path.resolve(env.TDP_WORKING_DIR ?? repo, named) : path.resolve(repo, own);
  return {
    X_SOURCE: from,
    ...noSecrets,
    // A container cannot read a file of the host: the secret itself is passed on.
    ...(from === 'x' && readSettings(secretsSchema, env)),
    INGESTER_RULES_FILE: fileOf(env.INGESTER_RULES_FILE, 'apps/ingester/rules.yaml'),
    ENRICHER_TOPICS_FILE: fileOf(env.ENRICHER_TOPICS_FILE, 'apps/enricher/topics.yaml'),
    X_SIMULATOR_RATE: String(rate),
    X_SIMULATOR_EMITTED_FILE: EMITTED_FILE,
    ...(replayFile && { X_SIMULATOR_REPLAY_HOST_FILE: replayFile, X_SIMULATOR_REPLAY_MODE: replayMode }),
  };
}

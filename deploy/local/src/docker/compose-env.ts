import path from 'node:path';
import { loadConfig } from '@tdp/service';
import { z } from 'zod';
import { ingesterEnv } from '../native/service-env';
import type { Endpoints } from '../native/start-stack';
import { SERVICE_PORTS, SIMULATOR, type ServiceSettings } from '../start/backend';

/** Where the simulator's container writes what it has sent. */
export const EMITTED_FILE = '/tmp/emitted.txt';
/** The simulator as the ingester's container sees it. */
const SIMULATOR_URL = `http://${SIMULATOR}:8080`;

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

/** What docker-compose.yml takes from the environment: what to send or read, and whose keys the ingester gets. */
export function composeEnv(
  { from, rate, replayFile, replayMode }: ServiceSettings,
  { repo, env }: { repo: string; env: NodeJS.ProcessEnv },
): NodeJS.ProcessEnv {
  const source = ingesterEnv(repo, env, from === 'simulator' ? SIMULATOR_URL : null);
  return {
    ...(from === 'x' && readSecrets(env)),
    ...source,
    INGESTER_RULES_FILE: path.resolve(env.TDP_WORKING_DIR ?? repo, source.INGESTER_RULES_FILE ?? ''),
    X_SIMULATOR_RATE: String(rate),
    X_SIMULATOR_EMITTED_FILE: EMITTED_FILE,
    ...(replayFile && { X_SIMULATOR_REPLAY_HOST_FILE: replayFile, X_SIMULATOR_REPLAY_MODE: replayMode }),
  };
}

const secretsSchema = z.object({
  X_BEARER_TOKEN: z.string().optional(),
  X_API_KEY: z.string().optional(),
  X_API_SECRET: z.string().optional(),
});

/** A container cannot read a file of the host: the secret itself is passed on. @throws ConfigError */
function readSecrets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return loadConfig({
    schema: secretsSchema,
    env,
    service: 'local-stack',
    secrets: secretsSchema.keyof().options,
  });
}

import {
  kafkaAccess,
  kafkaConfigShape,
  mongoConfigShape,
  mongoTls,
  registryAccess,
  type KafkaAccess,
  type RegistryAccess,
  type TlsSettings,
} from '@tdp/service';
import { z } from 'zod';
import { isGiven } from '../fetch/given';
import { readSettings } from './read-settings';

/** How the servers that a pipeline stands on are reached, beyond where they are; what is absent is not needed. */
export interface Connections {
  readonly kafka?: KafkaAccess;
  readonly registry?: RegistryAccess;
  readonly mongo?: TlsSettings;
}

/** Settings of connections, none of which must be there. */
export const connectionsSchema = z
  .object({
    ...kafkaConfigShape,
    MONGODB_TLS_CA: mongoConfigShape.MONGODB_TLS_CA,
    MONGODB_TLS_CERT: mongoConfigShape.MONGODB_TLS_CERT,
    MONGODB_TLS_KEY: mongoConfigShape.MONGODB_TLS_KEY,
    MONGODB_TLS_KEY_PASSPHRASE: mongoConfigShape.MONGODB_TLS_KEY_PASSPHRASE,
    // Here it need not name the database.
    MONGODB_URI: z.string().regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://'),
  })
  .omit({ KAFKA_TOPIC_PREFIX: true, KAFKA_CLIENT_ID: true })
  .partial();

/** Reads them as the services do. @throws StackError */
export function readConnections(env: NodeJS.ProcessEnv): Connections {
  const settings = readSettings(connectionsSchema, env);
  return { kafka: kafkaAccess(settings), registry: registryAccess(settings), mongo: mongoTls(settings) };
}

/** The variable that names each server, and the beginning of those about the connection to it. */
const SERVERS = [
  ['KAFKA_BROKERS', /^KAFKA_(TLS|SASL)/],
  ['SCHEMA_REGISTRY_URL', /^SCHEMA_REGISTRY_(USERNAME|PASSWORD|BEARER_TOKEN|TLS)/],
  ['MONGODB_URI', /^MONGODB_TLS/],
] as const;

/**
 * The environment with the servers that it names, and how they are reached, by value, whether it had
 * them so or in files: whatever reads it next need not know about files, and passes on one of the
 * two, not both. Settings for a server that it does not name are left out: one of this program's own
 * takes none.
 *
 * @throws StackError
 */
export function withServersRead(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = SERVERS.filter(([server]) => !isGiven(env, server)).map(([, settings]) => settings);
  const relevant = Object.fromEntries(
    Object.entries(env).filter(([name]) => !foreign.some((settings) => settings.test(name))),
  );
  const settings = readSettings(connectionsSchema, relevant);
  const names = connectionsSchema.keyof().options.flatMap((name) => [name, `${name}_FILE`]);
  const values = Object.entries(settings).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(Object.entries(relevant).filter(([name]) => !names.includes(name))),
    ...Object.fromEntries(values.map(([name, value]) => [name, String(value)])),
  };
}

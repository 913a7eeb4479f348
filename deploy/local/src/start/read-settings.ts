import path from 'node:path';
import { ConfigError, kafkaConfigShape, loadConfig } from '@tdp/service';
import { z } from 'zod';
import { StackError } from '../supervise/stack-error';

/**
 * Reads settings as the services do: NAME, or the file that NAME_FILE names.
 *
 * @throws StackError listing everything that is wrong with them
 */
export function readSettings<S extends z.ZodObject>(schema: S, env: NodeJS.ProcessEnv): Readonly<z.infer<S>> {
  const keys = Object.keys(schema.shape);
  try {
    return loadConfig({ schema, env: withAbsolutePaths(keys, env), service: 'local-stack', secrets: keys });
  } catch (error) {
    throw error instanceof ConfigError ? new StackError(error.message, { cause: error }) : error;
  }
}

/** Paths in the environment are relative to where the user typed the command. */
function withAbsolutePaths(keys: readonly string[], env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const absolute = { ...env };
  for (const key of keys.map((name) => `${name}_FILE`)) {
    const file = env[key];
    if (file) absolute[key] = path.resolve(env.TDP_WORKING_DIR ?? '.', file);
  }
  return absolute;
}

const serversSchema = z.object({
  KAFKA_BROKERS: kafkaConfigShape.KAFKA_BROKERS.optional(),
  SCHEMA_REGISTRY_URL: kafkaConfigShape.SCHEMA_REGISTRY_URL.optional(),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://')
    .optional(),
});

/**
 * The environment with the servers that it names by value, whether it had them so or in files:
 * whatever reads it next need not know about files, and passes on one of the two, not both.
 *
 * @throws StackError
 */
export function withServersRead(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { KAFKA_BROKERS, SCHEMA_REGISTRY_URL, MONGODB_URI } = readSettings(serversSchema, env);
  const names = serversSchema.keyof().options.flatMap((name) => [name, `${name}_FILE`]);
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name))),
    ...(KAFKA_BROKERS && { KAFKA_BROKERS: KAFKA_BROKERS.join(',') }),
    ...(SCHEMA_REGISTRY_URL && { SCHEMA_REGISTRY_URL }),
    ...(MONGODB_URI && { MONGODB_URI }),
  };
}

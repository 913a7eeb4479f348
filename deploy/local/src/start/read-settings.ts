import path from 'node:path';
import { ConfigError, loadConfig } from '@tdp/service';
import type { z } from 'zod';
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
    if (file) {
      absolute[key] = path.resolve(env.TDP_WORKING_DIR ?? '.', file);
    }
  }
  return absolute;
}

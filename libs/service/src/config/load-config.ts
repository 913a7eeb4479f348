import type { z } from 'zod';
import { ConfigError, type ConfigProblem } from './config-error';
import { missingMessage, readValue, unknownKeys, type Environment } from './environment';
import { REDACTED, redactUserInfo } from '../redact';

export interface LoadConfigOptions<S extends z.ZodObject> {
  /** One field per environment variable, named as the variable. */
  readonly schema: S;
  readonly env: Environment;
  /** The app's name; variables that begin with it but are not in the schema are refused. */
  readonly service: string;
  /** Fields whose values must never be printed. */
  readonly secrets: readonly (keyof z.infer<S> & string)[];
}

/**
 * Reads a service's whole configuration from the environment, once. NAME_FILE gives the path
 * of a file that holds NAME (for mounted secrets); a blank value counts as absent.
 * @throws ConfigError listing every missing, malformed or unknown setting
 */
export function loadConfig<S extends z.ZodObject>(options: LoadConfigOptions<S>): Readonly<z.infer<S>> {
  const { schema, env, service } = options;
  const keys = Object.keys(schema.shape);
  const problems: ConfigProblem[] = unknownKeys(env, service, keys);
  const values: Record<string, string> = {};
  for (const key of keys) {
    const value = readValue(env, key, keys, problems);
    if (value !== undefined) {
      values[key] = value;
    }
  }
  const parsed = schema.safeParse(values);
  if (!parsed.success) {
    const reported = new Set(problems.map(({ key }) => key));
    for (const { path, message } of parsed.error.issues) {
      const key = String(path[0] ?? service);
      if (!reported.has(key)) {
        const missing = keys.includes(key) && !(key in values);
        const problem = missing
          ? missingMessage(env, key, keys)
          : describe(key, values, message, options.secrets);
        problems.push({ key, message: problem });
      }
    }
  }
  if (problems.length > 0 || !parsed.success) {
    throw new ConfigError(service, problems);
  }
  return deepFreeze(parsed.data);
}

/** The configuration as it may be logged: secrets and credentials in URIs replaced. */
export function describeConfig(
  config: Readonly<Record<string, unknown>>,
  secrets: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      if (secrets.includes(key)) {
        return [key, value === undefined ? undefined : REDACTED];
      }
      return [key, typeof value === 'string' ? redactUserInfo(value) : value];
    }),
  );
}

function describe(
  key: string,
  values: Readonly<Record<string, string>>,
  message: string,
  secrets: readonly string[],
): string {
  const value = values[key];
  if (value === undefined) {
    return message;
  }
  // A schema's own message may quote the value.
  return secrets.includes(key)
    ? message.replaceAll(value, REDACTED)
    : `${message} (is ${JSON.stringify(redactUserInfo(value))})`;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { ConfigError, type ConfigProblem } from './config-error';
import { errorMessage } from '../error-message';
import { nearest } from './nearest';

export interface LoadConfigOptions<S extends z.ZodObject> {
  /** One field per environment variable, named as the variable. */
  readonly schema: S;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The app's name; variables that begin with it but are not in the schema are refused. */
  readonly service: string;
  /** Fields whose values must never be printed. */
  readonly secrets: readonly (keyof z.infer<S> & string)[];
}

/**
 * Reads a service's whole configuration from the environment, once. NAME_FILE gives the path
 * of a file that holds NAME (for mounted secrets); an empty value counts as absent.
 * @throws ConfigError listing every missing, malformed or unknown setting
 */
export function loadConfig<S extends z.ZodObject>(options: LoadConfigOptions<S>): Readonly<z.infer<S>> {
  const { schema, env, service } = options;
  const keys = Object.keys(schema.shape);
  const problems: ConfigProblem[] = unknownKeys(env, service, keys);
  const values: Record<string, string> = {};
  for (const key of keys) {
    const value = readValue(env, key, problems);
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
        problems.push({ key, message: describe(key, values, message, options.secrets) });
      }
    }
  }
  if (problems.length > 0 || !parsed.success) {
    throw new ConfigError(service, problems);
  }
  return Object.freeze(parsed.data);
}

const REDACTED = '[redacted]';

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

/** Replaces user:password@ in a URI. */
export function redactUserInfo(text: string): string {
  return text.replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^/@\s]+@/gi, `$1${REDACTED}@`);
}

function readValue(
  env: LoadConfigOptions<z.ZodObject>['env'],
  key: string,
  problems: ConfigProblem[],
): string | undefined {
  const direct = env[key] === '' ? undefined : env[key];
  const file = env[`${key}_FILE`];
  if (file === undefined || file === '') {
    return direct;
  }
  if (direct !== undefined) {
    problems.push({ key, message: `set both as ${key} and as ${key}_FILE; keep one` });
    return undefined;
  }
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    problems.push({ key, message: `cannot be read from ${key}_FILE: ${errorMessage(error)}` });
    return undefined;
  }
}

function unknownKeys(
  env: LoadConfigOptions<z.ZodObject>['env'],
  service: string,
  keys: readonly string[],
): ConfigProblem[] {
  const prefix = `${service.toUpperCase().replaceAll('-', '_')}_`;
  const known = new Set(keys.flatMap((key) => [key, `${key}_FILE`]));
  return Object.keys(env)
    .filter((key) => key.startsWith(prefix) && !known.has(key))
    .map((key) => {
      const suggestion = nearest(key, keys);
      const hint = suggestion === undefined ? '' : `; did you mean ${suggestion}?`;
      return { key, message: `is not a setting of ${service}${hint}` };
    });
}

function describe(
  key: string,
  values: Readonly<Record<string, string>>,
  message: string,
  secrets: readonly string[],
): string {
  const value = values[key];
  if (value === undefined) {
    return 'is missing';
  }
  const shown = secrets.includes(key) ? '' : ` (is ${JSON.stringify(redactUserInfo(value))})`;
  return `${message}${shown}`;
}

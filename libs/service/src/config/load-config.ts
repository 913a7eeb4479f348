import type { z } from 'zod';
import { ConfigError, type ConfigProblem } from './config-error';
import { connectionProblems } from './connection-checks';
import { connectionWarnings } from './connection-warnings';
import { misspeltHint, missingMessage, readValue, unknownKeys, type Environment } from './environment';
import { CONNECTION_SECRETS } from './shapes';
import { systemClock } from '../clock';
import { REDACTED, redactUserInfo } from '../redact';

export interface LoadConfigOptions<S extends z.ZodObject> {
  /** One field per environment variable, named as the variable. */
  readonly schema: S;
  readonly env: Environment;
  /** The app's name; variables that begin with it but are not in the schema are refused. */
  readonly service: string;
  /** Fields whose values must never be printed; those of connections are known. */
  readonly secrets: readonly (keyof z.infer<S> & string)[];
  /** Told of each setting that works and should not stay so, such as a certificate that expires soon. */
  readonly warn?: (warning: ConfigProblem) => void;
  /** What certificates are judged by; default: now. Epoch ms. */
  readonly now?: number;
}

/**
 * Reads a service's whole configuration from the environment, once. NAME_FILE gives the path
 * of a file that holds NAME (for mounted secrets); a blank value counts as absent.
 * @throws ConfigError listing every missing, malformed or unknown setting
 */
export function loadConfig<S extends z.ZodObject>(options: LoadConfigOptions<S>): Readonly<z.infer<S>> {
  const { schema, env, service, now = systemClock.now() } = options;
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
  const report = ({ key, message }: ConfigProblem): void => {
    if (!problems.some((problem) => problem.key === key)) {
      problems.push({ key, message });
    }
  };
  for (const { code, path, message } of parsed.error?.issues ?? []) {
    const key = String(path[0] ?? service);
    const isAbsent = code === 'invalid_type' && keys.includes(key) && !(key in values);
    const problem = isAbsent
      ? missingMessage(env, key, keys)
      : describe(key, values, message, options.secrets);
    report({ key, message: problem });
  }
  for (const { key, message } of connectionProblems(values, now)) {
    const hint = key in values ? '' : misspeltHint(env, key, keys);
    report({ key, message: `${message}${hint}` });
  }
  if (problems.length > 0 || !parsed.success) {
    throw new ConfigError(service, problems);
  }
  connectionWarnings(values, now).forEach((warning) => options.warn?.(warning));
  return deepFreeze(parsed.data);
}

/** The configuration as it may be logged: secrets and credentials in URIs replaced. */
export function describeConfig(
  config: Readonly<Record<string, unknown>>,
  secrets: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      if (isSecret(key, secrets)) {
        return [key, value === undefined ? undefined : REDACTED];
      }
      return [key, typeof value === 'string' ? shown(value) : value];
    }),
  );
}

/** The values that no line of a log may contain: of secret settings, and of URLs with credentials in them. */
export function secretValues(
  config: Readonly<Record<string, unknown>>,
  secrets: readonly string[],
): readonly string[] {
  return Object.entries(config).flatMap(([key, value]) =>
    typeof value === 'string' && (isSecret(key, secrets) || redactUserInfo(value) !== value) ? [value] : [],
  );
}

const isSecret = (key: string, secrets: readonly string[]): boolean =>
  secrets.includes(key) || CONNECTION_SECRETS.includes(key);

/** Certificates are no secret, and too long for a line of a log. */
const shown = (value: string): string => (value.includes('-----BEGIN ') ? '[PEM]' : redactUserInfo(value));

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
  return isSecret(key, secrets)
    ? message.replaceAll(value, REDACTED)
    : `${message} (is ${JSON.stringify(shown(withoutUser(value)))})`;
}

/** user:password@host, the scheme forgotten. */
const withoutUser = (value: string): string => value.replace(/^[^\s/?#]*:[^\s/?#]*@/, `${REDACTED}@`);

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

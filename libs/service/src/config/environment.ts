import { readFileSync } from 'node:fs';
import type { ConfigProblem } from './config-error';
import { errorMessage } from '../error-message';
import { nearest } from './nearest';

/** `process.env`, or a literal in a test. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The text of one setting, from NAME or from the file that NAME_FILE names. Blank counts as
 * absent: `z.coerce.number()` would make 0 of it, and of an empty secret file an empty secret.
 */
export function readValue(
  env: Environment,
  key: string,
  keys: readonly string[],
  problems: ConfigProblem[],
): string | undefined {
  const direct = present(env[key]);
  // A setting that is itself called NAME_FILE is a path to use, not where to read NAME from.
  const file = keys.includes(`${key}_FILE`) ? undefined : present(env[`${key}_FILE`]);
  if (file === undefined) {
    return direct;
  }
  if (direct !== undefined) {
    problems.push({ key, message: `set both as ${key} and as ${key}_FILE; keep one` });
    return undefined;
  }
  try {
    const value = present(readFileSync(file, 'utf8').replace(/\r?\n$/, ''));
    if (value === undefined) {
      problems.push({ key, message: `the file that ${key}_FILE names is empty` });
    }
    return value;
  } catch (error) {
    problems.push({ key, message: `cannot be read from ${key}_FILE: ${fileProblem(file, error)}` });
    return undefined;
  }
}

/** Why a file cannot be read, in words, with its path: Node leaves that out for a directory. */
export function fileProblem(file: string, error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EISDIR':
      return `${file} is a directory`;
    case 'ENOENT':
      return `there is no file ${file}`;
    case 'EACCES':
      return `${file} may not be read by this user`;
    default:
      return `${file}: ${errorMessage(error)}`;
  }
}

/** Settings of connections: a misspelt one would leave the connection open, or closed, unnoticed. */
const CONNECTION_PREFIXES = ['KAFKA_TLS_', 'KAFKA_SASL_', 'SCHEMA_REGISTRY_TLS_', 'MONGODB_TLS_'];

/** Variables with the service's prefix, or a connection's, that it does not know: most likely misspelt. */
export function unknownKeys(env: Environment, service: string, keys: readonly string[]): ConfigProblem[] {
  const prefix = `${service.toUpperCase().replaceAll('-', '_')}_`;
  const known = new Set(keys.flatMap((key) => [key, `${key}_FILE`]));
  const connections = CONNECTION_PREFIXES.filter((name) => keys.some((key) => key.startsWith(name)));
  return Object.entries(env)
    .filter(([key, value]) => {
      const isOurs = key.startsWith(prefix) && !isServiceLink(key.slice(prefix.length), value);
      return (isOurs || connections.some((name) => key.startsWith(name))) && !known.has(key);
    })
    .map(([key]) => {
      const suggestion = nearest(key, [...known]);
      const hint = suggestion === undefined ? '' : `; did you mean ${suggestion}?`;
      return { key, message: `is not a setting of ${service}${hint}` };
    });
}

/** Says that a setting is missing, and which variable may be it, misspelt. */
export function missingMessage(env: Environment, key: string, keys: readonly string[]): string {
  return `is missing${misspeltHint(env, key, keys)}`;
}

/** Names the variable that a missing setting may have been misspelt as; empty when there is none. */
export function misspeltHint(env: Environment, key: string, keys: readonly string[]): string {
  const known = new Set(keys.flatMap((name) => [name, `${name}_FILE`]));
  const strangers = Object.keys(env).filter((name) => sharesPrefix(name, key) && !known.has(name));
  const misspelt = nearest(key, strangers);
  return misspelt === undefined ? '' : `; is ${misspelt} meant to be it?`;
}

/** Kubernetes sets NAME_PORT, NAME_SERVICE_HOST … in every pod beside a Service called NAME. */
function isServiceLink(name: string, value: string | undefined): boolean {
  return (
    /^SERVICE_(HOST|PORT(_\w+)?)$/.test(name) ||
    /^PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$/.test(name) ||
    (name === 'PORT' && /^(tcp|udp|sctp):\/\//.test(value ?? ''))
  );
}

function sharesPrefix(name: string, key: string): boolean {
  return name.split('_', 1)[0] === key.split('_', 1)[0];
}

function present(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value;
}

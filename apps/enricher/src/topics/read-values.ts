import type { YamlPath } from '@tdp/service/yaml';
import { nearestKey } from './nearest-key';

/** Notes a problem with what a path leads to, or with the name of its last member. */
export type Report = (path: YamlPath, message: string, at?: 'key') => void;

/** What a YAML value is, for people. */
export function kindOfValue(value: unknown): string {
  if (value === null || value === undefined) {
    return 'nothing';
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  const kinds: Readonly<Record<string, string>> = { string: 'text', number: 'a number', object: 'a map' };
  return kinds[typeof value] ?? 'true or false';
}

/** A map of YAML; null, and reported, when it is something else. */
export function readMap(
  value: unknown,
  path: YamlPath,
  report: Report,
  { what, keys }: { readonly what: string; readonly keys: readonly string[] },
): Readonly<Record<string, unknown>> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    report(path, `expected ${what}, got ${kindOfValue(value)}`);
    return null;
  }
  for (const key of Object.keys(value)) {
    if (!keys.includes(key)) {
      const near = nearestKey(key, keys);
      const hint = near === undefined ? `; known are ${keys.join(', ')}` : `; did you mean "${near}"?`;
      report([...path, key], `unknown key "${key}"${hint}`, 'key');
    }
  }
  return value as Readonly<Record<string, unknown>>;
}

/** A list of texts, those that `readItem` takes; a list that is not there is empty. */
export function readList<T>(
  value: unknown,
  path: YamlPath,
  report: Report,
  readItem: (text: string, path: YamlPath) => T | null,
): readonly T[] {
  if (value === undefined) {
    return [];
  }
  if (!Array.isArray(value)) {
    report(path, `${String(path.at(-1))}: expected a list, got ${kindOfValue(value)}`);
    return [];
  }
  return value.flatMap((item: unknown, index) => {
    const at = [...path, index];
    const text = readText(item, at, report, String(path.at(-1)));
    const read = text === null ? null : readItem(text, at);
    return read === null ? [] : [read];
  });
}

/** Text without the white space around it; null, and reported, when there is none. */
export function readText(value: unknown, path: YamlPath, report: Report, name: string): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') {
    report(path, `${name}: ${String(value)} is ${kindOfValue(value)} in YAML; write '${String(value)}'`);
    return null;
  }
  if (typeof value !== 'string') {
    report(path, `${name}: expected text, got ${kindOfValue(value)}`);
    return null;
  }
  const text = value.trim();
  if (text === '') {
    report(path, `${name}: is empty`);
    return null;
  }
  return text;
}

import { parseArgs } from 'node:util';

type FlagTypes = Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;

export interface Flags {
  /** Null when it was not given. */
  readonly text: (name: string) => string | null;
  /** Of an option that may be given several times; empty when it was not. */
  readonly texts: (name: string) => readonly string[];
  readonly isSet: (name: string) => boolean;
}

/** Reads options of a command line; every problem is reported, not the first one only. */
export function parseFlags(args: readonly string[], types: FlagTypes, problems: string[]): Flags {
  const { values, tokens } = parseArgs({
    args: [...args],
    options: types,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === 'positional') {
      problems.push(`unexpected argument "${token.value}"`);
    }
    if (token.kind !== 'option') {
      continue;
    }
    const known = Object.entries(types).find(([name]) => name === token.name)?.[1];
    if (!known) {
      problems.push(`unknown option ${token.rawName}`);
    } else if (known.type === 'string' && !token.value) {
      problems.push(`${token.rawName} needs a value`);
    } else if (known.type === 'boolean' && token.value !== undefined) {
      problems.push(`${token.rawName} takes no value`);
    }
  }
  return {
    text(name) {
      const value = values[name];
      return typeof value === 'string' && value !== '' ? value : null;
    },
    texts: (name) =>
      tokens.flatMap((token) => (token.kind === 'option' && token.name === name ? (token.value ?? []) : [])),
    isSet: (name) => values[name] === true,
  };
}

export function readNumber(
  name: string,
  text: string,
  { min, max }: { min: number; max: number },
  problems: string[],
): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    problems.push(`${name} must be a whole number from ${min} to ${max}, not "${text}"`);
  }
  return value;
}

const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z)?$/;

/** Epoch ms of a time in UTC, as everything here is; NaN where it is none. */
export function readTime(name: string, text: string, problems: string[]): number {
  const time = TIME.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(time)) {
    problems.push(`${name} must be a time in UTC as 2026-11-01 or 2026-11-01T12:00:00Z, not "${text}"`);
  }
  return time;
}

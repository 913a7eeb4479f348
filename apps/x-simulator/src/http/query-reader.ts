import type { InvalidParameter } from '../rules/rule-problems';

export type Query = Readonly<Record<string, unknown>>;

/** Reads a request's parameters; what is wrong with any of them is noted, for one answer that names all. */
export interface QueryReader {
  readonly problems: readonly InvalidParameter[];
  /** A comma-separated list; X refuses an empty one. */
  list(name: string, rules: { readonly pattern: RegExp; readonly max: number }): readonly string[];
  /** The lowest number in place of one that was refused. */
  integer(
    name: string,
    rules: { readonly min: number; readonly max: number; readonly fallback?: number },
  ): number;
  /** undefined when it is absent. */
  text(name: string, pattern: RegExp): string | undefined;
  /** Epoch ms; undefined when it is absent. */
  instant(name: string): number | undefined;
  /** Which of these fields are asked for; all of them when none is. */
  fields(name: string, known: readonly string[]): ReadonlySet<string>;
}

export function createQueryReader(query: Query): QueryReader {
  const problems: InvalidParameter[] = [];
  const given = (name: string): string | undefined => {
    const value = query[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  function refuse(name: string, values: readonly string[], message: string): void {
    problems.push({ name, values, message });
  }

  return {
    problems,
    list(name, { pattern, max }) {
      const values = given(name)?.split(',') ?? [];
      const malformed = values.filter((value) => !pattern.test(value));
      if (values.length < 1 || values.length > max) {
        refuse(name, values, `The number of values in the \`${name}\` query parameter must be 1 to ${max}`);
      } else if (malformed.length > 0) {
        const message = `The \`${name}\` query parameter value [${malformed.join(',')}] does not match ${pattern.source}`;
        refuse(name, malformed, message);
      }
      return values;
    },
    integer(name, { min, max, fallback = NaN }) {
      const value = given(name);
      const number = value === undefined ? fallback : /^-?\d{1,10}$/.test(value) ? Number(value) : NaN;
      if (!(number >= min && number <= max)) {
        const message = `The \`${name}\` query parameter value must be between ${min} and ${max}`;
        refuse(name, [value ?? ''], message);
        return min;
      }
      return number;
    },
    text(name, pattern) {
      const value = given(name);
      if (value !== undefined && !pattern.test(value)) {
        refuse(name, [value], `Invalid '${name}':'${value}'. It must match ${pattern.source}`);
      }
      return value;
    },
    instant(name) {
      const value = given(name);
      const ms = value === undefined ? undefined : Date.parse(value);
      if (value !== undefined && Number.isNaN(ms)) {
        refuse(name, [value], `Invalid '${name}':'${value}'. Must be an RFC 3339 date-time`);
      }
      return ms;
    },
    fields(name, known) {
      const asked = given(name)?.split(',');
      const unknown = asked?.filter((field) => !known.includes(field)) ?? [];
      if (unknown.length > 0) {
        const message = `The \`${name}\` query parameter value [${unknown.join(',')}] is not one of [${known.join(',')}]`;
        refuse(name, unknown, message);
      }
      return new Set(asked ?? known);
    },
  };
}

/** A JSON object as parsed; its members are unknown until a reader has looked at them. */
export type JsonObject = Record<string, unknown>;

/** A number that a double cannot hold exactly, kept as it was written. */
export class ExactNumber {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
  /** JSON.stringify writes the original digits. */
  toJSON(): unknown {
    return sourceTextJson.rawJSON(this.source);
  }
}

/** JSON.parse source text access (ES2026), in Node since 21 and not yet in TypeScript's lib. */
interface SourceTextJson {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): unknown;
}
const sourceTextJson = JSON as unknown as SourceTextJson;

/** More digits than this may not survive a double. */
const SAFE_DIGITS = 15;

/** Whether digits may have been lost when this number was parsed. */
export function mayBeInexact(value: number): boolean {
  if (Number.isInteger(value)) {
    return !Number.isSafeInteger(value);
  }
  return !Number.isFinite(value) || String(value).length > SAFE_DIGITS;
}

/**
 * Parses like JSON.parse, but numbers that a double cannot hold become ExactNumber. About ten
 * times slower: for the rare line that has such a number where it matters.
 * @throws SyntaxError
 */
export function parseExactly(text: string): unknown {
  return sourceTextJson.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && mayBeInexact(value) && String(value) !== source
      ? new ExactNumber(source)
      : value,
  );
}

export function isJsonObject(value: unknown): value is JsonObject {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
  );
}

/** JSON nested deeper than this is not compared: it would end in a stack overflow. */
const MAX_COMPARED_DEPTH = 100;

/** Whether everything that one JSON value says is said by another: equal, or an object with members missing. */
export function saysNothingNew(value: unknown, known: unknown, depth = 0): boolean {
  if (value === known) {
    return true;
  }
  if (depth > MAX_COMPARED_DEPTH) {
    return false;
  }
  if (value instanceof ExactNumber) {
    return known instanceof ExactNumber && value.source === known.source;
  }
  if (Array.isArray(value)) {
    return (
      Array.isArray(known) &&
      value.length === known.length &&
      value.every((element, index) => saysNothingNew(element, known[index], depth + 1))
    );
  }
  if (!isJsonObject(value) || !isJsonObject(known)) {
    return false;
  }
  for (const name in value) {
    if (!Object.hasOwn(known, name) || !saysNothingNew(value[name], known[name], depth + 1)) {
      return false;
    }
  }
  return true;
}

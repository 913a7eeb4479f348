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

const MAX_DEPTH = 5;
const MAX_AGGREGATED = 5;
const MAX_MESSAGE_CHARS = 2_000;
const MAX_STACK_CHARS = 4_000;

/** What a log line says about an error. */
export interface SerializedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string | number;
  readonly retriable?: boolean;
  readonly stack?: string;
  readonly cause?: SerializedError;
  /** The first few members of an AggregateError. */
  readonly errors?: readonly SerializedError[];
}

/**
 * An error as a closed set of fields. Client libraries hang requests, headers and whole
 * documents on their errors; none of that may reach a log.
 */
export function serializeError(thrown: unknown, depth = 1): SerializedError {
  // Not instanceof: errors of another realm (a vm context) are errors too.
  if (!isError(thrown)) {
    return { type: typeof thrown, message: cut(String(thrown), MAX_MESSAGE_CHARS) };
  }
  const { code, retriable, cause, errors } = thrown as Error & Readonly<Record<string, unknown>>;
  const deeper = depth < MAX_DEPTH;
  return {
    type: thrown.name,
    message: cut(thrown.message, MAX_MESSAGE_CHARS),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(typeof retriable === 'boolean' ? { retriable } : {}),
    ...(thrown.stack === undefined ? {} : { stack: cut(thrown.stack, MAX_STACK_CHARS) }),
    ...(deeper && cause !== undefined ? { cause: serializeError(cause, depth + 1) } : {}),
    ...(deeper && Array.isArray(errors)
      ? { errors: errors.slice(0, MAX_AGGREGATED).map((error) => serializeError(error, depth + 1)) }
      : {}),
  };
}

function cut(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : `${text.slice(0, maxChars)}…`;
}

const isError = (thrown: unknown): thrown is Error =>
  Object.prototype.toString.call(thrown) === '[object Error]';

import pino from 'pino';
import { createRedactor } from './redact';
import { serializeError } from './serialize-error';

/** A structured logger (pino). */
export type Logger = pino.Logger;

export interface LoggerOptions {
  readonly service: string;
  readonly version: string;
  readonly level: string;
  /** Default: standard output, written synchronously so that a crash line is not lost. */
  readonly destination?: pino.DestinationStream;
  /** Values to cut out of every line, wherever in it they appear. */
  readonly secretValues?: readonly string[];
}

/**
 * Creates the service's logger: one JSON object a line, errors under `err` reduced to known
 * fields. Redaction sees the finished line, so it finds a token at any depth of an object, in
 * a message and in a stack alike.
 */
export function createLogger({ service, version, level, destination, secretValues }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: { service, version },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: serializeError, error: serializeError },
      hooks: { streamWrite: createRedactor(secretValues ?? []) },
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  );
}

import pino from 'pino';
import { redactUserInfo } from './config/load-config';

/** A structured logger (pino). */
export type Logger = pino.Logger;

export interface LoggerOptions {
  readonly service: string;
  readonly version: string;
  readonly level: string;
  /** Default: standard output, written synchronously so that a crash line is not lost. */
  readonly destination?: pino.DestinationStream;
}

const SECRET_PATHS = ['token', 'password', 'secret', 'authorization', 'apiKey', 'apiSecret', 'bearerToken'].flatMap(
  (name) => [name, `*.${name}`, `*.*.${name}`],
);

/** Creates the service's logger; values under secret-looking names and credentials in URIs are replaced. */
export function createLogger({ service, version, level, destination }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: { service, version },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_PATHS, censor: '[redacted]' },
      serializers: { err: (error: Error) => redactError(pino.stdSerializers.errWithCause(error)) },
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  );
}

/** Drivers put connection strings into their messages; those of causes are nested. */
function redactError(serialized: unknown): unknown {
  return JSON.parse(redactUserInfo(JSON.stringify(serialized ?? null))) as unknown;
}

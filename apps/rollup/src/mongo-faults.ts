import { MongoError, MongoServerError } from 'mongodb';
import {
  errorMessage,
  isNetworkError,
  mongoHosts,
  mongoUser,
  PipelineError,
  redactUserInfo,
  tlsFailure,
} from '@tdp/service';

/** Known, or nobody, and not allowed. */
const NOT_ALLOWED = 13;
const AUTHENTICATION_FAILED = 18;
/** A managed cluster's own: of a login, or of a quota. */
const ATLAS = 8_000;

/**
 * Codes that say nothing about what was asked: the server is going down, changes its primary, is full or overloaded, cannot
 * satisfy the write concern, or does not let us in any more.
 */
const RETRIABLE_CODES = new Set<unknown>([
  // unreachable, shutting down, changing its primary
  6,
  7,
  89,
  91,
  189,
  202,
  279,
  317,
  384,
  9_001,
  10_058,
  10_107,
  11_600,
  11_601,
  11_602,
  13_435,
  13_436,
  // not let in, or not any more
  11,
  NOT_ALLOWED,
  AUTHENTICATION_FAILED,
  31,
  391,
  // busy: locks, time limits, conflicts, cursors and transactions ended, cache pressure
  24,
  43,
  46,
  50,
  112,
  117,
  175,
  225,
  237,
  251,
  262,
  290,
  365,
  402,
  462,
  16_500,
  // write concern and read preference
  64,
  79,
  100,
  133,
  134,
  // full
  371,
  14_031,
  ATLAS,
  // a router whose view of the shards is stale
  63,
  150,
  320,
  13_388,
]);

/** How the server and the driver mark what may be tried again. */
const RETRIABLE_LABELS = [
  'RetryableWriteError',
  'TransientTransactionError',
  'UnknownTransactionCommitResult',
  'ResumableChangeStreamError',
  'SystemOverloadedError',
];

/** The driver's own errors about how it is used; its others are about a connection. */
const MISUSES = new Set([
  'MongoParseError',
  'MongoInvalidArgumentError',
  'MongoAPIError',
  'MongoMissingCredentialsError',
  'MongoMissingDependencyError',
  'MongoRuntimeError',
  'MongoTransactionError',
]);

/** Whether waiting, or a person, cures it; anything else is a bug of ours or a server that we do not know. */
export function isRetriable(error: unknown): boolean {
  if (error instanceof MongoError && RETRIABLE_LABELS.some((label) => error.hasErrorLabel(label))) {
    return true;
  }
  if (error instanceof MongoServerError) {
    return RETRIABLE_CODES.has(error.code);
  }
  return isNetworkError(error) || (error instanceof MongoError && !MISUSES.has(error.name));
}

/**
 * A failure in one line that names the servers and holds no secret, retriable where waiting cures it. What is none of
 * MongoDB's stays as it is.
 *
 * @param doing - a gerund: "counting posts"
 */
export function mongoFailure(
  error: unknown,
  { doing, uri }: { readonly doing: string; readonly uri: string },
): unknown {
  if (!(error instanceof MongoError) && !isNetworkError(error)) {
    return error;
  }
  const line = (cause: string): string =>
    `${doing} at ${mongoHosts(uri).join(',')}: ${redactUserInfo(cause)}`;
  const tls = tlsFailure(error);
  if (tls !== null) {
    return new PipelineError('MONGO_UNAUTHORIZED', line(tls));
  }
  const retriable = isRetriable(error);
  const message = line(loginFailure(error, uri) ?? errorMessage(error).slice(0, MAX_MESSAGE));
  return new PipelineError(retriable ? 'MONGO_UNAVAILABLE' : 'MONGO_WRITE_FAILED', message, { retriable });
}

const MAX_MESSAGE = 300;

function loginFailure(error: unknown, uri: string): string | null {
  const code = error instanceof MongoServerError ? error.code : null;
  const user = mongoUser(uri) ?? 'nobody';
  if (code === AUTHENTICATION_FAILED || code === ATLAS) {
    return `the server refused the login as ${user}: ${errorMessage(error)}`;
  }
  // The server quotes the whole command to those it does not let run it.
  return code === NOT_ALLOWED
    ? `the server does not allow it to ${user}: ${errorMessage(error).split(' to execute command')[0] ?? ''}`
    : null;
}

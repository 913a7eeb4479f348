import { MongoError, MongoServerError } from 'mongodb';
import {
  errorMessage,
  isNetworkError,
  MONGO_RETRIABLE_CODES,
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

/** TransactionTooOld, NoSuchTransaction, TransactionExceededLifetimeLimitSeconds: the batch is tried again as a new one. */
const TRANSACTION_CODES = new Set<unknown>([225, 251, 290]);

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
    return MONGO_RETRIABLE_CODES.has(error.code) || TRANSACTION_CODES.has(error.code);
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

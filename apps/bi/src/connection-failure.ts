import { MongoError, MongoServerError } from 'mongodb';
import { errorMessage, mongoHosts, mongoUser, PipelineError, redactUserInfo, tlsFailure } from '@tdp/service';

/** Known, or nobody, and not allowed. */
const NOT_ALLOWED = 13;
const AUTHENTICATION_FAILED = 18;
/** A managed cluster's own, of a login. */
const ATLAS = 8_000;

/**
 * What a failure of MongoDB means, in one line that names the servers and who logged in, and holds no secret. What is no
 * failure of the connection or the rights stays as it is.
 */
export function connectionFailure(error: unknown, uri: string): unknown {
  if (!(error instanceof MongoError)) {
    return error;
  }
  const line = (cause: string): string =>
    `asking MongoDB at ${mongoHosts(uri).join(',')}: ${redactUserInfo(cause)}`;
  const refused = tlsFailure(error) ?? loginFailure(error, uri);
  if (refused !== null) {
    return new PipelineError('MONGO_UNAUTHORIZED', line(refused), { cause: error });
  }
  return new PipelineError('MONGO_UNAVAILABLE', line(errorMessage(error)), { cause: error });
}

function loginFailure(error: unknown, uri: string): string | null {
  if (!(error instanceof MongoServerError)) {
    return null;
  }
  const user = mongoUser(uri) ?? 'nobody';
  if (error.code === AUTHENTICATION_FAILED || error.code === ATLAS) {
    return `the server refused the login as ${user}: ${error.message}`;
  }
  return error.code === NOT_ALLOWED ? `the server does not allow it to ${user}: ${error.message}` : null;
}

import { mongo } from 'mongoose';
import {
  errorMessage,
  mongoHosts,
  mongoUser,
  PipelineError,
  redactUserInfo,
  speaksTls,
  tlsFailure,
} from '@tdp/service';

/** Unauthorized: known, or nobody, and not allowed. */
const NOT_ALLOWED = 13;
const AUTHENTICATION_FAILED = 18;
/** A managed cluster's own; of a login when it says so. */
const ATLAS = 8_000;

/**
 * What a failure while MongoDB is being connected means, in one line that names the servers. A login,
 * a right, a certificate or a connection string that is wrong ends the start: waiting does not cure it.
 * (Once the sink runs it is waited out: `mongo-faults.ts`.)
 *
 * @param doing - a gerund: "connecting to MongoDB"
 * @param waitable - whether waiting cures it, unless it is one of these
 */
export async function connectionFailure(
  error: unknown,
  { doing, uri, waitable }: { readonly doing: string; readonly uri: string; readonly waitable: boolean },
): Promise<PipelineError> {
  const hosts = mongoHosts(uri);
  const line = (cause: string): string => `${doing} at ${hosts.join(',')}: ${redactUserInfo(cause)}`;
  const causes = causesOf(error);
  const unauthorized =
    causes.map(tlsFailure).find((cause) => cause !== null) ??
    causes.map((cause) => loginFailure(cause, uri)).find((cause) => cause !== null) ??
    (await findMismatch(causes, hosts, uri));
  if (unauthorized !== null) {
    return new PipelineError('MONGO_UNAUTHORIZED', line(unauthorized), { cause: error });
  }
  return new PipelineError('MONGO_UNAVAILABLE', line(errorMessage(error)), {
    cause: error,
    retriable: waitable,
  });
}

function loginFailure(error: unknown, uri: string): string | null {
  if (!(error instanceof mongo.MongoServerError)) {
    return null;
  }
  const user = mongoUser(uri);
  if (error.code === AUTHENTICATION_FAILED || (error.code === ATLAS && /auth/i.test(error.message))) {
    return `the server refused the login as ${user ?? 'nobody'}: ${error.message}`;
  }
  if (error.code !== NOT_ALLOWED) {
    return null;
  }
  return user === null
    ? `the server demands a login; put user and password into MONGODB_URI (${error.message})`
    : `the server does not allow it to ${user}: ${error.message}`;
}

/** A port of another kind than the connection string says just hangs up; only asking it tells. */
async function findMismatch(
  causes: readonly unknown[],
  hosts: readonly string[],
  uri: string,
): Promise<string | null> {
  const [host = '', port = '27017'] = (hosts[0] ?? '').split(':');
  if (!causes.some(isHangUp) || uri.startsWith('mongodb+srv:')) {
    return null;
  }
  if (!/[?&](tls|ssl)=true/.test(uri)) {
    return (await speaksTls(host, Number(port))) ? 'this port speaks TLS; add tls=true to MONGODB_URI' : null;
  }
  return (await answersPlainly(host, port))
    ? 'this port does not speak TLS; take tls=true out of MONGODB_URI'
    : null;
}

const PROBE_TIMEOUT_MS = 3_000;

async function answersPlainly(host: string, port: string): Promise<boolean> {
  const client = new mongo.MongoClient(`mongodb://${host}:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: PROBE_TIMEOUT_MS,
  });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.close();
  }
}

/** Closed by the other side, in the driver's words or in Node's; not refused. */
function isHangUp(error: unknown): boolean {
  const { code, message = '' } = error as { readonly code?: unknown; readonly message?: unknown };
  return code === 'ECONNRESET' || /connection \S+ to \S+ closed|socket disconnected/.test(String(message));
}

interface Fields {
  readonly cause?: unknown;
  readonly reason?: { readonly servers?: ReadonlyMap<string, { readonly error?: unknown }> };
}

/** An error, what caused it, and what the driver found out about each server when none could be chosen. */
function causesOf(error: unknown): readonly unknown[] {
  const found: unknown[] = [];
  const open: unknown[] = [error];
  while (open.length > 0) {
    const next = open.shift();
    if (typeof next === 'object' && next !== null && !found.includes(next)) {
      found.push(next);
      const { cause, reason } = next as Fields;
      open.push(cause, ...[...(reason?.servers?.values() ?? [])].map((server) => server.error));
    }
  }
  return found;
}

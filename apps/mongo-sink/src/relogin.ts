import { mongo } from 'mongoose';

/** Runs work on the connections to MongoDB. */
export type UseConnections = <T>(work: () => Promise<T>) => Promise<T>;

/** Unauthorized, ReauthenticationRequired. */
const LOCKED_OUT_CODES: readonly unknown[] = [13, 391];

/**
 * Creates it. A server that withdraws a login takes the rights of its open connections, and keeps
 * them when the login is given back: only a new connection has them again. So after work that was
 * not let in, everything is connected anew before the next, when no work is under way: what reads
 * while its connection is closed would see the end of the answer there, and no error.
 *
 * @param connectAnew - closes all connections and opens others; what it throws, the work throws
 * that would have been next, and it is tried again
 */
export function createRelogin(connectAnew: () => Promise<void>): UseConnections {
  let running = 0;
  let isLockedOut = false;
  let idle = Promise.withResolvers<void>();
  let connecting: Promise<void> | null = null;

  async function connect(): Promise<void> {
    try {
      await connectAnew();
      isLockedOut = false;
    } finally {
      connecting = null;
    }
  }

  return async (work) => {
    while (isLockedOut) {
      await (running > 0 ? idle.promise : (connecting ??= connect()));
    }
    running += 1;
    try {
      return await work();
    } catch (error) {
      isLockedOut ||= error instanceof mongo.MongoServerError && LOCKED_OUT_CODES.includes(error.code);
      throw error;
    } finally {
      running -= 1;
      if (running === 0) {
        idle.resolve();
        idle = Promise.withResolvers();
      }
    }
  };
}

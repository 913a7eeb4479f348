import os from 'node:os';
import mongoose, { type Connection, type Model, type mongo } from 'mongoose';
import {
  errorMessage,
  PipelineError,
  redactUserInfo,
  waitForDependency,
  type Clock,
  type HealthStatus,
  type Logger,
  type TlsSettings,
} from '@tdp/service';
import { connectionFailure } from './connection-failure';
import { faultOf, isUnusableUri } from './mongo-faults';
import { createDeadLetterModel, type DeadLetterSummary } from './models/dead-letter';
import { createRemovalModel, type RemovalMark } from './models/removal';
import { createSinkStateModel, type SinkState } from './models/sink-state';
import { createStreamGapModel } from './models/stream-gap';
import { createTweetModel } from './models/tweet';
import { createTweetVersionModel } from './models/tweet-version';
import { createUserModel } from './models/user';
import { createUserSnapshotModel } from './models/user-snapshot';
import { createRelogin, type UseConnections } from './relogin';
import type { StoredDocument } from './write-models/versioned';

/**
 * The sink's database, connected, with its indexes. Its collections are the driver's own: the hot
 * path goes round mongoose's casting, which costs thirty times what BSON does.
 */
export interface Database {
  readonly tweets: mongo.Collection<StoredDocument>;
  /** Older versions of edited posts. */
  readonly tweetVersions: mongo.Collection<StoredDocument>;
  readonly users: mongo.Collection<StoredDocument>;
  /** Counts of users by day. */
  readonly userSnapshots: mongo.Collection<StoredDocument>;
  readonly streamGaps: mongo.Collection<StoredDocument>;
  readonly deadLetters: mongo.Collection<DeadLetterSummary>;
  readonly removals: mongo.Collection<RemovalMark>;
  readonly sinkState: mongo.Collection<SinkState>;
  /** host:port of the servers, for messages. */
  readonly servers: string;
  /** Runs what reads its collections, or writes them without a command. */
  readonly use: UseConnections;
  /** Runs a command on the sink's database. */
  command(command: mongo.Document): Promise<mongo.Document>;
  /** Whether the primary answers and lets the sink read. */
  ping(): Promise<HealthStatus>;
}

/** A connection to be made. */
export interface DatabaseConnection {
  /**
   * Waits for the server, then creates the indexes. `stopping` ends the waiting.
   * @throws PipelineError, not retriable: a connection string or indexes that no waiting makes right
   */
  connect(stopping?: AbortSignal): Promise<Database>;
  /** Idempotent; also after a failed connect. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** With the database's name. */
  readonly uri: string;
  /** Certificates, where the URI asks for TLS. */
  readonly tls?: TlsSettings;
  readonly clock: Clock;
  readonly logger: Logger;
}

const SERVER_SELECTION_TIMEOUT_MS = 5_000;

/** Prepares the connection; does no IO. */
export function createDatabaseConnection({ uri, tls, clock, logger }: DatabaseOptions): DatabaseConnection {
  const connection: Connection = mongoose.createConnection();
  const tweets = createTweetModel(connection);
  const tweetVersions = createTweetVersionModel(connection);
  const users = createUserModel(connection);
  const userSnapshots = createUserSnapshotModel(connection);
  const streamGaps = createStreamGapModel(connection);
  const deadLetters = createDeadLetterModel(connection);
  const removals = createRemovalModel(connection);
  const sinkState = createSinkStateModel(connection);
  const models = [
    tweets,
    tweetVersions,
    users,
    userSnapshots,
    streamGaps,
    deadLetters,
    removals,
    sinkState,
  ] as unknown as readonly Model<unknown>[];
  return {
    async connect(stopping) {
      const waiting = { clock, logger, stopping };
      await waitForDependency(() => open(connection, uri, tls), waiting);
      const db = connection.db as mongo.Db;
      const client = connection.getClient();
      const use = createRelogin(async () => {
        await client.close();
        await client.connect();
      });
      await waitForDependency(() => createIndexes(models, uri), waiting);
      return {
        tweets: driverCollection<StoredDocument>(tweets),
        tweetVersions: driverCollection<StoredDocument>(tweetVersions),
        users: driverCollection<StoredDocument>(users),
        userSnapshots: driverCollection<StoredDocument>(userSnapshots),
        streamGaps: driverCollection<StoredDocument>(streamGaps),
        deadLetters: driverCollection<DeadLetterSummary>(deadLetters),
        removals: driverCollection<RemovalMark>(removals),
        sinkState: driverCollection<SinkState>(sinkState),
        servers: serversOf(connection),
        use,
        command: (command) => use(() => db.command(command)),
        ping: () => ping(db, use),
      };
    },
    close: () => connection.close(),
  };
}

function driverCollection<T extends mongo.Document>(model: { readonly collection: unknown }) {
  return model.collection as mongo.Collection<T>;
}

async function open(connection: Connection, uri: string, tls: TlsSettings = {}): Promise<void> {
  try {
    await connection.openUri(uri, {
      appName: 'mongo-sink',
      serverSelectionTimeoutMS: SERVER_SELECTION_TIMEOUT_MS,
      // An acknowledged write survives a change of the primary.
      writeConcern: { w: 'majority' },
      retryWrites: true,
      bufferCommands: false,
      // The driver would import it dynamically, which jest's sandbox refuses.
      runtimeAdapters: { os },
      ...tls,
    });
  } catch (error) {
    // mongoose wraps the driver's errors in its own: what is left is about the connection.
    const waitable = !isUnusableUri(error);
    throw await connectionFailure(error, { doing: 'connecting to MongoDB', uri, waitable });
  }
}

async function createIndexes(models: readonly Model<unknown>[], uri: string): Promise<void> {
  for (const model of models) {
    try {
      await model.createCollection();
      await model.createIndexes();
    } catch (error) {
      const doing = `creating the indexes of ${model.collection.name}`;
      const waitable = faultOf(error) === 'retriable';
      const failure = await connectionFailure(error, { doing, uri, waitable });
      // An index that contradicts one that is there, or documents that do.
      throw failure.code === 'MONGO_UNAVAILABLE' && !failure.retriable
        ? new PipelineError('MONGO_WRITE_FAILED', failure.message, { cause: error })
        : failure;
    }
  }
}

const serversOf = (connection: Connection): string =>
  connection
    .getClient()
    .options.hosts.map((host) => host.toString())
    .join(',');

/** A read, not the ping command, which the server answers to those it has locked out as well. */
async function ping(db: mongo.Db, use: UseConnections): Promise<HealthStatus> {
  try {
    await use(() => db.collection('removals').findOne({}, { projection: { _id: 1 } }));
    return { ok: true };
  } catch (error) {
    return { ok: false, detail: redactUserInfo(errorMessage(error)) };
  }
}

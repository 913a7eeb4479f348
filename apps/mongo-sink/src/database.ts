import os from 'node:os';
import mongoose, { type Connection, type mongo } from 'mongoose';
import {
  errorMessage,
  redactUserInfo,
  waitForDependency,
  type Clock,
  type HealthStatus,
  type Logger,
  type TlsSettings,
} from '@tdp/service';
import { connectionFailure } from './connection-failure';
import { isUnusableUri } from './mongo-faults';
import { prepareCollections } from './collections/prepare-collections';
import { DEFAULT_SETTINGS, type CollectionSettings } from './collections/settings';
import { createModels } from './models/models';
import type { DeadLetterSummary } from './models/dead-letter';
import type { RemovalMark } from './models/removal';
import type { SinkState } from './models/sink-state';
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
  /** Null for whoever leaves the collections to the sink. */
  readonly settings?: CollectionSettings | null;
  readonly clock: Clock;
  readonly logger: Logger;
}

const SERVER_SELECTION_TIMEOUT_MS = 5_000;

/** Prepares the connection; does no IO. */
export function createDatabaseConnection({
  uri,
  tls,
  settings = DEFAULT_SETTINGS,
  clock,
  logger,
}: DatabaseOptions): DatabaseConnection {
  const connection: Connection = mongoose.createConnection();
  const models = createModels(connection);
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
      if (settings !== null) {
        await waitForDependency(() => prepareCollections({ db, models, settings, logger, uri }), waiting);
      }
      return {
        tweets: driverCollection<StoredDocument>(models.tweets),
        tweetVersions: driverCollection<StoredDocument>(models.tweetVersions),
        users: driverCollection<StoredDocument>(models.users),
        userSnapshots: driverCollection<StoredDocument>(models.userSnapshots),
        streamGaps: driverCollection<StoredDocument>(models.streamGaps),
        deadLetters: driverCollection<DeadLetterSummary>(models.deadLetters),
        removals: driverCollection<RemovalMark>(models.removals),
        sinkState: driverCollection<SinkState>(models.sinkState),
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

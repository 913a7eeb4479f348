import os from 'node:os';
import mongoose, { type Connection, type Model, type mongo } from 'mongoose';
import {
  errorMessage,
  PipelineError,
  redactUserInfo,
  waitForDependency,
  type Clock,
  type Component,
  type HealthStatus,
  type Logger,
} from '@tdp/service';
import { createRemovedTweetModel, type RemovedTweet } from './models/removed-tweet';
import { createTweetModel } from './models/tweet';
import { createUserModel } from './models/user';
import { isUnusableUri } from './mongo-errors';
import type { StoredDocument } from './write-models/versioned';

/**
 * The sink's connection to MongoDB. Its collections are the driver's own: the hot path goes round
 * mongoose's casting, which costs thirty times what BSON does.
 */
export interface Database extends Component {
  readonly tweets: mongo.Collection<StoredDocument>;
  readonly users: mongo.Collection<StoredDocument>;
  readonly removedTweets: mongo.Collection<RemovedTweet>;
  /** Runs a command on the sink's database. */
  command(command: mongo.Document): Promise<mongo.Document>;
  /** Whether the primary answers. */
  ping(): Promise<HealthStatus>;
}

export interface DatabaseOptions {
  /** With the database's name. */
  readonly uri: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

const SERVER_SELECTION_TIMEOUT_MS = 5_000;

/** Creates the connection; start() waits for the server, then creates the indexes. */
export function createDatabase({ uri, clock, logger }: DatabaseOptions): Database {
  const connection: Connection = mongoose.createConnection();
  const tweets = createTweetModel(connection);
  const users = createUserModel(connection);
  const removedTweets = createRemovedTweetModel(connection);
  const database = (): mongo.Db => {
    if (connection.db === undefined) {
      throw new PipelineError('INTERNAL', 'using MongoDB before it is connected');
    }
    return connection.db;
  };
  return {
    name: 'mongodb',
    tweets: driverCollection<StoredDocument>(tweets),
    users: driverCollection<StoredDocument>(users),
    removedTweets: driverCollection<RemovedTweet>(removedTweets),
    command: async (command) => database().command(command),
    async start(stopping) {
      await waitForDependency(() => connect(connection, uri), { clock, logger, stopping });
      for (const model of [tweets, users, removedTweets]) {
        await createIndexes(model as unknown as Model<unknown>);
      }
    },
    stop: () => connection.close(),
    async ping() {
      try {
        await database().admin().ping();
        return connection.readyState === mongoose.ConnectionStates.connected
          ? { ok: true }
          : { ok: false, detail: 'not connected to MongoDB' };
      } catch (error) {
        return { ok: false, detail: redactUserInfo(errorMessage(error)) };
      }
    },
  };
}

function driverCollection<T extends mongo.Document>(model: { readonly collection: unknown }) {
  return model.collection as mongo.Collection<T>;
}

async function connect(connection: Connection, uri: string): Promise<void> {
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
    });
  } catch (error) {
    const message = redactUserInfo(errorMessage(error));
    const retriable = !isUnusableUri(error);
    throw new PipelineError('MONGO_UNAVAILABLE', `connecting to MongoDB: ${message}`, { retriable });
  }
}

async function createIndexes(model: Model<unknown>): Promise<void> {
  try {
    await model.createCollection();
    await model.createIndexes();
  } catch (error) {
    throw new PipelineError(
      'MONGO_WRITE_FAILED',
      `creating the indexes of ${model.collection.name}: ${errorMessage(error)}`,
      { cause: error },
    );
  }
}

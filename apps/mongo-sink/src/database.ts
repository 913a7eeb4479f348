import os from 'node:os';
import mongoose, { type Connection, type Model } from 'mongoose';
import { errorMessage, PipelineError, redactUserInfo, type Component, type HealthStatus } from '@tdp/service';
import { createRemovedTweetModel } from './models/removed-tweet';
import { createTweetModel } from './models/tweet';
import { createUserModel } from './models/user';

/** The sink's connection to MongoDB. */
export interface Database extends Component {
  readonly tweets: ReturnType<typeof createTweetModel>;
  readonly users: ReturnType<typeof createUserModel>;
  readonly removedTweets: ReturnType<typeof createRemovedTweetModel>;
  /** Whether the primary answers. */
  ping(): Promise<HealthStatus>;
}

const SERVER_SELECTION_TIMEOUT_MS = 10_000;

/** Creates the connection; start() connects and creates the indexes. */
export function createDatabase(uri: string): Database {
  const connection: Connection = mongoose.createConnection();
  const tweets = createTweetModel(connection);
  const users = createUserModel(connection);
  const removedTweets = createRemovedTweetModel(connection);
  return {
    name: 'mongodb',
    tweets,
    users,
    removedTweets,
    async start() {
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
        throw new PipelineError('MONGO_UNAVAILABLE', `connecting to MongoDB: ${message}`, { cause: error });
      }
      for (const model of [tweets, users, removedTweets]) {
        await createIndexes(model as unknown as Model<unknown>);
      }
    },
    stop: () => connection.close(),
    async ping() {
      try {
        await connection.db?.admin().ping();
        return connection.readyState === mongoose.ConnectionStates.connected
          ? { ok: true }
          : { ok: false, detail: 'not connected to MongoDB' };
      } catch (error) {
        return { ok: false, detail: redactUserInfo(errorMessage(error)) };
      }
    },
  };
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

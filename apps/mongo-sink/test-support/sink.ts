import { createLogger, createMetrics, systemClock } from '@tdp/service';
import type { Handle } from '@tdp/streaming';
import { stackEndpoints, uniqueName } from '@tdp/testing';
import { DEFAULT_SETTINGS, type CollectionSettings } from '../src/collections/settings';
import { createDatabaseConnection, type Database } from '../src/database';
import { createSinkMetrics } from '../src/metrics';
import { createOperations, type Operations } from '../src/operations';
import { createWriters } from '../src/writers/writers';
import type { Correction } from '../src/writes/corrections';

/** A database of the stack's, for one test file. */
export interface TestDatabase {
  readonly uri: string;
  readonly database: Database;
  /** What one replica of the sink stores slices with. */
  createReplica(options?: ReplicaOptions): Handle;
  /** Another service of the same database starts, with these settings. */
  reopen(settings?: Partial<CollectionSettings>): Promise<{ close(): Promise<void> }>;
  empty(): Promise<void>;
  /** Drops the database. */
  close(): Promise<void>;
}

export interface ReplicaOptions {
  /** Told the creation time of each post that is stored. */
  readonly observeAge?: (createdAt: number | null) => void;
  /** Stands between the writers and MongoDB. */
  readonly between?: (operations: Operations) => Operations;
  /** Takes what would go to the topics. */
  readonly correct?: (corrections: readonly Correction[]) => Promise<void>;
}

export async function openTestDatabase(settings: Partial<CollectionSettings> = {}): Promise<TestDatabase> {
  const logger = createLogger({ service: 't', version: 't', level: 'silent' });
  const uri = new URL(stackEndpoints(process.env).mongodbUri);
  uri.pathname = `/${uniqueName('sink-test')}`;
  const create = (decided: Partial<CollectionSettings>) =>
    createDatabaseConnection({
      uri: uri.href,
      settings: { ...DEFAULT_SETTINGS, ...decided },
      clock: systemClock,
      logger,
    });
  const connection = create(settings);
  const database = await connection.connect();
  const { tweets, tweetVersions, users, userSnapshots, streamGaps, deadLetters, removals } = database;
  return {
    uri: uri.href,
    database,
    createReplica: ({
      observeAge = () => undefined,
      between = (operations: Operations) => operations,
      correct = () => Promise.resolve(),
    } = {}) =>
      createWriters({
        database,
        operations: between(createOperations(database, systemClock)),
        corrections: { send: correct },
        metrics: createSinkMetrics(createMetrics({ service: 't', version: 't', commit: 't' })),
        observeAge,
        clock: systemClock,
      }),
    async reopen(decided = {}) {
      const other = create(decided);
      await other.connect();
      return other;
    },
    async empty() {
      await Promise.all([
        tweets.deleteMany({}),
        tweetVersions.deleteMany({}),
        users.deleteMany({}),
        userSnapshots.deleteMany({}),
        streamGaps.deleteMany({}),
        deadLetters.deleteMany({}),
        removals.deleteMany({}),
      ]);
    },
    async close() {
      await database.command({ dropDatabase: 1 });
      await connection.close();
    },
  };
}

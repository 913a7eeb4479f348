import os from 'node:os';
import { ROLLUP_COLLECTIONS } from '@tdp/bi';
import {
  MongoClient,
  type Collection,
  type Db,
  type Long,
  type MongoClientOptions,
  type ResumeToken,
} from 'mongodb';
import {
  mongoHosts,
  PipelineError,
  waitForDependency,
  type Clock,
  type Logger,
  type TlsSettings,
} from '@tdp/service';
import type { Facts, StoredPost } from './domain/facts';
import type { Group } from './domain/groups';
import type { Measures } from './domain/measures';
import { mongoFailure } from './mongo-faults';

/** What a counted post counted for. */
export type CountedPost = { readonly _id: string } & Facts;

export type Row = { readonly _id: string; readonly at: Date } & Readonly<Record<keyof Measures, Long>>;

export type StoredGroup = { readonly _id: string } & Group;

/** How many posts an author has in a group. */
export interface StoredMember {
  /** kind/key/author. */
  readonly _id: string;
  /** kind/key. */
  readonly group: string;
  readonly posts: Long;
}

/** Who counts, and how far that is; `rollup_state` in docs/rollup-dictionary.md. */
export interface RollupState {
  readonly _id: string;
  readonly owner: string | null;
  readonly term: number;
  readonly expiresAt: Date;
  readonly revision: number;
  /** Null when nothing is counted. */
  readonly token: ResumeToken;
  readonly countedUpTo: Date | null;
  readonly isReconciling: boolean;
  readonly reconciledUpTo: string | null;
}

/** The collections, of one connection. */
export interface Database {
  readonly client: MongoClient;
  readonly db: Db;
  /** The sink's: only read. */
  readonly tweets: Collection<StoredPost & { readonly _id: string }>;
  readonly hourly: Collection<Row>;
  readonly daily: Collection<Row>;
  readonly posts: Collection<CountedPost>;
  readonly groups: Collection<StoredGroup>;
  readonly members: Collection<StoredMember>;
  readonly state: Collection<RollupState>;
}

export interface DatabaseOptions {
  /** With the database's name. */
  readonly uri: string;
  /** Certificates, where the URI asks for TLS. */
  readonly tls?: TlsSettings;
}

const SERVER_SELECTION_TIMEOUT_MS = 5_000;

/** Prepares the connection; does no IO. */
export function createDatabase({ uri, tls = {} }: DatabaseOptions): Database {
  const options: MongoClientOptions = {
    appName: 'rollup',
    serverSelectionTimeoutMS: SERVER_SELECTION_TIMEOUT_MS,
    writeConcern: { w: 'majority' },
    // The driver would import it dynamically, which jest's sandbox refuses.
    runtimeAdapters: { os },
    ...tls,
  };
  const client = new MongoClient(uri, options);
  const db = client.db();
  return {
    client,
    db,
    tweets: db.collection('tweets'),
    hourly: db.collection('rollup_hourly'),
    daily: db.collection('rollup_daily'),
    posts: db.collection('rollup_posts'),
    groups: db.collection('rollup_groups'),
    members: db.collection('rollup_members'),
    state: db.collection('rollup_state'),
  };
}

export interface PrepareOptions {
  readonly uri: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly stopping?: AbortSignal | undefined;
}

/**
 * Waits for the server, then makes the collections and their indexes. Idempotent.
 * @throws PipelineError, not retriable: a login, a right or an index that no waiting makes right
 */
export async function prepareDatabase(
  { client, db }: Database,
  { uri, clock, logger, stopping }: PrepareOptions,
): Promise<void> {
  const check = async (doing: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      throw mongoFailure(error, { doing, uri });
    }
  };
  await waitForDependency(
    async () => {
      await check('connecting to MongoDB', () => client.connect());
      await check('looking for a replica set', () => requireReplicaSet(db, uri));
      for (const { name, indexes } of ROLLUP_COLLECTIONS) {
        await check(`creating the indexes of ${name}`, () => createCollection(db, name));
        for (const { name: indexName, keys, only } of indexes) {
          await check(`creating the index ${indexName} of ${name}`, () =>
            db
              .collection(name)
              .createIndex(keys, { name: indexName, ...(only && { partialFilterExpression: only }) }, {}),
          );
        }
      }
    },
    { clock, logger, stopping },
  );
}

/** @throws PipelineError, not retriable */
async function requireReplicaSet(db: Db, uri: string): Promise<void> {
  const { setName, msg } = await db.command({ hello: 1 });
  if (setName === undefined && msg !== 'isdbgrid') {
    const hosts = mongoHosts(uri).join(',');
    throw new PipelineError(
      'MONGO_UNAVAILABLE',
      `${hosts} is no replica set: without one MongoDB has no change streams and no transactions, by which rollups are kept; start mongod with --replSet, or leave rollup out`,
    );
  }
}

/** A transaction had better find its collections there. */
async function createCollection(db: Db, name: string): Promise<void> {
  const found = await db.listCollections({ name }, { nameOnly: true }).toArray();
  if (found.length === 0) {
    try {
      await db.createCollection(name);
    } catch (error) {
      // Another process was faster.
      if ((error as { readonly code?: unknown }).code !== NAMESPACE_EXISTS) {
        throw error;
      }
    }
  }
}

const NAMESPACE_EXISTS = 48;

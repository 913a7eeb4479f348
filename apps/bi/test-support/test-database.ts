import os from 'node:os';
import { stackEndpoints, uniqueName } from '@tdp/testing';
import { MongoClient, type Db } from 'mongodb';

export interface TestDatabase {
  readonly database: Db;
  readonly uri: string;
  /** Drops it. */
  close(): Promise<void>;
}

/** A database of the stack's, for one test file. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const uri = new URL(stackEndpoints(process.env).mongodbUri);
  uri.pathname = `/${uniqueName('bi-test')}`;
  const client = await MongoClient.connect(uri.href, { runtimeAdapters: { os } });
  const database = client.db();
  return {
    database,
    uri: uri.href,
    async close() {
      await database.dropDatabase();
      await client.close();
    },
  };
}

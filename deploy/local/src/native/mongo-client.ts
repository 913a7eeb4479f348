import os from 'node:os';
import type { TlsSettings } from '@tdp/service';
import { MongoClient } from 'mongodb';

const TIMEOUT_MS = 3_000;

/** Creates a client; does no IO. */
export function createMongoClient(uri: string, tls: TlsSettings = {}): MongoClient {
  return new MongoClient(uri, {
    appName: 'local-stack',
    serverSelectionTimeoutMS: TIMEOUT_MS,
    // The driver would import it dynamically, which jest's sandbox refuses.
    runtimeAdapters: { os },
    ...tls,
  });
}

/** Connects for one piece of work. */
export async function withMongo<T>(
  uri: string,
  work: (client: MongoClient) => Promise<T>,
  tls?: TlsSettings,
): Promise<T> {
  const client = createMongoClient(uri, tls);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.close();
  }
}

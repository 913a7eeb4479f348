import os from 'node:os';
import { MongoClient, type Db } from 'mongodb';
import type { TlsSettings } from '@tdp/service';
import { connectionFailure } from './connection-failure';

const SERVER_SELECTION_TIMEOUT_MS = 5_000;

export interface DatabaseOptions {
  /** With the database's name. */
  readonly uri: string;
  /** Certificates, where the URI asks for TLS. */
  readonly tls?: TlsSettings;
}

/**
 * Connects for one piece of work.
 * @throws PipelineError that names the servers and, where the login is refused, the user
 */
export async function withDatabase<T>(
  { uri, tls = {} }: DatabaseOptions,
  work: (database: Db) => Promise<T>,
): Promise<T> {
  let client: MongoClient | undefined;
  try {
    client = new MongoClient(uri, {
      appName: 'bi',
      serverSelectionTimeoutMS: SERVER_SELECTION_TIMEOUT_MS,
      writeConcern: { w: 'majority' },
      // The driver would import it dynamically, which jest's sandbox refuses.
      runtimeAdapters: { os },
      ...tls,
    });
    await client.connect();
    return await work(client.db());
  } catch (error) {
    throw connectionFailure(error, uri);
  } finally {
    await client?.close();
  }
}

import { mongoConfigShape, mongoTls, type TlsSettings } from '@tdp/service';
import { z } from 'zod';
import { DATABASE, withDatabase } from '../start/backend';
import { readSettings } from '../start/read-settings';
import { StackError } from '../supervise/stack-error';

const uri = z
  .string()
  .regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://')
  .optional();
const schema = z.object({ ...mongoConfigShape, MONGODB_URI: uri, BI_MONGODB_URI: uri });

export interface BiSettings {
  /** With which the tables are made; names the database. */
  readonly mongodbUri: string;
  /** With which Trino reads them. */
  readonly readerUri: string;
  readonly database: string;
  /** Certificates, where the URIs ask for TLS. */
  readonly tls: TlsSettings;
}

/**
 * Which database, and as whom. @throws StackError listing what is wrong
 */
export function readBiSettings(env: NodeJS.ProcessEnv): BiSettings {
  const settings = readSettings(schema, env);
  const { MONGODB_URI, BI_MONGODB_URI } = settings;
  if (MONGODB_URI === undefined) {
    throw new StackError('No database is named: set MONGODB_URI, or run npm start first.');
  }
  const mongodbUri = withDatabase(MONGODB_URI, DATABASE);
  return {
    mongodbUri,
    readerUri: withDatabase(BI_MONGODB_URI ?? MONGODB_URI, DATABASE),
    database: databaseOf(mongodbUri),
    tls: mongoTls(settings),
  };
}

const databaseOf = (named: string): string =>
  decodeURIComponent(/^mongodb(?:\+srv)?:\/\/[^/]+\/([^/?]+)/.exec(named)?.[1] ?? DATABASE);

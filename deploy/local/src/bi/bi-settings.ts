import { z } from 'zod';
import { DATABASE, withDatabase } from '../start/backend';
import { readSettings } from '../start/read-settings';
import { StackError } from '../supervise/stack-error';

const uri = z
  .string()
  .regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://')
  .optional();
const schema = z.object({ MONGODB_URI: uri, BI_MONGODB_URI: uri });

export interface BiSettings {
  /** With which the tables are made; names the database. */
  readonly mongodbUri: string;
  /** With which Trino reads them. */
  readonly readerUri: string;
  readonly database: string;
}

/**
 * Which database, and as whom. @throws StackError listing what is wrong
 */
export function readBiSettings(env: NodeJS.ProcessEnv): BiSettings {
  const { MONGODB_URI, BI_MONGODB_URI } = readSettings(schema, env);
  if (MONGODB_URI === undefined) {
    throw new StackError('No database is named: set MONGODB_URI, or run npm start first.');
  }
  const certificates = Object.keys(env).filter((name) => name.startsWith('MONGODB_TLS_') && env[name] !== '');
  if (certificates.length > 0) {
    throw new StackError(
      `${certificates.join(', ')}: npm run bi cannot hand certificates to Trino. Trust the authority in Java's own store ` +
        '(keytool -importcert -cacerts) and leave these out, or run Trino yourself: docs/tableau.md.',
    );
  }
  const mongodbUri = withDatabase(MONGODB_URI, DATABASE);
  return {
    mongodbUri,
    readerUri: withDatabase(BI_MONGODB_URI ?? MONGODB_URI, DATABASE),
    database: databaseOf(mongodbUri),
  };
}

const databaseOf = (named: string): string =>
  decodeURIComponent(/^mongodb(?:\+srv)?:\/\/[^/]+\/([^/?]+)/.exec(named)?.[1] ?? DATABASE);

import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { systemClock, type TlsSettings } from '@tdp/service';
import { freePort, type Authority } from '@tdp/testing';
import { createProgress } from '../../src/fetch/progress';
import { fetchArtifacts } from '../../src/fetch/fetch-artifacts';
import { withMongo } from '../../src/native/mongo-client';
import type { Supervisor } from '../../src/supervise/supervisor';
import { waitUntil } from '../../src/supervise/wait-until';

/** A replica set of one that demands TLS and a login, on the name localhost. */
export interface SecuredMongod {
  /** host:port. */
  readonly address: string;
  /** URI with these credentials, for the database `secured-test`. */
  uri(user: string, password: string): string;
  /** URI without any. */
  readonly openUri: string;
  /** Gives a user `readWriteAnyDatabase`, or another password. */
  setUser(name: string, password: string): Promise<void>;
  deleteUser(name: string): Promise<void>;
  /** Runs a command in the database `secured-test` as somebody who may do anything. */
  asAdmin(command: Readonly<Record<string, unknown>>): Promise<unknown>;
}

export interface SecuredMongodOptions {
  readonly dir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly authority: Authority;
  /** Stops it at the end. */
  readonly supervisor: Supervisor;
}

const ADMIN = { user: 'root', pwd: 'root-password' };
const START_TIMEOUT_MS = 60_000;

/** Starts it; its supervisor stops it. */
export async function startSecuredMongod(options: SecuredMongodOptions): Promise<SecuredMongod> {
  const { dir, env, authority, supervisor } = options;
  const port = await freePort();
  const address = `localhost:${port}`;
  const { mongod } = await fetchArtifacts({
    parts: ['mongodb'],
    env,
    progress: createProgress({ write: () => undefined }),
  });
  await supervisor.start({
    name: 'secured-mongod',
    command: mongod,
    args: [
      ...(await writeFiles(dir, authority)),
      '--port',
      String(port),
      '--bind_ip',
      '127.0.0.1',
      '--nounixsocket',
      '--replSet',
      'rs0',
      '--auth',
      '--tlsMode',
      'requireTLS',
      '--tlsAllowConnectionsWithoutCertificates',
    ],
    cwd: dir,
  });
  const tls: TlsSettings = { ca: authority.cert };
  const query = 'tls=true&directConnection=true';
  const openUri = `mongodb://${address}/secured-test?${query}`;
  const uri = (user: string, password: string): string =>
    `mongodb://${user}:${encodeURIComponent(password)}@${address}/secured-test?authSource=admin&${query}`;
  await waitUntil({
    what: 'the secured mongod',
    check: () => initiate(openUri, address, tls),
    timeoutMs: START_TIMEOUT_MS,
    clock: systemClock,
  });
  const asAdmin = (command: object, database = 'admin'): Promise<unknown> =>
    withMongo(uri(ADMIN.user, ADMIN.pwd), (client) => client.db(database).command({ ...command }), tls);
  return {
    address,
    uri,
    openUri,
    async setUser(name, password) {
      const roles = ['readWriteAnyDatabase'];
      await asAdmin({ createUser: name, pwd: password, roles }).catch(() =>
        asAdmin({ updateUser: name, pwd: password, roles }),
      );
    },
    deleteUser: async (name) => void (await asAdmin({ dropUser: name })),
    asAdmin: (command) => asAdmin(command, 'secured-test'),
  };
}

/** Writes keys, and answers with the arguments that name them. */
async function writeFiles(dir: string, authority: Authority): Promise<string[]> {
  const file = (name: string): string => path.join(dir, name);
  const { cert, key } = authority.issue({ commonName: 'mongod', names: ['localhost', '127.0.0.1'] });
  mkdirSync(file('secured-mongod'), { recursive: true });
  writeFileSync(file('mongod.pem'), cert + key);
  writeFileSync(file('mongod-ca.pem'), authority.cert);
  writeFileSync(file('mongod-key'), randomBytes(96).toString('base64'), { mode: 0o400 });
  return Promise.resolve([
    '--dbpath',
    file('secured-mongod'),
    '--tlsCertificateKeyFile',
    file('mongod.pem'),
    '--tlsCAFile',
    file('mongod-ca.pem'),
    '--keyFile',
    file('mongod-key'),
  ]);
}

const ALREADY_INITIALIZED = 23;

/** Who comes from the same machine may make the set and the first user, and nothing afterwards. */
async function initiate(openUri: string, address: string, tls: TlsSettings): Promise<void> {
  await withMongo(
    openUri,
    async (client) => {
      const admin = client.db('admin');
      const config = { _id: 'rs0', members: [{ _id: 0, host: address }] };
      await admin.command({ replSetInitiate: config }).catch((error: unknown) => {
        const isDone = error instanceof Error && 'code' in error && error.code === ALREADY_INITIALIZED;
        if (!isDone) {
          throw error;
        }
      });
      await admin.command({ createUser: ADMIN.user, pwd: ADMIN.pwd, roles: ['root'] });
    },
    tls,
  );
}

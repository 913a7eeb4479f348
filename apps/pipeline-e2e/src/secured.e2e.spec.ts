import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withMongo } from '@tdp/local-stack';
import {
  startSecuredKafka,
  startSecuredMongod,
  type SecuredKafka,
  type SecuredMongod,
} from '@tdp/local-stack/secured';
import { basicAuthorization, createLogger, createMetrics, kafkaAccess, systemClock } from '@tdp/service';
import { createCodec, createKafka, createProducer } from '@tdp/streaming';
import {
  buildTweet,
  createAuthority,
  freePort,
  startGuardedProxy,
  waitUntil,
  type GuardedProxy,
} from '@tdp/testing';
import { REPO } from './harness/pipeline';

/** Seeded into every place that takes a secret; must turn up nowhere. */
const KAFKA_PASSWORD = 'seeded-kafka-7731';
const REGISTRY_PASSWORD = 'seeded-registry-7732';
const MONGO_PASSWORD = 'seeded-mongo/7733';
const SEEDED = /seeded-|c2VlZGVk/;
const USER = 'pipeline';

interface Process {
  readonly child: ChildProcess;
  readonly exited: Promise<number | null>;
  output(): string;
}

let dir: string;
let kafka: SecuredKafka;
let mongod: SecuredMongod;
let registry: GuardedProxy;
let env: Record<string, string>;
const running: Process[] = [];
/** Everything that the processes said, by any way. */
const said: string[] = [];

beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'secured-e2e-'));
  kafka = await startSecuredKafka({
    dir,
    env: process.env,
    plainUser: { name: 'unused', password: 'unused' },
    sessionMs: 11_000,
  });
  const { authority, stack } = kafka;
  mongod = await startSecuredMongod({ dir, env: process.env, authority, supervisor: stack.supervisor });
  await kafka.setUser(USER, KAFKA_PASSWORD, ['SCRAM-SHA-512']);
  await mongod.setUser(USER, MONGO_PASSWORD);
  const login = basicAuthorization(USER, REGISTRY_PASSWORD);
  registry = await startGuardedProxy({
    target: stack.schemaRegistryUrl,
    tls: authority.issue({ commonName: 'registry', names: ['localhost'] }),
    admit: (given) => (given === login ? 200 : 401),
  });
  const file = (name: string, text: string): string => {
    writeFileSync(path.join(dir, name), `${text}\n`);
    return path.join(dir, name);
  };
  const ca = file('authority.pem', authority.cert);
  env = {
    PATH: process.env['PATH'] ?? '',
    KAFKA_BROKERS: kafka.saslTls,
    KAFKA_TLS: 'true',
    KAFKA_TLS_CA_FILE: ca,
    KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
    KAFKA_SASL_USERNAME: USER,
    KAFKA_SASL_PASSWORD_FILE: file('kafka-password', KAFKA_PASSWORD),
    SCHEMA_REGISTRY_URL: registry.url,
    SCHEMA_REGISTRY_USERNAME: USER,
    SCHEMA_REGISTRY_PASSWORD_FILE: file('registry-password', REGISTRY_PASSWORD),
    SCHEMA_REGISTRY_TLS_CA_FILE: ca,
  };
});

afterAll(async () => {
  for (const { child, exited } of running) {
    child.kill('SIGTERM');
    await exited;
  }
  await registry.close();
  await kafka.stack.stop();
  rmSync(dir, { recursive: true, force: true });
});

function start(project: string, more: Readonly<Record<string, string | undefined>> = {}): Process {
  const child = spawn(process.execPath, [path.join(REPO, project, 'dist/main.js')], {
    env: { ...env, ...more },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      said.push(chunk.toString());
    });
  }
  const exited = once(child, 'close').then(([code]) => code as number | null);
  const started = { child, exited, output: () => output };
  running.push(started);
  return started;
}

async function get(port: number, route: string): Promise<{ readonly status: number; readonly body: string }> {
  const response = await fetch(`http://127.0.0.1:${port}${route}`).catch(() => null);
  const body = (await response?.text()) ?? '';
  said.push(body);
  return { status: response?.status ?? 0, body };
}

const sinkEnv = (user = USER, password = MONGO_PASSWORD) => ({
  MONGODB_URI: mongod.uri(user, password),
  MONGODB_TLS_CA_FILE: String(env['KAFKA_TLS_CA_FILE']),
});

async function produce(ids: readonly string[]): Promise<void> {
  const tls = { KAFKA_TLS: true, KAFKA_TLS_CA: kafka.authority.cert };
  const login = { KAFKA_SASL_USERNAME: USER, KAFKA_SASL_PASSWORD: KAFKA_PASSWORD };
  const logger = createLogger({ service: 'e2e', version: 'test', level: 'error' });
  const client = createKafka({
    brokers: [kafka.saslTls],
    clientId: 'e2e',
    logger,
    access: kafkaAccess({ ...tls, ...login, KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512' }),
  });
  const codec = createCodec({ registryUrl: kafka.stack.schemaRegistryUrl, clock: systemClock });
  await codec.prepare(['tweets-raw']);
  const metrics = createMetrics({ service: 'e2e', version: 'test', commit: 'test' });
  const fatal = (error: Error): never => {
    throw error;
  };
  const producer = createProducer({ kafka: client, codec, logger, metrics, clock: systemClock, fatal });
  await producer.start();
  await producer.sendAll(ids.map((id) => ({ topic: 'tweets-raw', key: id, record: buildTweet({ id }) })));
  await producer.stop();
}

/** Waits for this answer; what the probe and the services said last is in the error. */
async function waitForReady(port: number, status: 200 | 503): Promise<void> {
  let body = '';
  await waitUntil(
    async () => {
      const answer = await get(port, '/health/ready');
      body = answer.body;
      return answer.status === status;
    },
    { state: () => [body, ...running.map(({ output }) => output().slice(-4_000))].join('\n') },
  );
}

async function stored(): Promise<readonly string[]> {
  const found = await withMongo(
    mongod.uri(USER, MONGO_PASSWORD),
    (client) => client.db().collection<{ _id: string }>('tweets').find().toArray(),
    { ca: kafka.authority.cert },
  );
  return found.map(({ _id }) => _id).sort();
}

/** The one fatal line of a process that ended by itself. */
async function lastWords({ exited, output }: Process): Promise<string> {
  expect(await exited).toBe(1);
  const lines = output()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const fatal = lines.filter(({ level }) => level === 'fatal');
  expect(fatal).toHaveLength(1);
  expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
  return String(fatal[0]?.['msg']);
}

describe('the pipeline on servers that not everybody may use', () => {
  it('is deployed, and moves posts from tweets-raw to MongoDB', async () => {
    const deployed = start('deploy/kafka');
    expect([await deployed.exited, deployed.output()]).toEqual([0, expect.stringContaining('done')]);
    const ports = { enricher: await freePort(), sink: await freePort() };
    start('apps/enricher', { HTTP_HOST: '127.0.0.1', HTTP_PORT: String(ports.enricher) });
    start('apps/mongo-sink', { ...sinkEnv(), HTTP_HOST: '127.0.0.1', HTTP_PORT: String(ports.sink) });
    for (const port of Object.values(ports)) {
      await waitForReady(port, 200);
    }
    await produce(['1', '2', '3']);
    await waitUntil(async () => (await stored()).length === 3);

    // Both logins are withdrawn: waited out, not ready, and named.
    await kafka.deleteUser(USER, ['SCRAM-SHA-512']);
    await mongod.deleteUser(USER);
    await waitUntil(async () =>
      (await get(ports.enricher, '/health/ready')).body.includes(`logging in as ${USER}`),
    );
    await waitForReady(ports.enricher, 503);
    expect((await get(ports.enricher, '/health/live')).status).toBe(200);
    await waitForReady(ports.sink, 503);

    await mongod.setUser(USER, MONGO_PASSWORD);
    await kafka.setUser(USER, KAFKA_PASSWORD, ['SCRAM-SHA-512']);
    for (const port of Object.values(ports)) {
      await waitForReady(port, 200);
      expect((await get(port, '/metrics')).body).toContain(
        'pipeline_certificate_expiry_timestamp_seconds{certificate="kafka-server"',
      );
    }
    await produce(['4']);
    await waitUntil(async () => (await stored()).length === 4);
    expect(await stored()).toEqual(['1', '2', '3', '4']);
  });

  it('needs no more in MongoDB than readWrite, also where another release or setting was before', async () => {
    const $jsonSchema = { title: 'mongo-sink: tweets', bsonType: 'object' };
    await mongod.asAdmin({ collMod: 'tweets', validator: { $jsonSchema } });
    for (const days of ['30', '60']) {
      const port = await freePort();
      const retention = { MONGO_SINK_RETENTION_DAYS: days };
      const sink = start('apps/mongo-sink', {
        ...sinkEnv(),
        ...retention,
        HTTP_HOST: '127.0.0.1',
        HTTP_PORT: String(port),
      });
      await waitForReady(port, 200);
      expect(sink.output()).toContain('give him collMod (role dbAdmin)');
      sink.child.kill('SIGTERM');
      expect(await sink.exited).toBe(0);
      expect(await mongod.asAdmin({ listIndexes: 'tweets' })).toMatchObject({
        cursor: {
          firstBatch: expect.arrayContaining([
            expect.objectContaining({ name: 'retention', expireAfterSeconds: Number(days) * 86_400 }),
          ]),
        },
      });
    }
  });

  it('ends a start with exit code 1 and one line that names cause and server', async () => {
    const stranger = path.join(dir, 'stranger.pem');
    writeFileSync(stranger, createAuthority('A stranger').cert);
    const quiet = { HTTP_HOST: '127.0.0.1', HTTP_PORT: '0' };
    const wrong = { KAFKA_SASL_PASSWORD_FILE: undefined, KAFKA_SASL_PASSWORD: 'seeded-wrong-7734' };
    expect(await lastWords(start('apps/enricher', { ...quiet, ...wrong }))).toMatch(
      new RegExp(
        `^checking topics: Kafka at ${kafka.saslTls}: logging in as ${USER} with SCRAM-SHA-512: .*invalid credentials`,
      ),
    );
    expect(await lastWords(start('apps/enricher', { ...quiet, KAFKA_TLS_CA_FILE: stranger }))).toBe(
      `checking topics: Kafka at ${kafka.saslTls}: the server has a certificate of an authority we do not trust`,
    );
    const registryLogin = {
      SCHEMA_REGISTRY_PASSWORD_FILE: undefined,
      SCHEMA_REGISTRY_PASSWORD: 'seeded-wrong-7735',
    };
    expect(await lastWords(start('apps/enricher', { ...quiet, ...registryLogin }))).toMatch(
      new RegExp(
        `the schema registry at localhost:${registry.port} refused the login as ${USER} \\(HTTP 401\\)$`,
      ),
    );
    const withPassword = sinkEnv(USER, 'seeded-wrong-7736');
    expect(await lastWords(start('apps/mongo-sink', { ...quiet, ...withPassword }))).toBe(
      `connecting to MongoDB at ${mongod.address}: the server refused the login as ${USER}: Authentication failed.`,
    );
    expect(
      await lastWords(start('apps/mongo-sink', { ...quiet, ...sinkEnv(), MONGODB_TLS_CA_FILE: stranger })),
    ).toBe(
      `connecting to MongoDB at ${mongod.address}: the server has a certificate of an authority we do not trust`,
    );
    expect(
      await lastWords(start('apps/mongo-sink', { ...quiet, ...sinkEnv(), MONGODB_URI: mongod.openUri })),
    ).toMatch(
      new RegExp(`at ${mongod.address}: the server demands a login; put user and password into MONGODB_URI`),
    );
    const withoutTls = { MONGODB_URI: mongod.openUri.replace('tls=true&', '') };
    expect(await lastWords(start('apps/mongo-sink', { ...quiet, ...withoutTls }))).toBe(
      `connecting to MongoDB at ${mongod.address}: this port speaks TLS; add tls=true to MONGODB_URI`,
    );
  });

  it('says a secret nowhere: not in a log, a metric or an answer', () => {
    expect(said.length).toBeGreaterThan(20);
    expect(
      said
        .join('\n')
        .split('\n')
        .filter((line) => SEEDED.test(line)),
    ).toEqual([]);
  });
});

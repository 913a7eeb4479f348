import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createMetrics, kafkaAccess, PipelineError, systemClock, type KafkaConfig } from '@tdp/service';
import { createRecordingLogger } from '@tdp/service/testing';
import { createAdmin, createKafka, createKafkaParts, pingKafka, type KafkaClient } from '@tdp/streaming';
import { createAuthority, freePort, waitUntil, type Certified } from '@tdp/testing';
import { startSecuredKafka, type SecuredKafka } from './secured-kafka';

const PASSWORD = 'right-pass:w%rd';
const WRONG = 'wrong-pass-5309';
let dir: string;
let kafka: SecuredKafka;
let ca: string;

beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'secured-'));
  kafka = await startSecuredKafka({
    dir,
    env: process.env,
    plainUser: { name: 'ann', password: PASSWORD },
    sessionMs: 11_000,
  });
  ca = kafka.authority.cert;
  await kafka.setUser('bob', PASSWORD);
});

afterAll(async () => {
  await kafka.stack.stop();
  rmSync(dir, { recursive: true, force: true });
});

type Settings = Partial<KafkaConfig>;
const tls = (): Settings => ({ KAFKA_TLS: true, KAFKA_TLS_CA: ca });
const login = (
  mechanism: KafkaConfig['KAFKA_SASL_MECHANISM'],
  user: string,
  password = PASSWORD,
): Settings => ({
  KAFKA_SASL_MECHANISM: mechanism,
  KAFKA_SASL_USERNAME: user,
  KAFKA_SASL_PASSWORD: password,
});
const certified = ({ cert, key }: Certified): Settings => ({ KAFKA_TLS_CERT: cert, KAFKA_TLS_KEY: key });

function clientOf(
  broker: string,
  settings: Settings,
): { client: KafkaClient; lines: Record<string, unknown>[] } {
  const { logger, lines } = createRecordingLogger('trace');
  const access = kafkaAccess(settings);
  return { client: createKafka({ brokers: [broker], clientId: 'secured', logger, access }), lines };
}

const succeeds = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );

/** What a client that cannot be let in says, in one line. */
async function refusalOf(broker: string, settings: Settings): Promise<PipelineError> {
  const { client, lines } = clientOf(broker, settings);
  const error: unknown = await pingKafka(client).then(
    () => new Error('it was let in'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof PipelineError)) {
    throw error;
  }
  expect(error.message).not.toContain('\n');
  expect(JSON.stringify([error.message, error.stack, lines])).not.toMatch(/right-pass|wrong-pass/);
  return error;
}

describe('brokers that not everybody may use', () => {
  it.each([
    ['SASL PLAIN over TLS', () => [kafka.saslTls, { ...tls(), ...login('PLAIN', 'ann') }]],
    ['SCRAM-SHA-256 over TLS', () => [kafka.saslTls, { ...tls(), ...login('SCRAM-SHA-256', 'bob') }]],
    ['SCRAM-SHA-512 over TLS', () => [kafka.saslTls, { ...tls(), ...login('SCRAM-SHA-512', 'bob') }]],
    ['SCRAM-SHA-512 without TLS', () => [kafka.saslPlaintext, login('SCRAM-SHA-512', 'bob')]],
    [
      'a client certificate',
      () => [kafka.mutualTls, { ...tls(), ...certified(kafka.authority.issue({ commonName: 'enricher' })) }],
    ],
    [
      'a server name that is not the host',
      () => [
        kafka.saslTls.replace('localhost', '127.0.0.1'),
        { ...tls(), KAFKA_TLS_SERVER_NAME: 'localhost', ...login('PLAIN', 'ann') },
      ],
    ],
  ] as [string, () => [string, Settings]][])('are used with %s', async (_how, given) => {
    await expect(pingKafka(clientOf(...given()).client)).resolves.toBeUndefined();
  });

  it.each([
    [
      'a wrong password of SASL PLAIN',
      () => [kafka.saslTls, { ...tls(), ...login('PLAIN', 'ann', WRONG) }],
      'KAFKA_UNAUTHORIZED',
      () =>
        `Kafka at ${kafka.saslTls}: logging in as ann with PLAIN: Authentication failed: Invalid username or password`,
    ],
    [
      'a wrong password of SCRAM',
      () => [kafka.saslTls, { ...tls(), ...login('SCRAM-SHA-512', 'bob', WRONG) }],
      'KAFKA_UNAUTHORIZED',
      () =>
        `Kafka at ${kafka.saslTls}: logging in as bob with SCRAM-SHA-512: Authentication failed during authentication due to invalid credentials with SASL mechanism SCRAM-SHA-512`,
    ],
    [
      'an unknown authority',
      () => [
        kafka.saslTls,
        { KAFKA_TLS: true, KAFKA_TLS_CA: createAuthority('A stranger').cert, ...login('PLAIN', 'ann') },
      ],
      'KAFKA_UNAUTHORIZED',
      () => `Kafka at ${kafka.saslTls}: the server has a certificate of an authority we do not trust`,
    ],
    [
      'an expired certificate',
      () => [kafka.expired, { ...tls(), ...login('PLAIN', 'ann') }],
      'KAFKA_UNAUTHORIZED',
      () => `Kafka at ${kafka.expired}: the server's certificate has expired`,
    ],
    [
      'a certificate for another name',
      () => [kafka.saslTls, { ...tls(), KAFKA_TLS_SERVER_NAME: 'broker.test', ...login('PLAIN', 'ann') }],
      'KAFKA_UNAUTHORIZED',
      () =>
        `Kafka at ${kafka.saslTls}: the server's certificate is for another name (Host: broker.test. is not in the cert's altnames: DNS:localhost, IP Address:127.0.0.1)`,
    ],
    [
      'no client certificate where one is demanded',
      () => [kafka.mutualTls, tls()],
      'KAFKA_UNAUTHORIZED',
      () => `Kafka at ${kafka.mutualTls}: the server demands a client certificate`,
    ],
    [
      'no TLS where it is spoken',
      () => [kafka.saslTls, login('PLAIN', 'ann')],
      'KAFKA_UNAUTHORIZED',
      () => `Kafka at ${kafka.saslTls}: this port speaks TLS; set KAFKA_TLS=true`,
    ],
    [
      'TLS where it is not spoken',
      () => [kafka.saslPlaintext, { ...tls(), ...login('PLAIN', 'ann') }],
      'KAFKA_UNAUTHORIZED',
      () =>
        `Kafka at ${kafka.saslPlaintext}: this port does not speak TLS; leave KAFKA_TLS out or name another port`,
    ],
    [
      'a login where none is taken',
      () => [kafka.plaintext, login('PLAIN', 'ann')],
      'KAFKA_UNAUTHORIZED',
      () =>
        `Kafka at ${kafka.plaintext}: this port takes no login; leave KAFKA_SASL_MECHANISM out or name another port`,
    ],
  ] as [string, () => [string, Settings], string, () => string][])(
    'name the cause and the server: %s',
    async (_what, given, code, line) => {
      expect(await refusalOf(...given())).toMatchObject({
        code,
        retriable: false,
        message: `connecting to Kafka: ${line()}`,
      });
    },
  );

  it('name a login that is missing, when something is asked', async () => {
    const { client } = clientOf(kafka.saslPlaintext, {});
    await expect(createAdmin(client, { forMs: 0 }).topicTotals(['tweets-raw'])).rejects.toMatchObject({
      code: 'KAFKA_UNAUTHORIZED',
      message: `counting records: Kafka at ${kafka.saslPlaintext}: this port demands a login; set KAFKA_SASL_MECHANISM`,
    });
  });

  it('end a start with one line and no waiting', async () => {
    const { logger, lines } = createRecordingLogger('warn');
    const { dependencies } = createKafkaParts(
      {
        config: {
          KAFKA_BROKERS: [kafka.saslTls],
          SCHEMA_REGISTRY_URL: kafka.stack.schemaRegistryUrl,
          KAFKA_TOPIC_PREFIX: '',
          ...tls(),
          ...login('SCRAM-SHA-512', 'bob', WRONG),
        },
        logger,
        metrics: createMetrics({ service: 's', version: 'v', commit: 'c' }),
        clock: systemClock,
        fatal: (error) => lines.push({ error }),
      },
      { service: 'secured', topics: ['tweets-raw'] },
    );
    await expect(dependencies.start()).rejects.toMatchObject({ code: 'KAFKA_UNAUTHORIZED' });
    expect(lines).toEqual([]);
  });

  it('export when their certificate expires', async () => {
    const metrics = createMetrics({ service: 's', version: 'v', commit: 'c' });
    const { logger } = createRecordingLogger();
    const { kafka: client } = createKafkaParts(
      {
        config: {
          KAFKA_BROKERS: [kafka.saslTls],
          SCHEMA_REGISTRY_URL: kafka.stack.schemaRegistryUrl,
          KAFKA_TOPIC_PREFIX: '',
          ...tls(),
          ...login('PLAIN', 'ann'),
        },
        logger,
        metrics,
        clock: systemClock,
        fatal: () => undefined,
      },
      { service: 'secured', topics: [] },
    );
    await pingKafka(client);
    expect(await metrics.registry.metrics()).toMatch(
      /pipeline_certificate_expiry_timestamp_seconds\{certificate="kafka-server",service="s"\} \d{10}/,
    );
  });

  it('log in again at the end of a session, and wait for a user who was let in before', async () => {
    await kafka.setUser('eve', PASSWORD, ['SCRAM-SHA-256']);
    const { client, lines } = clientOf(kafka.saslTls, { ...tls(), ...login('SCRAM-SHA-256', 'eve') });
    const admin = createAdmin(client, { forMs: 0 });
    await admin.connect();
    expect(await admin.topicTotals(['tweets-raw'])).toEqual({ 'tweets-raw': 0 });
    await kafka.deleteUser('eve', ['SCRAM-SHA-256']);
    await expect(admin.topicTotals(['tweets-raw'])).rejects.toMatchObject({
      code: 'KAFKA_UNAUTHORIZED',
      message: expect.stringContaining(`Kafka at ${kafka.saslTls}: logging in as eve with SCRAM-SHA-256: `),
    });
    await kafka.setUser('eve', PASSWORD, ['SCRAM-SHA-256']);
    await waitUntil(() => succeeds(admin.topicTotals(['tweets-raw'])));
    // Beyond the session: the connection that is kept logs in once more.
    await systemClock.sleep(1_500);
    // A coordinator that is asked for the first time may have to load.
    await waitUntil(() => succeeds(admin.groupLag('nobody', [])));
    expect(await admin.groupLag('nobody', [])).toEqual({});
    await admin.disconnect();
    expect(JSON.stringify(lines)).not.toContain(PASSWORD);
  });

  it('that are away are waited for, however they are to be reached', async () => {
    const port = await freePort();
    expect(await refusalOf(`localhost:${port}`, { ...tls(), ...login('PLAIN', 'ann') })).toMatchObject({
      code: 'KAFKA_UNAVAILABLE',
      retriable: true,
    });
  });
});

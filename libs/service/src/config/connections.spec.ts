import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createAuthority } from '@tdp/testing';
import { z } from 'zod';
import { ConfigError, type ConfigProblem } from './config-error';
import { kafkaAccess, registryAccess } from './connections';
import { isPublicHost } from './connection-warnings';
import { describeConfig, loadConfig, secretValues } from './load-config';
import { kafkaConfigShape, mongoConfigShape } from './shapes';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 5, 1);
const authority = createAuthority('Root', { validFrom: 0, validTo: NOW + 1_000 * DAY_MS });
const dates = { validFrom: NOW - DAY_MS, validTo: NOW + 100 * DAY_MS };
const own = authority.issue({ commonName: 'enricher', ...dates });
const other = authority.issue({ commonName: 'other', ...dates });
const encrypted = authority.issue({ commonName: 'enricher', passphrase: 'p4ss', ...dates });
const expired = authority.issue({ commonName: 'old', validFrom: 0, validTo: NOW - DAY_MS });
const early = authority.issue({ commonName: 'early', validFrom: NOW + DAY_MS, validTo: NOW + 9 * DAY_MS });

const schema = z.object({ ...kafkaConfigShape, ...mongoConfigShape });
const plain = {
  KAFKA_BROKERS: '127.0.0.1:9092',
  SCHEMA_REGISTRY_URL: 'http://127.0.0.1:8081',
  MONGODB_URI: 'mongodb://127.0.0.1/twitter',
};
const dir = mkdtempSync(path.join(tmpdir(), 'connections-'));
const caFile = path.join(dir, 'ca.pem');
writeFileSync(caFile, authority.cert);

function load(env: Record<string, string | undefined>) {
  const warnings: ConfigProblem[] = [];
  const warn = (warning: ConfigProblem) => warnings.push(warning);
  const config = loadConfig({ schema, env: { ...plain, ...env }, service: 'x', secrets: [], warn, now: NOW });
  return { config, warnings };
}

function problemsOf(env: Record<string, string | undefined>): readonly string[] {
  try {
    load(env);
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.problems.map(({ key, message }) => `${key}: ${message}`);
    }
    throw error;
  }
  return [];
}

const sasl = { KAFKA_SASL_MECHANISM: 'PLAIN', KAFKA_SASL_USERNAME: 'ann', KAFKA_SASL_PASSWORD: 'secret' };

describe('settings of connections', () => {
  it('are none where none are given', () => {
    const { config, warnings } = load({});
    expect(kafkaAccess(config)).toEqual({ tls: null, sasl: null });
    expect(registryAccess(config)).toEqual({ tls: {} });
    expect(warnings).toEqual([]);
  });

  it('give clients what they take, from files too', () => {
    const { config } = load({
      ...sasl,
      KAFKA_TLS: 'true',
      KAFKA_TLS_CA_FILE: caFile,
      KAFKA_TLS_CERT: own.cert,
      KAFKA_TLS_KEY: own.key,
      KAFKA_TLS_SERVER_NAME: 'kafka.test',
      SCHEMA_REGISTRY_URL: 'https://registry.test',
      SCHEMA_REGISTRY_USERNAME: 'ann',
      SCHEMA_REGISTRY_PASSWORD: 'ä:b',
      SCHEMA_REGISTRY_TLS_CA_FILE: caFile,
    });
    const ca = authority.cert.trimEnd();
    expect(kafkaAccess(config)).toEqual({
      tls: { ca, cert: own.cert, key: own.key, servername: 'kafka.test' },
      sasl: { mechanism: 'PLAIN', username: 'ann', password: 'secret' },
    });
    expect(registryAccess(config)).toEqual({ authorization: 'Basic YW5uOsOkOmI=', tls: { ca } });
    expect(registryAccess({ SCHEMA_REGISTRY_BEARER_TOKEN: 't' }).authorization).toBe('Bearer t');
  });

  const tls = { KAFKA_TLS: 'true' };
  it.each([
    [
      ['KAFKA_SASL_USERNAME: is missing beside', 'KAFKA_SASL_PASSWORD: is missing'],
      { KAFKA_SASL_MECHANISM: 'PLAIN' },
    ],
    [['KAFKA_SASL_MECHANISM: is missing', 'KAFKA_SASL_USERNAME: is missing'], { KAFKA_SASL_PASSWORD: 'p' }],
    [['KAFKA_SASL_MECHANISM: must be PLAIN, SCRAM-SHA-256 or'], { ...sasl, KAFKA_SASL_MECHANISM: 'GSSAPI' }],
    [['KAFKA_TLS: must be true or false'], { KAFKA_TLS: 'yes' }],
    [
      ['KAFKA_TLS_CA: is set, but the connection does not use TLS; set KAFKA_TLS=true'],
      { KAFKA_TLS_CA: authority.cert },
    ],
    [['KAFKA_TLS_KEY: is missing beside KAFKA_TLS_CERT'], { ...tls, KAFKA_TLS_CERT: own.cert }],
    [['KAFKA_TLS_CERT: is missing beside KAFKA_TLS_KEY'], { ...tls, KAFKA_TLS_KEY: own.key }],
    [['KAFKA_TLS_KEY_PASSPHRASE: is set without KAFKA_TLS_KEY'], { ...tls, KAFKA_TLS_KEY_PASSPHRASE: 'p' }],
    [
      [`KAFKA_TLS_CA: cannot be read from KAFKA_TLS_CA_FILE: ${dir} is a directory`],
      { ...tls, KAFKA_TLS_CA_FILE: dir },
    ],
    [
      ['KAFKA_TLS_CA: cannot be read from KAFKA_TLS_CA_FILE: there is no file /absent'],
      { ...tls, KAFKA_TLS_CA_FILE: '/absent' },
    ],
    [['KAFKA_TLS_CA: holds no PEM certificate'], { ...tls, KAFKA_TLS_CA: 'hello' }],
    [
      ['KAFKA_TLS_CA: is a path where PEM text is expected; name the file in the variable that'],
      { ...tls, KAFKA_TLS_CA: caFile },
    ],
    [
      ['KAFKA_TLS_CA: holds a damaged certificate'],
      { ...tls, KAFKA_TLS_CA: authority.cert.replace('MII', 'AAA').replace(/\n[A-Za-z]/, '\nA') },
    ],
    [
      ['KAFKA_TLS_KEY: is not the key of the certificate'],
      { ...tls, KAFKA_TLS_CERT: own.cert, KAFKA_TLS_KEY: other.key },
    ],
    [
      ['KAFKA_TLS_KEY: is encrypted; its passphrase is missing'],
      { ...tls, KAFKA_TLS_CERT: encrypted.cert, KAFKA_TLS_KEY: encrypted.key },
    ],
    [
      ['KAFKA_TLS_KEY: cannot be decrypted with its passphrase'],
      {
        ...tls,
        KAFKA_TLS_CERT: encrypted.cert,
        KAFKA_TLS_KEY: encrypted.key,
        KAFKA_TLS_KEY_PASSPHRASE: 'no',
      },
    ],
    [['KAFKA_TLS_KEY: holds no PEM private key'], { ...tls, KAFKA_TLS_CERT: own.cert, KAFKA_TLS_KEY: 'key' }],
    [
      ['KAFKA_TLS_CERT: holds a certificate that expired on 2026-05-31 (CN=old)'],
      { ...tls, KAFKA_TLS_CERT: expired.cert, KAFKA_TLS_KEY: expired.key },
    ],
    [
      ['KAFKA_TLS_CERT: holds a certificate that is not valid before 2026-06-02 (CN=early)'],
      { ...tls, KAFKA_TLS_CERT: early.cert, KAFKA_TLS_KEY: early.key },
    ],
    [
      ['KAFKA_TLS_CA_FIL: is not a setting of x; did you mean KAFKA_TLS_CA_FILE?'],
      { ...tls, KAFKA_TLS_CA_FIL: caFile },
    ],
    [
      ['SCHEMA_REGISTRY_PASSWORD: is missing beside SCHEMA_REGISTRY_USERNAME'],
      { SCHEMA_REGISTRY_USERNAME: 'ann' },
    ],
    [
      ['SCHEMA_REGISTRY_BEARER_TOKEN: only one login can be used'],
      { SCHEMA_REGISTRY_URL: 'http://a:b@r', SCHEMA_REGISTRY_BEARER_TOKEN: 't' },
    ],
    [
      ['SCHEMA_REGISTRY_TLS_CA: is set, but the connection does not use TLS; write https://'],
      { SCHEMA_REGISTRY_TLS_CA: authority.cert },
    ],
    [
      ['MONGODB_TLS_CA: is set, but the connection does not use TLS; add tls=true to MONGODB_URI'],
      { MONGODB_TLS_CA: authority.cert },
    ],
    [
      [`MONGODB_URI: names a tlsCAFile that cannot be used: ${dir} is a directory`],
      { MONGODB_URI: `mongodb://h/d?tls=true&tlsCAFile=${encodeURIComponent(dir)}` },
    ],
  ])('are refused where they do not fit together: %j', (expected, env) => {
    const problems = problemsOf(env);
    expect(problems).toHaveLength(expected.length);
    expected.forEach((text) => expect(problems).toContainEqual(expect.stringContaining(text)));
  });

  it('are refused all at once, and without a secret', () => {
    const problems = problemsOf({
      KAFKA_TLS: 'true',
      KAFKA_TLS_CERT: expired.cert,
      KAFKA_SASL_PASSWORD: 'kafka-secret',
      SCHEMA_REGISTRY_URL: 'ann:registry-secret@registry:8081',
      MONGODB_URI: 'ann:mongo-secret@h/d',
    });
    expect(problems.map((problem) => problem.split(':', 1)[0]).sort()).toEqual([
      'KAFKA_SASL_MECHANISM',
      'KAFKA_SASL_USERNAME',
      'KAFKA_TLS_CERT',
      'KAFKA_TLS_KEY',
      'MONGODB_URI',
      'SCHEMA_REGISTRY_URL',
    ]);
    expect(problems.join()).not.toMatch(/secret/);
  });

  it('are shown without secrets, and certificates without their text', () => {
    const { config } = load({
      ...sasl,
      KAFKA_TLS: 'true',
      KAFKA_TLS_CA: authority.cert,
      SCHEMA_REGISTRY_URL: 'http://ann:s3cret@127.0.0.1',
    });
    expect(describeConfig(config, [])).toMatchObject({
      KAFKA_TLS_CA: '[PEM]',
      KAFKA_SASL_PASSWORD: '[redacted]',
      SCHEMA_REGISTRY_URL: 'http://[redacted]@127.0.0.1',
      MONGODB_URI: '[redacted]',
    });
    expect(secretValues(config, [])).toEqual(
      expect.arrayContaining(['secret', 'http://ann:s3cret@127.0.0.1', plain.MONGODB_URI]),
    );
  });
});

describe('warnings', () => {
  const warningsOf = (env: Record<string, string | undefined>) =>
    load(env).warnings.map(({ key, message }) => `${key}: ${message}`);

  it.each([
    [
      { ...sasl, KAFKA_BROKERS: '10.1.2.3:9092,broker.example.com:9092' },
      /KAFKA_SASL_MECHANISM: PLAIN without TLS to broker.example.com: the password is sent/,
    ],
    [
      { SCHEMA_REGISTRY_URL: 'http://ann:secret@8.8.8.8:8081/x' },
      /SCHEMA_REGISTRY_URL: a login without TLS to 8.8.8.8/,
    ],
    [
      { MONGODB_URI: 'mongodb://ann:secret@db.example.com,10.0.0.1:27017/d' },
      /MONGODB_URI: a login without TLS to db.example.com: /,
    ],
  ])('of a login that travels in the open: %j', (env, expected) => {
    expect(warningsOf(env)).toEqual([expect.stringMatching(expected)]);
    expect(warningsOf(env).join()).not.toContain('secret');
  });

  it.each([
    [{ ...sasl, KAFKA_BROKERS: 'kafka:9092,10.1.2.3:9092,[::1]:9092' }],
    [{ ...sasl, KAFKA_BROKERS: 'broker.example.com:9092', KAFKA_TLS: 'true' }],
    [{ KAFKA_BROKERS: 'broker.example.com:9092' }],
    [{ SCHEMA_REGISTRY_URL: 'https://ann:secret@registry.example.com' }],
    [{ MONGODB_URI: 'mongodb+srv://ann:secret@db.example.com/d' }],
  ])('not of %j', (env) => {
    expect(warningsOf(env)).toEqual([]);
  });

  it('of a certificate that expires within 14 days; of several authorities the last counts', () => {
    const soon = authority.issue({ commonName: 'soon', validFrom: 0, validTo: NOW + 13.5 * DAY_MS });
    const env = { KAFKA_TLS: 'true', KAFKA_TLS_CERT: soon.cert, KAFKA_TLS_KEY: soon.key };
    expect(warningsOf(env)).toEqual(['KAFKA_TLS_CERT: the certificate CN=soon expires in 13 days']);
    const old = createAuthority('Old', { validFrom: 0, validTo: NOW - DAY_MS });
    expect(warningsOf({ KAFKA_TLS: 'true', KAFKA_TLS_CA: old.cert + authority.cert })).toEqual([]);
  });

  it.each([
    ['localhost', false],
    ['127.0.0.1', false],
    ['192.168.4.5', false],
    ['172.31.0.1', false],
    ['172.32.0.1', true],
    ['fd00::1', false],
    ['2001:db8::1', true],
    ['kafka', false],
    ['kafka.data.svc.cluster.local', false],
    ['kafka.example.com', true],
  ])('take %s for public: %s', (host, expected) => {
    expect(isPublicHost(host)).toBe(expected);
  });
});

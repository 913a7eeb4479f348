import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '@tdp/service';
import { createAuthority, freePort, type Authority, type Certified } from '@tdp/testing';
import { createProgress } from '../../src/fetch/progress';
import { fetchArtifacts } from '../../src/fetch/fetch-artifacts';
import { run, tail } from '../../src/fetch/run';
import { startStack, type Stack } from '../../src/native/start-stack';

/** A broker with a port of every kind, on the name localhost. */
export interface SecuredKafka {
  readonly authority: Authority;
  readonly stack: Stack;
  /** host:port, by what the port asks for. */
  readonly plaintext: string;
  /** TLS, and a client certificate. */
  readonly mutualTls: string;
  /** TLS and a login. */
  readonly saslTls: string;
  /** A login, no TLS. */
  readonly saslPlaintext: string;
  /** TLS and a login, with a certificate that has expired. */
  readonly expired: string;
  /** Creates a user of these mechanisms, by default both, or changes his password. */
  setUser(name: string, password: string, mechanisms?: readonly Scram[]): Promise<void>;
  deleteUser(name: string, mechanisms?: readonly Scram[]): Promise<void>;
}

export interface SecuredKafkaOptions {
  /** Holds data, logs and certificates. */
  readonly dir: string;
  readonly env: NodeJS.ProcessEnv;
  /** User of SASL PLAIN, which only the broker's own settings know. */
  readonly plainUser: { readonly name: string; readonly password: string };
  /** How long a login holds; then the client must log in again. */
  readonly sessionMs?: number;
}

type Scram = 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
const MECHANISMS: readonly Scram[] = ['SCRAM-SHA-256', 'SCRAM-SHA-512'];
const HOUR_MS = 3_600_000;

/** Starts a stack whose broker is so; registry and MongoDB are as open as ever. */
export async function startSecuredKafka(options: SecuredKafkaOptions): Promise<SecuredKafka> {
  const { dir, env } = options;
  const authority = createAuthority();
  const names = { commonName: 'broker', names: ['localhost', '127.0.0.1'] };
  const valid = authority.issue(names);
  const old = authority.issue({ ...names, validFrom: 0, validTo: Date.now() - HOUR_MS });
  const ports = { plaintext: await freePort(), controller: await freePort() };
  const secured = {
    MTLS: await freePort(),
    SASLTLS: await freePort(),
    SASLOPEN: await freePort(),
    EXPIRED: await freePort(),
  };
  const brokerProperties = {
    ...listeners(ports, secured),
    ...tlsProperties('mtls', writeStores(dir, 'valid', valid, authority), true),
    ...tlsProperties('sasltls', writeStores(dir, 'valid', valid, authority), false),
    ...tlsProperties('expired', writeStores(dir, 'old', old, authority), false),
    ...loginProperties(options),
  };
  const stack = await startStack({
    dir,
    fresh: true,
    env: { ...env, KAFKA_BROKERS: '', SCHEMA_REGISTRY_URL: '', MONGODB_URI: '' },
    clock: systemClock,
    progress: createProgress({ write: () => undefined }),
    ports: { kafka: ports.plaintext, controller: ports.controller, registry: 0, mongodb: 0 },
    brokerProperties,
  });
  const alter = await createAlter(env, stack.kafkaBrokers);
  return {
    authority,
    stack,
    plaintext: stack.kafkaBrokers,
    mutualTls: `localhost:${secured.MTLS}`,
    saslTls: `localhost:${secured.SASLTLS}`,
    saslPlaintext: `localhost:${secured.SASLOPEN}`,
    expired: `localhost:${secured.EXPIRED}`,
    // Kafka refuses to change a user twice in one request.
    async setUser(name, password, mechanisms = MECHANISMS) {
      for (const mechanism of mechanisms) {
        await alter(name, '--add-config', `${mechanism}=[password=${password}]`);
      }
    },
    async deleteUser(name, mechanisms = MECHANISMS) {
      for (const mechanism of mechanisms) {
        await alter(name, '--delete-config', mechanism);
      }
    },
  };
}

function listeners(
  { plaintext, controller }: { readonly plaintext: number; readonly controller: number },
  secured: Readonly<Record<string, number>>,
): Record<string, string> {
  const protocols = { MTLS: 'SSL', SASLTLS: 'SASL_SSL', SASLOPEN: 'SASL_PLAINTEXT', EXPIRED: 'SASL_SSL' };
  const open = `PLAINTEXT://127.0.0.1:${plaintext}`;
  const others = Object.entries(secured);
  return {
    listeners: [
      open,
      ...others.map(([name, port]) => `${name}://127.0.0.1:${port}`),
      `CONTROLLER://127.0.0.1:${controller}`,
    ].join(','),
    'advertised.listeners': [open, ...others.map(([name, port]) => `${name}://localhost:${port}`)].join(','),
    'listener.security.protocol.map': [
      'CONTROLLER:PLAINTEXT',
      'PLAINTEXT:PLAINTEXT',
      ...Object.entries(protocols).map(([name, protocol]) => `${name}:${protocol}`),
    ].join(','),
  };
}

interface Stores {
  readonly key: string;
  readonly trust: string;
}

/** Kafka wants the key and its certificates in one file. */
function writeStores(dir: string, name: string, { cert, key }: Certified, authority: Authority): Stores {
  const stores = { key: path.join(dir, `${name}.pem`), trust: path.join(dir, 'ca.pem') };
  writeFileSync(stores.key, key + cert + authority.cert);
  writeFileSync(stores.trust, authority.cert);
  return stores;
}

function tlsProperties(listener: string, { key, trust }: Stores, isMutual: boolean): Record<string, string> {
  const prefix = `listener.name.${listener}`;
  return {
    [`${prefix}.ssl.keystore.type`]: 'PEM',
    [`${prefix}.ssl.keystore.location`]: key,
    [`${prefix}.ssl.truststore.type`]: 'PEM',
    [`${prefix}.ssl.truststore.location`]: trust,
    [`${prefix}.ssl.client.auth`]: isMutual ? 'required' : 'none',
    'ssl.allow.dn.changes': 'true',
  };
}

function loginProperties({ plainUser, sessionMs }: SecuredKafkaOptions): Record<string, string> {
  const properties: Record<string, string> = { 'connection.failed.authentication.delay.ms': '100' };
  for (const listener of ['sasltls', 'saslopen', 'expired']) {
    const prefix = `listener.name.${listener}`;
    properties[`${prefix}.sasl.enabled.mechanisms`] = ['PLAIN', ...MECHANISMS].join(',');
    properties[`${prefix}.plain.sasl.jaas.config`] =
      `org.apache.kafka.common.security.plain.PlainLoginModule required user_${plainUser.name}="${plainUser.password}";`;
    for (const mechanism of MECHANISMS) {
      properties[`${prefix}.${mechanism.toLowerCase()}.sasl.jaas.config`] =
        'org.apache.kafka.common.security.scram.ScramLoginModule required;';
    }
    if (sessionMs !== undefined) {
      properties[`${prefix}.connections.max.reauth.ms`] = String(sessionMs);
    }
  }
  return properties;
}

/** Users are changed by Kafka's own tool: kafkajs has no request for it. */
async function createAlter(
  env: NodeJS.ProcessEnv,
  brokers: string,
): Promise<(user: string, how: string, value: string) => Promise<void>> {
  const artifacts = await fetchArtifacts({
    parts: ['kafka'],
    env,
    progress: createProgress({ write: () => undefined }),
  });
  const java = path.join(artifacts.javaHome, 'bin/java');
  const tool = [
    '-XX:TieredStopAtLevel=1',
    '-cp',
    path.join(artifacts.kafkaJars, '*'),
    'kafka.admin.ConfigCommand',
  ];
  return async (user, how, value) => {
    const target = [
      '--bootstrap-server',
      brokers,
      '--alter',
      '--entity-type',
      'users',
      '--entity-name',
      user,
    ];
    const { code, output } = await run(java, [...tool, ...target, how, value]);
    if (code !== 0) {
      throw new Error(`changing user ${user}: ${tail(output)}`);
    }
  };
}

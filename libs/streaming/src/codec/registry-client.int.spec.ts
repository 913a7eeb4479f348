import { createServer } from 'node:net';
import { latestSchema } from '@tdp/contracts';
import { basicAuthorization, PipelineError, type Validity } from '@tdp/service';
import { createAuthority, freePort, stackEndpoints, startGuardedProxy, uniqueName } from '@tdp/testing';
import { DecodeError } from '../errors';
import { createRegistryClient } from './registry-client';
import type { RegistryConnection } from './registry-http';

const { schemaRegistryUrl } = stackEndpoints(process.env);
const authority = createAuthority();
const stranger = createAuthority('A stranger');
const tls = authority.issue({ commonName: 'registry', names: ['localhost'] });
const user = authority.issue({ commonName: 'ann' });
const login = basicAuthorization('ann', 'sec:ret%');
const JSON_SCHEMA = '{"$schema":"http://json-schema.org/draft-07/schema#","type":"object"}';
const tweet = latestSchema('Tweet');

/** The message of the failure that an idOf of this connection ends with. */
async function failureOf(connection: RegistryConnection): Promise<PipelineError> {
  const error = await createRegistryClient(connection)
    .idOf('absent-value', tweet)
    .then(
      () => new Error('it succeeded'),
      (reason: unknown) => reason,
    );
  if (error instanceof PipelineError) {
    return error;
  }
  throw error;
}

describe('the registry client', () => {
  const registry = createRegistryClient({ url: schemaRegistryUrl });

  it('registers, looks up and resolves schemas, and names what is missing', async () => {
    const subject = `${uniqueName('client')}-value`;
    await expect(registry.idOf(subject, tweet)).rejects.toMatchObject({ code: 'SUBJECT_MISSING' });
    expect(await registry.compatibilityOf(subject)).toBeNull();
    await registry.setCompatibility(subject, 'FULL_TRANSITIVE');
    expect(await registry.compatibilityOf(subject)).toBe('FULL_TRANSITIVE');
    const id = await registry.register(subject, tweet);
    expect(await registry.register(subject, tweet)).toBe(id);
    expect(await registry.idOf(subject, tweet)).toBe(id);
    expect(await registry.writerType(id)).toMatchObject({ name: 'com.twitterdatapipeline.tweets.Tweet' });
    await expect(registry.idOf(subject, latestSchema('User'))).rejects.toMatchObject({
      code: 'SCHEMA_MISMATCH',
      message: expect.stringContaining('run the kafka-deploy job of this release'),
    });
    await expect(registry.register(subject, latestSchema('User'))).rejects.toMatchObject({
      code: 'SCHEMA_MISMATCH',
      retriable: false,
    });
    expect(await registry.writerType(2_000_000_000)).toBeNull();
  });

  it('takes a schema that is not Avro for poison', async () => {
    const response = await fetch(`${schemaRegistryUrl}/subjects/${uniqueName('json')}-value/versions`, {
      method: 'POST',
      headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
      body: JSON.stringify({ schemaType: 'JSON', schema: JSON_SCHEMA }),
    });
    const { id } = (await response.json()) as { id: number };
    expect(await registry.writerType(id)).toBeInstanceOf(DecodeError);
  });
});

describe('a guarded registry', () => {
  it.each([
    ['basic login', { authorization: login }, ''],
    ['a token', { authorization: 'Bearer tok-en' }, ''],
    ['a login in its URL', {}, 'ann:sec%3Aret%25@'],
    ['one with a stray percent sign', {}, 'ann:sec:ret%@'],
  ])('is used with %s, over TLS', async (_how, access, inUrl) => {
    const admitted = new Set([login, 'Bearer tok-en']);
    const admit = (given?: string): number => (given !== undefined && admitted.has(given) ? 200 : 401);
    const proxy = await startGuardedProxy({ target: schemaRegistryUrl, tls, admit });
    const presented: [string, Validity][] = [];
    const registry = createRegistryClient({
      url: proxy.url.replace('//', `//${inUrl}`),
      access: { ...access, tls: { ca: authority.cert } },
      onCertificate: (...certificate) => presented.push(certificate),
    });
    await expect(registry.ping()).resolves.toBeUndefined();
    expect(presented).toMatchObject([[`localhost:${proxy.port}`, { subject: 'CN=registry' }]]);
    // Each connection after the first takes up the session, in which no certificate is presented any more.
    await expect(registry.ping()).resolves.toBeUndefined();
    await expect(registry.ping()).resolves.toBeUndefined();
    expect(presented).toHaveLength(1);
    await proxy.close();
  });

  it('is used with a client certificate', async () => {
    const proxy = await startGuardedProxy({
      target: schemaRegistryUrl,
      tls,
      clientAuthority: authority.cert,
      admit: () => 200,
    });
    const of = (settings: object) =>
      createRegistryClient({ url: proxy.url, access: { tls: { ca: authority.cert, ...settings } } });
    await expect(of(user).ping()).resolves.toBeUndefined();
    await expect(of({}).ping()).rejects.toMatchObject({
      code: 'REGISTRY_UNAUTHORIZED',
      message: `listing subjects: the schema registry at localhost:${proxy.port}: the server demands a client certificate`,
    });
    await proxy.close();
  });

  it.each([
    [401, undefined, 'demands a login; set SCHEMA_REGISTRY_USERNAME and SCHEMA_REGISTRY_PASSWORD, or'],
    [401, login, 'refused the login as ann (HTTP 401)'],
    [401, 'Bearer tok-en', 'refused the login as the bearer of a token (HTTP 401)'],
    [403, login, 'does not allow it to ann (HTTP 403)'],
  ])('that answers %s to %s is named, not waited for', async (status, authorization, text) => {
    const proxy = await startGuardedProxy({ target: schemaRegistryUrl, admit: () => status });
    const access = authorization === undefined ? {} : { authorization };
    const error = await failureOf({ url: proxy.url, access });
    expect(error).toMatchObject({ code: 'REGISTRY_UNAUTHORIZED', retriable: false });
    expect(error.message).toContain(`the schema registry at localhost:${proxy.port} ${text}`);
    expect(JSON.stringify([error.message, String(error.stack)])).not.toMatch(/sec:ret|tok-en|YW5uOn/);
    await proxy.close();
  });

  it('is waited for once records wait for it', async () => {
    const proxy = await startGuardedProxy({ target: schemaRegistryUrl, admit: () => 401 });
    await expect(createRegistryClient({ url: proxy.url }).writerType(1)).rejects.toMatchObject({
      code: 'REGISTRY_UNAUTHORIZED',
      retriable: true,
    });
    await proxy.close();
  });
});

describe('a registry that cannot be used', () => {
  it.each([
    ['an unknown authority', stranger.cert, tls, /a certificate of an authority we do not trust$/],
    [
      'an expired certificate',
      authority.cert,
      authority.issue({ commonName: 'old', names: ['localhost'], validFrom: 0, validTo: 1e12 }),
      /the server's certificate has expired$/,
    ],
    [
      'another name',
      authority.cert,
      authority.issue({ commonName: 'r', names: ['r.test'] }),
      /is for another name \(Host: localhost\. is not in the cert's altnames: DNS:r\.test\)$/,
    ],
  ])('is named: %s', async (_what, ca, certified, expected) => {
    const proxy = await startGuardedProxy({ target: schemaRegistryUrl, tls: certified, admit: () => 200 });
    const error = await failureOf({ url: proxy.url, access: { tls: { ca } } });
    expect(error).toMatchObject({ code: 'REGISTRY_UNAUTHORIZED', retriable: false });
    expect(error.message).toMatch(expected);
    expect(error.message).toContain(
      `looking up subject absent-value: the schema registry at localhost:${proxy.port}: `,
    );
    await proxy.close();
  });

  it('is named where http:// is written for https://, and the other way round', async () => {
    const secure = await startGuardedProxy({ target: schemaRegistryUrl, tls, admit: () => 200 });
    const open = await startGuardedProxy({ target: schemaRegistryUrl, admit: () => 200 });
    const toSecure = await failureOf({ url: secure.url.replace('https:', 'http:') });
    expect(toSecure.message).toMatch(/speaks TLS; write https:\/\/ in SCHEMA_REGISTRY_URL$/);
    const toOpen = await failureOf({ url: open.url.replace('http:', 'https:') });
    expect(toOpen.message).toMatch(/the server does not speak TLS on this port$/);
    expect([toSecure.retriable, toOpen.retriable]).toEqual([false, false]);
    await secure.close();
    await open.close();
  });

  it('is named where the path is wrong', async () => {
    const { origin } = new URL(schemaRegistryUrl);
    const error = await failureOf({ url: `${origin}/nowhere` });
    expect(error.message).toMatch(/has nothing there \(HTTP 404\); check the path in SCHEMA_REGISTRY_URL$/);
    expect(error.retriable).toBe(false);
  });

  it('is waited for where nobody is there, or answers', async () => {
    const port = await freePort();
    const away = await failureOf({ url: `http://127.0.0.1:${port}` });
    expect(away).toMatchObject({ code: 'REGISTRY_UNAVAILABLE', retriable: true });
    expect(away.message).toContain(`127.0.0.1:${port}: connect ECONNREFUSED`);
    const silent = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => silent.listen(port, '127.0.0.1', resolve));
    const cut = await failureOf({ url: `http://127.0.0.1:${port}` });
    expect(cut).toMatchObject({ code: 'REGISTRY_UNAVAILABLE', retriable: true });
    silent.close();
  });
});

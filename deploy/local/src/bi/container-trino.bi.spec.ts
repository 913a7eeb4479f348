import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createAuthority, freePort, stackEndpoints, uniqueName, waitUntil } from '@tdp/testing';
import { fetchTrino } from '../fetch/fetch-artifacts';
import { createProgress } from '../fetch/progress';
import { withMongo } from '../native/mongo-client';
import { probeTrino } from './ask-trino';
import { CONTAINER_VARIABLES, containerTrinoFiles, trinoArgs, URI_VARIABLE } from './trino-files';

const PASSWORD = "it's a secret";
/** A minute, where nothing else is done. */
const PATIENCE = { timeoutMs: 500_000 };
const authority = createAuthority();
const home = mkdtempSync(path.join(tmpdir(), 'container-trino-'));
const uri = new URL(stackEndpoints(process.env).mongodbUri);
uri.pathname = `/${uniqueName('trino-test')}`;

let trino: ChildProcess;
let ports: { readonly port: number; readonly tlsPort: number };

/** The line of the README for password.db, run as it stands. */
function passwordLine(user: string): string {
  const readme = readFileSync(path.resolve(__dirname, '../../../trino/README.md'), 'utf8');
  const command = /node -e .*(?= NAME >>)/.exec(readme)?.[0] ?? '';
  return execFileSync('sh', ['-c', `${command} ${user}`], { input: `${PASSWORD}\n`, encoding: 'utf8' });
}

beforeAll(async () => {
  const progress = createProgress({ write: () => true });
  const { javaHome, trinoApp } = await fetchTrino({ env: process.env, progress });
  ports = { port: await freePort(), tlsPort: await freePort() };
  for (const [file, text] of Object.entries(containerTrinoFiles(ports))) {
    const target = path.join(home, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  const { cert, key } = authority.issue({ commonName: 'localhost', names: ['localhost'] });
  writeFileSync(path.join(home, 'certificate.pem'), `${key}\n${cert}`);
  writeFileSync(path.join(home, 'password.db'), passwordLine('analyst'));
  await withMongo(uri.href, (client) =>
    client.db().collection<{ _id: string }>('seen').insertOne({ _id: 'a' }),
  );
  // What the image does by itself: where its plugins and its place are, and to be reached from here only.
  const own = [
    '-Dnode.environment=container',
    `-Dplugin.dir=${path.join(trinoApp, 'plugin')}`,
    '-Dnode.bind-ip=127.0.0.1',
  ];
  trino = spawn(path.join(javaHome, 'bin/java'), [...own, ...trinoArgs({ app: trinoApp })], {
    cwd: home,
    env: {
      PATH: process.env['PATH'],
      [URI_VARIABLE]: uri.href,
      [CONTAINER_VARIABLES.certificate]: path.join(home, 'certificate.pem'),
      [CONTAINER_VARIABLES.passwords]: path.join(home, 'password.db'),
      [CONTAINER_VARIABLES.sharedSecret]: 'some random text that is long enough',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  trino.stdout?.on('data', (chunk: Buffer) => (log = `${log}${chunk.toString()}`.slice(-4_000)));
  trino.stderr?.on('data', (chunk: Buffer) => (log = `${log}${chunk.toString()}`.slice(-4_000)));
  await waitUntil(async () => {
    if (trino.exitCode !== null) {
      throw new Error(`Trino ended: ${log}`);
    }
    return await probeTrino(`http://127.0.0.1:${ports.port}`).then(
      () => true,
      () => false,
    );
  }, PATIENCE);
});
afterAll(async () => {
  const exited = new Promise((resolve) => trino.on('exit', resolve));
  trino.kill('SIGTERM');
  await exited;
  await withMongo(uri.href, (client) => client.db().dropDatabase());
  rmSync(home, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly body: string;
}

function request(target: string, options: https.RequestOptions, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = https.request(target, { ca: authority.cert, ...options }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const headersOf = (password: string) => ({
  authorization: `Basic ${Buffer.from(`analyst:${password}`).toString('base64')}`,
  'x-trino-user': 'analyst',
  'x-trino-catalog': 'mongodb',
  'x-trino-schema': uri.pathname.slice(1),
});

/** All pages of an answer: its rows, or Trino's words. */
async function ask(sql: string): Promise<unknown> {
  const headers = headersOf(PASSWORD);
  const rows: unknown[] = [];
  let { body } = await request(
    `https://localhost:${ports.tlsPort}/v1/statement`,
    { method: 'POST', headers },
    sql,
  );
  for (;;) {
    if (!body.startsWith('{')) {
      throw new Error(`no answer of Trino's: ${body}`);
    }
    const page = JSON.parse(body) as { nextUri?: string; data?: unknown[]; error?: { message: string } };
    rows.push(...(page.data ?? []));
    if (page.error !== undefined) {
      return page.error.message;
    }
    if (page.nextUri === undefined) {
      return rows;
    }
    ({ body } = await request(page.nextUri, { headers }));
  }
}

it('answers by TLS whoever has a password, and writes for nobody', async () => {
  await waitUntil(async () => !String(await ask('SELECT 1')).includes('No nodes available'));
  expect(await ask('SELECT count(*) FROM seen')).toEqual([[1]]);
  expect(await ask('CREATE TABLE written (a integer)')).toMatch(/Access Denied|read-only/i);
});

it('refuses a wrong password, and who comes without TLS', async () => {
  const statement = { method: 'POST', headers: headersOf('wrong') };
  const wrong = await request(`https://localhost:${ports.tlsPort}/v1/statement`, statement, 'SELECT 1');
  expect(wrong.status).toBe(401);
  for (const headers of [headersOf(PASSWORD), { 'x-trino-user': 'analyst' }]) {
    const plain = await fetch(`http://127.0.0.1:${ports.port}/v1/statement`, {
      method: 'POST',
      headers,
      body: 'SELECT 1',
    });
    expect([401, 403]).toContain(plain.status);
  }
});

import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { systemClock } from '@tdp/service';
import { createAuthority, waitUntil } from '@tdp/testing';
import { startSecuredMongod, type SecuredMongod } from '../../test/secured';
import { openStackDir } from '../supervise/stack-dir';
import { createSupervisor, type Supervisor } from '../supervise/supervisor';
import { askTrino } from './ask-trino';

const PROGRAM = path.resolve(__dirname, '../../dist/main.js');
const authority = createAuthority();
const work = mkdtempSync(path.join(tmpdir(), 'secured-bi-'));
const biDir = path.join(work, 'bi');

let supervisor: Supervisor;
let mongod: SecuredMongod;
let bi: ChildProcess;
let output = '';

beforeAll(async () => {
  const dir = await openStackDir(path.join(work, 'mongod'), {
    fresh: true,
    clock: systemClock,
    log: () => undefined,
  });
  supervisor = createSupervisor(dir, systemClock);
  mongod = await startSecuredMongod({ dir: dir.data, env: process.env, authority, supervisor });
  await mongod.setUser('owner', "owner's password");
  await mongod.asAdmin({ insert: 'seen', documents: [{ _id: 'a' }] });
  const client = authority.issue({ commonName: 'bi', passphrase: 'of the key' });
  bi = spawn(process.execPath, [PROGRAM, 'bi', '--port', '0', '--dir', biDir], {
    env: {
      ...process.env,
      MONGODB_URI: mongod.uri('owner', "owner's password"),
      MONGODB_TLS_CA: authority.cert,
      MONGODB_TLS_CERT: client.cert,
      MONGODB_TLS_KEY: client.key,
      MONGODB_TLS_KEY_PASSPHRASE: 'of the key',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const read = (chunk: Buffer): void => void (output += chunk.toString());
  bi.stdout?.on('data', read);
  bi.stderr?.on('data', read);
  await waitUntil(() => output.includes('Ctrl-C stops it.') || bi.exitCode !== null, { timeoutMs: 550_000 });
});
afterAll(async () => {
  if (bi.exitCode === null) {
    bi.kill('SIGKILL');
  }
  await supervisor.stopAll();
  rmSync(work, { recursive: true, force: true });
});

it('reads a MongoDB that demands TLS by an authority of its own, and leaves no key behind', async () => {
  expect(output).toContain('jdbc:trino://');
  const [, host = ''] = /jdbc:trino:\/\/([\d.:]+)/.exec(output) ?? [];
  const question = { url: `http://${host}`, schema: 'secured-test', signal: AbortSignal.timeout(60_000) };
  expect(await askTrino({ ...question, sql: 'SELECT count(*) FROM seen' })).toEqual([[1]]);
  expect(await askTrino({ ...question, sql: 'SELECT count(*) FROM bi_tweets' })).toEqual([[0]]);
  expect(output).not.toContain("owner's password");

  const certificates = path.join(biDir, 'data/trino/certificates');
  expect(existsSync(certificates)).toBe(true);
  bi.kill('SIGINT');
  await waitUntil(() => bi.exitCode !== null);
  expect(bi.exitCode).toBe(0);
  expect(existsSync(certificates)).toBe(false);
});

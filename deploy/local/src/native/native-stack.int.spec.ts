import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '@tdp/service';
import { temporaryDirs } from '../../test/temporary-dir';
import { createProgress } from '../fetch/progress';
import { identify, isRunning } from '../supervise/process-identity';
import { withMongo } from './mongo-client';
import { probeBroker, probeMongo, probeRegistry } from './probes';
import { startStack, type Stack, type StackOptions } from './start-stack';

const newDir = temporaryDirs();
let stack: Stack | undefined;

/** This suite starts a stack of its own even where the environment names one for the others. */
const hostEnv = { ...process.env, KAFKA_BROKERS: '', SCHEMA_REGISTRY_URL: '', MONGODB_URI: '' };

function start(dir: string, over: Partial<StackOptions> = {}): Promise<Stack> {
  return startStack({
    dir,
    fresh: false,
    env: hostEnv,
    clock: systemClock,
    progress: createProgress({ write: () => undefined }),
    ports: { kafka: 0, controller: 0, registry: 0, mongodb: 0 },
    ...over,
  });
}

afterEach(() => stack?.stop());

async function registerSchema(url: string): Promise<unknown> {
  const response = await fetch(`${url}/subjects/restart-value/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema: '{"type":"record","name":"Restart","fields":[]}' }),
  });
  return await response.json();
}

describe('startStack', () => {
  it('keeps data, schema ids too, over a restart on other ports, is told no secret, and leaves no process behind', async () => {
    const dir = newDir();
    stack = await start(dir, { env: { ...hostEnv, X_BEARER_TOKEN: 'r3al', X_API_SECRET: 'r3al' } });
    for (const { pid } of stack.processes()) {
      expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain('r3al');
    }
    await probeBroker(stack.kafkaBrokers);
    await probeRegistry(stack.schemaRegistryUrl);
    await probeMongo(stack.mongodbUri);
    const registered = await registerSchema(stack.schemaRegistryUrl);
    await withMongo(stack.mongodbUri, (client) =>
      client.db('test').collection('kept').insertOne({ kept: true }),
    );
    const identities = stack.processes().map(({ pid }) => identify(pid));
    expect(identities.map(isRunning)).toEqual([true, true, true]);

    await stack.stop();
    expect(identities.map(isRunning)).toEqual([false, false, false]);
    expect(readdirSync(path.join(dir, 'pids'))).toEqual([]);

    stack = await start(dir);
    await probeBroker(stack.kafkaBrokers);
    expect(await registerSchema(stack.schemaRegistryUrl)).toEqual(registered);
    const kept = await withMongo(stack.mongodbUri, (client) =>
      client.db('test').collection('kept').countDocuments(),
    );
    expect(kept).toBe(1);
  });

  it('tells which part died, and how', async () => {
    stack = await start(newDir());
    const mongod = stack.processes().find(({ name }) => name === 'mongodb');
    process.kill(mongod?.pid ?? 0, 'SIGKILL');
    expect((await stack.failed).message).toMatch(/^mongodb was ended by SIGKILL/);
  });

  it('names every server of the environment that does not answer', async () => {
    const env = { ...hostEnv, KAFKA_BROKERS: '127.0.0.1:1', SCHEMA_REGISTRY_URL: 'http://127.0.0.1:1' };
    const starting = start(newDir(), { env });
    await expect(starting).rejects.toThrow(
      /KAFKA_BROKERS: .* Kafka at 127\.0\.0\.1:1: [^]*SCHEMA_REGISTRY_URL: .* at 127\.0\.0\.1:1: /,
    );
  });
});

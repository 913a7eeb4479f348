import { createFakeClock } from '@tdp/service/testing';
import type { ConsumerLoop } from '@tdp/streaming';
import type { Database, DatabaseConnection } from './database';
import { createStoring } from './storing';

const OK = { ok: true };

function setUp(ping = OK) {
  const calls: string[] = [];
  const call = (name: string) => () => {
    calls.push(name);
    return Promise.resolve();
  };
  const database = { servers: 'h:1', command: () => Promise.resolve({}), ping: () => Promise.resolve(ping) };
  const connection: DatabaseConnection = {
    connect: async () => {
      await call('connect')();
      return database as unknown as Database;
    },
    close: call('close'),
  };
  const loop: ConsumerLoop = {
    name: 'loop',
    start: call('start loop'),
    stop: call('stop loop'),
    live: () => OK,
    ready: () => OK,
  };
  const createLoop = (): ConsumerLoop => {
    calls.push('create loop');
    return loop;
  };
  const createInspection = () => ({
    inspect: call('inspect'),
    start: () => void calls.push('start inspection'),
    stop: () => void calls.push('stop inspection'),
  });
  const deps = { connection, createLoop, createInspection, clock: createFakeClock() };
  return { storing: createStoring(deps), calls };
}

it('makes the consumer only when the database is connected, and lets go in reverse', async () => {
  const { storing, calls } = setUp();
  await storing.start();
  await storing.stop();
  expect(calls).toEqual([
    ...['connect', 'create loop', 'start loop', 'start inspection'],
    ...['stop inspection', 'stop loop', 'close'],
  ]);
});

it('is live, but not ready, while it waits for MongoDB', async () => {
  const { storing } = setUp();
  expect(storing.live().ok).toBe(true);
  expect(storing.ready()).toEqual({ ok: false, detail: 'waiting for MongoDB' });
  expect((await storing.mongodb()).ok).toBe(false);
  await storing.start();
  expect([storing.ready().ok, (await storing.mongodb()).ok]).toEqual([true, true]);
});

it('stops after a start that failed before there was a consumer', async () => {
  const { storing, calls } = setUp();
  await storing.stop();
  expect(calls).toEqual(['close']);
});

it('tells why MongoDB does not answer', async () => {
  const { storing } = setUp({ ok: false, detail: 'connect ECONNREFUSED' } as typeof OK);
  await storing.start();
  expect(await storing.mongodb()).toEqual({ ok: false, detail: 'connect ECONNREFUSED' });
});

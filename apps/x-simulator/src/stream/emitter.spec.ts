import type { Clock } from '../clock';
import { createEmissionLog } from '../posts/emission-log';
import type { EmittedPost } from '../posts/post-source';
import { createEmitter, type Emitter, type EmitterDeps } from './emitter';
import type { StreamConnection } from './stream-connection';
import { createStreamControl } from './stream-control';

const RATE = 1_000;

/** What happens at a tick; returns how long the tick takes, if not as long as it is meant to. */
type Tick = (nowMs: number) => number | undefined;

interface Scene {
  readonly emitter: Emitter;
  /** Posts that the connection was given. */
  readonly sent: readonly EmittedPost[];
  readonly connection: StreamConnection;
  made(): number;
  /** Connects, and lets the simulated time pass until endMs. */
  run(endMs: number, tick?: Tick): Promise<void>;
}

function setUp(options: Partial<EmitterDeps> = {}): Scene {
  let nowMs = 0;
  let made = 0;
  let onTick: Tick = () => undefined;
  const clock: Clock = {
    now: () => nowMs,
    async sleep(ms) {
      nowMs += onTick(nowMs) ?? Math.max(1, ms);
      await Promise.resolve();
    },
  };
  const sent: EmittedPost[] = [];
  const connection: StreamConnection = {
    send: (posts) => sent.push(...posts),
    drained: () => Promise.resolve(),
    closed: Promise.resolve(),
    end: () => undefined,
  };
  const emitter = createEmitter({
    source: {
      next() {
        made += 1;
        return { id: String(made), chainId: String(made), line: () => undefined };
      },
    },
    log: createEmissionLog(undefined),
    control: createStreamControl(RATE),
    clock,
    emitsAlone: false,
    waitsForSlow: true,
    ...options,
  });
  return {
    emitter,
    sent,
    connection,
    made: () => made,
    async run(endMs, tick = () => undefined) {
      onTick = (now) => {
        if (now >= endMs) {
          void emitter.stop();
        }
        return tick(now);
      };
      emitter.attach(connection);
      await emitter.run();
    },
  };
}

/** One tick that takes five seconds. */
const stall: Tick = (nowMs) => (nowMs > 1_000 && nowMs < 2_000 ? 5_000 : undefined);

it('keeps the rate, and gives each post to every connection', async () => {
  const { emitter, connection, sent, run } = setUp();
  const second: EmittedPost[] = [];
  emitter.attach({ ...connection, send: (posts) => second.push(...posts) });
  await run(2_000);
  expect(sent.length).toBe(2_000);
  expect(second).toEqual(sent);
});

it('makes up for what it could not emit where clients are waited for', async () => {
  const { sent, run } = setUp();
  await run(10_000, stall);
  expect(sent.length).toBeGreaterThan(9_900);
});

it('makes up for nothing where they are not', async () => {
  const { sent, run } = setUp({ waitsForSlow: false });
  await run(10_000, stall);
  expect(sent.length).toBeGreaterThan(4_900);
  expect(sent.length).toBeLessThan(5_400);
});

it('counts what was emitted to nobody', async () => {
  const { emitter, connection, sent, made, run } = setUp({ emitsAlone: true });
  await run(3_000, (nowMs) => {
    if (nowMs >= 1_000 && emitter.connections() > 0) {
      emitter.detach(connection, { undelivered: 0, wasSlow: false });
    }
    return undefined;
  });
  expect(made()).toBe(3_000);
  expect(sent.length).toBeLessThan(1_010);
  expect(emitter.undelivered()).toBe(3_000 - sent.length);
});

it('counts what a connection never took, and the connections that were too slow', () => {
  const { emitter, connection } = setUp();
  emitter.attach(connection);
  emitter.detach(connection, { undelivered: 7, wasSlow: true });
  emitter.attach(connection);
  emitter.detach(connection, { undelivered: 1, wasSlow: false });
  expect([emitter.undelivered(), emitter.slowReaders(), emitter.connections()]).toEqual([8, 1, 0]);
});

it('ends with the reason when the log cannot be written', async () => {
  const log = {
    ...createEmissionLog(undefined),
    record() {
      throw new Error('ENOSPC');
    },
  };
  const { emitter, run } = setUp({ log });
  await expect(run(1_000)).rejects.toThrow('ENOSPC');
  await emitter.stop();
});

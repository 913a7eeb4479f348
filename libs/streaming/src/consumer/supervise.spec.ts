import { createMetrics } from '@tdp/service';
import { createFakeClock, createRecordingLogger } from '@tdp/service/testing';
import { streamingMetrics } from '../metrics';
import type { ConsumerSession } from './kafka-session';
import { createSupervisor } from './supervise';

const kafkaError = (name: string, fields: object = {}): Error =>
  Object.assign(new Error('no'), { name, ...fields });
const away = kafkaError('KafkaJSConnectionError', { retriable: true });
const unauthorized = kafkaError('KafkaJSProtocolError', { type: 'GROUP_AUTHORIZATION_FAILED' });
const fenced = kafkaError('KafkaJSProtocolError', { type: 'FENCED_INSTANCE_ID' });
const bug = new TypeError('x is undefined');

interface FakeSession extends ConsumerSession {
  joined(): void;
  refused(error: Error): void;
  fails(error: Error): void;
  readonly calls: readonly string[];
}

function createFakeSession(): FakeSession {
  const joining = Promise.withResolvers<void>();
  const lost = Promise.withResolvers<never>();
  lost.promise.catch(() => undefined);
  const calls: string[] = [];
  const note = (what: string) => void calls.push(what);
  return {
    join: () => joining.promise,
    lost: lost.promise,
    pause: () => note('pause'),
    close: () => Promise.resolve(note('close')),
    joined: () => joining.resolve(),
    refused: (error) => joining.reject(error),
    fails: (error) => lost.reject(error),
    calls,
  };
}

function setUp() {
  const clock = createFakeClock();
  const { logger, lines } = createRecordingLogger('info');
  const metrics = createMetrics({ service: 't', version: 't', commit: 't' });
  const sessions: FakeSession[] = [];
  const interruptions: string[] = [];
  const fatals: Error[] = [];
  const stopping = new AbortController();
  const supervisor = createSupervisor({
    group: 'g',
    openSession() {
      const session = createFakeSession();
      sessions.push(session);
      return session;
    },
    health: { interrupted: (reason) => interruptions.push(reason) },
    clock,
    random: () => 1,
    logger,
    metrics: streamingMetrics(metrics),
    describe: String,
    fatal: (error) => fatals.push(error),
    stopping: stopping.signal,
  });
  const last = (): FakeSession => sessions.at(-1)!;
  /** start(), until its first session joins. */
  async function startJoined(): Promise<void> {
    const started = supervisor.start();
    last().joined();
    await started;
  }
  return { clock, lines, sessions, interruptions, fatals, stopping, supervisor, last, startJoined };
}

describe('supervising a consumer', () => {
  it('starts only when the group is joined, however often that fails before', async () => {
    const { supervisor, sessions, last, clock, interruptions, lines } = setUp();
    let started = false;
    const starting = supervisor.start().then(() => (started = true));
    for (let tries = 0; tries < 20; tries += 1) {
      last().refused(away);
      await clock.advance(10_000);
    }
    expect([started, sessions.length, interruptions.length]).toEqual([false, 21, 20]);
    // At once, then one a minute.
    expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(4);
    last().joined();
    await starting;
    expect(lines.at(-1)).toMatchObject({ level: 'info', msg: 'consuming as group g works again' });
  });

  it('waits longer after each failure, up to 10 s, and closes what failed first', async () => {
    const { supervisor, sessions, last, clock } = setUp();
    void supervisor.start();
    const waits: number[] = [];
    for (let tries = 0; tries < 7; tries += 1) {
      const failed = last();
      const failedAt = clock.monotonic();
      failed.refused(away);
      while (last() === failed) {
        await clock.advance(100);
      }
      expect(failed.calls).toEqual(['close']);
      waits.push(Math.floor((clock.monotonic() - failedAt) / 100) * 100);
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
    expect(sessions).toHaveLength(8);
  });

  it('opens a new session when a joined one is lost, and begins with short waits again when it was well', async () => {
    const { startJoined, last, sessions, clock, fatals } = setUp();
    await startJoined();
    for (let round = 1; round < 5; round += 1) {
      await clock.advance(60_000);
      last().fails(away);
      await clock.advance(500);
      expect(sessions).toHaveLength(round + 1);
      last().joined();
    }
    expect(fatals).toEqual([]);
  });

  it.each([
    ['a login that is refused', unauthorized, 'KAFKA_UNAUTHORIZED'],
    ['what no waiting cures', fenced, 'CONSUMER_CRASHED'],
  ])('gives up its start for %s', async (_what, error, code) => {
    const { supervisor, last, sessions, fatals } = setUp();
    const starting = supervisor.start();
    last().refused(error);
    await expect(starting).rejects.toMatchObject({ code });
    expect([sessions.length, fatals]).toEqual([1, []]);
  });

  it('waits for rights that are withdrawn later', async () => {
    const { startJoined, last, sessions, clock, fatals } = setUp();
    await startJoined();
    last().fails(unauthorized);
    await clock.advance(500);
    last().refused(unauthorized);
    await clock.advance(1_000);
    expect([sessions.length, fatals]).toEqual([3, []]);
  });

  it('ends the process for what no waiting cures', async () => {
    const { startJoined, last, sessions, clock, fatals } = setUp();
    await startJoined();
    last().fails(fenced);
    await clock.advance(60_000);
    expect(fatals).toMatchObject([{ code: 'CONSUMER_CRASHED', cause: fenced }]);
    expect(sessions).toHaveLength(1);
  });

  it('ends the process for a bug of the client that a fresh one meets as well', async () => {
    const { startJoined, last, sessions, clock, fatals } = setUp();
    await startJoined();
    last().fails(bug);
    await clock.advance(1_000);
    expect([sessions.length, fatals]).toEqual([2, []]);
    last().joined();
    last().fails(bug);
    await clock.advance(1_000);
    expect([sessions.length, fatals.length]).toEqual([2, 1]);
  });

  it('bears such a bug now and then', async () => {
    const { startJoined, last, clock, fatals } = setUp();
    await startJoined();
    for (let hour = 0; hour < 5; hour += 1) {
      await clock.advance(3_600_000);
      last().fails(bug);
      await clock.advance(1_000);
      last().joined();
    }
    expect(fatals).toEqual([]);
  });

  it('gives up a start that waits when told to', async () => {
    const { supervisor, last, clock } = setUp();
    const stop = new AbortController();
    const starting = supervisor.start(stop.signal);
    starting.catch(() => undefined);
    last().refused(away);
    await clock.advance(100);
    const reason = new Error('stopping');
    stop.abort(reason);
    await expect(starting).rejects.toBe(reason);
  });

  it('opens nothing any more when stopping, and closes the session there is', async () => {
    const { startJoined, supervisor, last, sessions, stopping, clock, fatals, interruptions } = setUp();
    await startJoined();
    stopping.abort(new Error('stopping'));
    await supervisor.stop();
    last().fails(bug);
    await clock.advance(60_000);
    expect(last().calls).toEqual(['close']);
    expect([sessions.length, fatals, interruptions]).toEqual([1, [], []]);
    expect(clock.pendingTimers()).toBe(0);
  });

  it('pauses the session there is', async () => {
    const { startJoined, supervisor, last } = setUp();
    await startJoined();
    supervisor.pause();
    expect(last().calls).toEqual(['pause']);
  });
});

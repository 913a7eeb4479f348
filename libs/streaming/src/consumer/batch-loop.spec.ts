import fc from 'fast-check';
import type { KafkaMessage } from 'kafkajs';
import { createMetrics, PipelineError } from '@tdp/service';
import { createFakeClock, createRecordingLogger } from '@tdp/service/testing';
import { streamingMetrics } from '../metrics';
import { createBatchLoop, slicesOf, type BatchPayload } from './batch-loop';
import { ok, type Handle } from './handle';

const message = (bytes: number, offset: number): KafkaMessage => ({
  offset: String(offset),
  key: null,
  value: Buffer.alloc(bytes),
  timestamp: '1',
  attributes: 0,
  headers: {},
});
const sizesOf = (sizes: readonly number[], limits: { maxRecords: number; maxBytes: number }) =>
  [...slicesOf(sizes.map(message), limits)].map((slice) => slice.map(({ value }) => value?.length));

describe('slicesOf', () => {
  it.each([
    [[], []],
    [
      [1, 1, 1, 1, 1],
      [
        [1, 1, 1],
        [1, 1],
      ],
    ],
    [
      [6, 6, 6],
      [[6], [6], [6]],
    ],
    [
      [4, 6, 1],
      [[4, 6], [1]],
    ],
    [
      [50, 1, 50],
      [[50], [1], [50]],
    ],
  ])('cuts %j into %j', (sizes, slices) => {
    expect(sizesOf(sizes, { maxRecords: 3, maxBytes: 10 })).toEqual(slices);
  });

  it('keeps every record, in order, within both limits', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(30)),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 40 }),
        (sizes, maxRecords, maxBytes) => {
          const slices = sizesOf(sizes, { maxRecords, maxBytes });
          expect(slices.flat()).toEqual(sizes);
          for (const slice of slices) {
            const bytes = slice.reduce<number>((sum, size) => sum + (size ?? 0), 0);
            expect(slice.length).toBeLessThanOrEqual(maxRecords);
            expect(slice.length === 1 || bytes <= maxBytes).toBe(true);
          }
        },
      ),
    );
  });
});

const away = new PipelineError('MONGO_UNAVAILABLE', 'writing', { retriable: true });
const rebalancing = Object.assign(new Error('rebalancing'), { type: 'REBALANCE_IN_PROGRESS' });
const allFine: Handle = (slice) => Promise.resolve(slice.map(() => ok([])));

/** A batch of six records, taken in slices of two. */
function setUp(handle: Handle, limitAllows = true) {
  const clock = createFakeClock();
  const { logger, lines } = createRecordingLogger('info');
  const metrics = streamingMetrics(createMetrics({ service: 't', version: 't', commit: 't' }));
  const stopping = new AbortController();
  const calls: string[] = [];
  const fatals: Error[] = [];
  const note = (what: string): void => void calls.push(what);
  const state = {
    running: true,
    stale: false,
    owned: true,
    heartbeat: (): Promise<void> => Promise.resolve(),
    heartbeats: 0,
  };
  const handled: string[][] = [];
  const loop = createBatchLoop({
    group: 'g',
    topicOf: new Map([['p-tweets-raw', 'tweets-raw']]),
    slice: {
      codec: { load: () => Promise.resolve(), decode: (_topic, value) => ({ text: value.toString() }) },
      producer: {
        encode: ({ topic }) => ({ topic, message: { value: null }, bytes: 0 }),
        sendEncoded: () => Promise.resolve(),
      },
      deadLetters: { send: () => Promise.resolve() },
      limit: { allows: () => limitAllows, tripped: () => null },
      handle(slice) {
        handled.push(slice.map(({ offset }) => offset));
        return handle(slice);
      },
      maxHandledRecords: Infinity,
      stage: 'enricher',
      metrics,
      physicalTopic: (topic) => `p-${topic}`,
    },
    limits: { maxRecords: 2, maxBytes: 1_000_000 },
    heartbeatMs: 3_000,
    lag: {
      owns: () => state.owned,
      working: (_partition, oldest) => note(`working ${oldest}`),
      resting: (_partition, last, atEnd) => note(`resting ${last} ${atEnd}`),
    },
    health: {
      retrying: (slice, reason) => note(`retrying ${slice} for ${reason}`),
      goesOn: (slice) => note(`goes on ${slice}`),
    },
    clock,
    random: () => 1,
    logger,
    describe: (error) => (error as Error).message,
    fatal: (error) => fatals.push(error),
    stopping: stopping.signal,
    onRefused: () => note('refused'),
  });
  const messages = Array.from({ length: 6 }, (_, index) => ({
    ...message(1, index),
    timestamp: `${100 + index}`,
  }));
  const payload: BatchPayload = {
    batch: { topic: 'p-tweets-raw', partition: 3, highWatermark: '6', messages },
    isRunning: () => state.running,
    isStale: () => state.stale,
    resolveOffset: (offset) => note(`resolve ${offset}`),
    heartbeat() {
      state.heartbeats += 1;
      return state.heartbeat();
    },
    commitOffsetsIfNecessary: () => Promise.resolve(note('commit')),
  };
  const resolved = (): string[] => calls.filter((call) => call.startsWith('resolve '));
  const taken = loop.eachBatch(payload);
  taken.catch(() => undefined);
  return { loop, taken, clock, state, stopping, calls, resolved, handled, fatals, lines };
}

/** A handler that answers when it is told to. */
function createSlowHandle() {
  const answer = Promise.withResolvers<void>();
  const handle: Handle = async (slice) => {
    await answer.promise;
    return allFine(slice);
  };
  return { handle, finish: () => answer.resolve() };
}

describe('the way of a batch', () => {
  it('resolves and offers to commit after each slice, in order', async () => {
    const { taken, calls, handled } = setUp(allFine);
    await taken;
    expect(handled).toEqual([
      ['0', '1'],
      ['2', '3'],
      ['4', '5'],
    ]);
    expect(calls.filter((call) => !call.startsWith('goes on'))).toEqual([
      ...['working 100', 'resolve 1', 'commit'],
      ...['working 102', 'resolve 3', 'commit'],
      ...['working 104', 'resolve 5', 'commit', 'resting 105 true'],
    ]);
  });

  it.each([
    ['the consumer stops', (state: State) => (state.running = false)],
    ['the position was set anew', (state: State) => (state.stale = true)],
    ['the partition went to another', (state: State) => (state.owned = false)],
  ])('ends before the next slice when %s', async (_what, change) => {
    let state: State | null = null;
    const {
      taken,
      handled,
      state: created,
    } = setUp((slice) => {
      if (state !== null && slice[0]?.offset === '2') {
        change(state);
      }
      return allFine(slice);
    });
    state = created;
    await taken;
    expect(handled).toHaveLength(2);
  });

  it('does not resolve for a partition that went to another meanwhile', async () => {
    const { handle, finish } = createSlowHandle();
    const { taken, state, resolved } = setUp(handle);
    state.owned = false;
    finish();
    await taken;
    expect(resolved()).toEqual([]);
  });

  it('tries a slice again in place, tells health, and goes on', async () => {
    let tries = 0;
    const { taken, clock, calls, lines } = setUp((slice) => {
      tries += 1;
      if (tries <= 2) {
        throw away;
      }
      return allFine(slice);
    });
    await clock.advance(1_000);
    await taken;
    expect(calls.slice(0, 5)).toEqual([
      'working 100',
      'retrying tweets-raw/3 for writing',
      'retrying tweets-raw/3 for writing',
      'goes on tweets-raw/3',
      'resolve 1',
    ]);
    // One line for the outage, one for its end.
    expect(lines.map(({ level }) => level)).toEqual(['warn', 'info']);
  });

  it('heartbeats while a slice is in work', async () => {
    const { handle, finish } = createSlowHandle();
    const { taken, clock, state } = setUp(handle);
    await clock.advance(30_000);
    expect(state.heartbeats).toBe(10);
    finish();
    await taken;
  });

  it('gives up a slice that waits when the group rebalances, for kafkajs to join again', async () => {
    const { taken, clock, state, resolved, fatals, calls } = setUp(() => Promise.reject(away));
    await clock.advance(1_000);
    state.heartbeat = () => Promise.reject(rebalancing);
    await clock.advance(2_000);
    await expect(taken).rejects.toBe(rebalancing);
    expect([resolved(), fatals, calls.at(-1)]).toEqual([[], [], 'goes on tweets-raw/3']);
    expect(clock.pendingTimers()).toBe(0);
  });

  it('lets a slice in work finish and resolves it before it tells kafkajs of the rebalance', async () => {
    const { handle, finish } = createSlowHandle();
    const { taken, clock, state, resolved, handled } = setUp(handle);
    state.heartbeat = () => Promise.reject(rebalancing);
    await clock.advance(10_000);
    finish();
    await expect(taken).rejects.toBe(rebalancing);
    expect([resolved(), handled.length]).toEqual([['resolve 1'], 1]);
  });

  it('bears a heartbeat that is not answered once', async () => {
    const { handle, finish } = createSlowHandle();
    const { taken, clock, state, resolved } = setUp(handle);
    state.heartbeat = () => Promise.reject(new Error('connection closed'));
    await clock.advance(5_000);
    state.heartbeat = () => Promise.resolve();
    finish();
    await taken;
    expect(resolved()).toHaveLength(3);
  });

  it('leaves a slice that waits as it is when stopping', async () => {
    const { taken, loop, clock, stopping, resolved, fatals } = setUp(() => Promise.reject(away));
    await clock.advance(1_000);
    stopping.abort(new Error('stopping'));
    await taken;
    await loop.idle();
    expect([resolved(), fatals]).toEqual([[], []]);
  });

  it.each([
    ['a bug', new TypeError('x is not a function'), 'INTERNAL'],
    ['an unknown error', new Error('boom'), 'INTERNAL'],
    ['a terminal error', new PipelineError('MONGO_WRITE_FAILED', 'writing'), 'MONGO_WRITE_FAILED'],
  ])('ends the process on %s, with the offset unresolved', async (_what, error, code) => {
    const { taken, resolved, fatals } = setUp(() => Promise.reject(error));
    await expect(taken).rejects.toThrow(TypeError);
    expect(fatals).toMatchObject([{ code }]);
    expect(resolved()).toEqual([]);
  });

  it('tells of a slice that the dead-letter limit refused, and resolves nothing of it', async () => {
    const { taken, calls, handled, resolved } = setUp(allFine, false);
    await taken;
    expect([calls.includes('refused'), handled.length, resolved()]).toEqual([true, 1, []]);
  });
});

type State = ReturnType<typeof setUp>['state'];

import type { IngesterState, StreamGap } from '@tdp/contracts';
import { PipelineError } from '@tdp/service';
import { createFakeClock, createRecordingLogger } from '@tdp/service/testing';
import type { OutputRecord } from '@tdp/streaming';
import { createStateStore } from './state-store';

const remembered = (lastObservedAt: number) => ({ lastObservedAt, lastPostId: null, payload: null });
const gap = (to: number | null): StreamGap => ({
  source: 's',
  from: 1,
  to,
  cause: 'restart',
  openedAt: 2,
  closedAt: to,
  repair: null,
  recovered: null,
  complete: null,
  detail: null,
});

/** A store on a producer of our own interface; what is sent is acknowledged when told to. */
function setUp(read: () => Promise<ReadonlyMap<string, IngesterState>> = () => Promise.resolve(new Map())) {
  const clock = createFakeClock(1_000);
  const { logger, lines: log } = createRecordingLogger();
  const sent: string[][] = [];
  const errors: Error[] = [];
  const waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const store = createStateStore({
    producer: {
      sendAll(records: readonly OutputRecord[]) {
        sent.push(records.map(describeRecord));
        return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
      },
    },
    read,
    clock,
    logger,
    fatal: (error) => errors.push(error),
  });
  const acknowledge = async () => {
    waiting.splice(0).forEach(({ resolve }) => resolve());
    await clock.advance(0);
  };
  return { store, clock, sent, errors, log, waiting, acknowledge };
}

function describeRecord({ topic, key, record }: OutputRecord): string {
  const { lastObservedAt, to } = (record ?? {}) as Partial<IngesterState & StreamGap>;
  return `${topic} ${key} ${record === null ? 'removed' : (lastObservedAt ?? to ?? 'open')}`;
}

describe('the state store', () => {
  it('knows what an earlier run wrote, once Kafka is there', async () => {
    const state: IngesterState = { kind: 'cursor', name: 's', updatedAt: 1, ...remembered(5) };
    let away = true;
    const { store, clock, log } = setUp(() =>
      away
        ? Promise.reject(new PipelineError('KAFKA_UNAVAILABLE', 'reading', { retriable: true }))
        : Promise.resolve(new Map([['cursor/s', state]])),
    );
    let started = false;
    const starting = store.start().then(() => (started = true));
    await clock.advance(60_000);
    expect(started).toBe(false);
    expect(log[0]).toMatchObject({ code: 'KAFKA_UNAVAILABLE' });
    away = false;
    await clock.advance(60_000);
    await starting;
    expect(store.get('cursor', 's')).toEqual(state);
    expect(store.get('cursor', 'other')).toBeNull();
  });

  it('writes at most once a second, the newest of each', async () => {
    const { store, clock, sent, acknowledge } = setUp();
    for (let at = 1; at <= 5; at += 1) {
      store.put('cursor', 's', remembered(at));
    }
    store.put('cursor', 'other', remembered(9));
    expect(store.get('cursor', 's')?.lastObservedAt).toBe(5);
    await clock.advance(999);
    expect(sent).toEqual([]);
    await clock.advance(1);
    expect(sent).toEqual([['ingester-state cursor/s 5', 'ingester-state cursor/other 9']]);
    await acknowledge();
    await clock.advance(10_000);
    expect(sent).toHaveLength(1);
  });

  it('has one write in flight, whatever is put meanwhile', async () => {
    const { store, clock, sent, acknowledge } = setUp();
    store.put('cursor', 's', remembered(1));
    await clock.advance(1_000);
    for (let at = 2; at <= 100; at += 1) {
      store.put('cursor', 's', remembered(at));
      await clock.advance(1_000);
    }
    expect(sent).toHaveLength(1);
    await acknowledge();
    expect(sent).toEqual([['ingester-state cursor/s 1'], ['ingester-state cursor/s 100']]);
  });

  it('tells of a gap at once and before any cursor: a cursor that has passed it would hide it', async () => {
    const { store, clock, sent, acknowledge } = setUp();
    store.put('cursor', 's', remembered(1));
    store.reportGap('s', gap(null));
    store.reportGap('s', gap(7));
    await clock.advance(0);
    expect(sent).toEqual([
      [
        // Whoever is interrupted in between finds the gap open.
        'ingester-state gap/s open',
        'stream-gaps s open',
        'stream-gaps s 7',
        'ingester-state gap/s removed',
      ],
    ]);
    await acknowledge();
    expect(sent[1]).toEqual(['ingester-state cursor/s 1']);
    expect(store.get('gap', 's')).toBeNull();
  });

  it('writes what is due when it stops, and waits until that is acknowledged', async () => {
    const { store, clock, sent, acknowledge } = setUp();
    store.put('cursor', 's', remembered(1));
    let stopped = false;
    const stopping = store.stop().then(() => (stopped = true));
    await clock.advance(0);
    expect([sent, stopped]).toEqual([[['ingester-state cursor/s 1']], false]);
    await acknowledge();
    await stopping;
  });

  it('ends the process when writing fails for good', async () => {
    const { store, errors, waiting, clock } = setUp();
    store.reportGap('s', gap(null));
    await clock.advance(0);
    waiting[0]?.reject(new Error('not authorised'));
    await clock.advance(0);
    expect(errors).toEqual([new Error('not authorised')]);
  });
});

import type { IngesterState, StreamGap } from '@tdp/contracts';
import { createFakeClock } from '@tdp/service/testing';
import { observe } from '../../test-support/observed';
import { createJournal } from './journal';
import type { StateStore } from './state-store';

const NOW = 1_800_000_000_000;
const DISORDER_MS = 10_000;
const cursor = (lastObservedAt: number, lastPostId: string | null = null): IngesterState => ({
  kind: 'cursor',
  name: 's',
  updatedAt: 1,
  lastObservedAt,
  lastPostId,
  payload: null,
});

/** A journal on a store of our own interface that begins with what the last run left. */
function setUp(left: Readonly<Record<string, IngesterState>> = {}) {
  const clock = createFakeClock(NOW);
  const { logger, lines: log, metrics, valueOf } = observe();
  const cursors: (readonly [number | null, string | null])[] = [];
  const gaps: StreamGap[] = [];
  let flushed = 0;
  const store: StateStore = {
    name: 'store',
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    get: (kind, name) => left[`${kind}/${name}`] ?? null,
    put: (_kind, _name, { lastObservedAt, lastPostId }) => cursors.push([lastObservedAt, lastPostId]),
    reportGap: (_name, gap) => gaps.push(gap),
    flush: () => Promise.resolve(void (flushed += 1)),
  };
  const journal = createJournal({ source: 's', store, metrics, logger, clock });
  return { journal, clock, cursors, gaps, log, valueOf, flushed: () => flushed };
}
const at = (time: number | null, postId: string | null = null) => ({ at: time, postId });

describe('the cursor', () => {
  it('is what is acknowledged without a gap, not what is read', async () => {
    const { journal, cursors } = setUp({ 'cursor/s': cursor(NOW, '9') });
    await journal.start();
    const ends = [NOW + 1, NOW + 2, NOW + 3].map((time, index) =>
      journal.reading(at(time, String(10 + index))),
    );
    ends[1]?.();
    ends[2]?.();
    expect(cursors).toEqual([]);
    ends[0]?.();
    expect(cursors).toEqual([[NOW + 3, '12']]);
  });

  it('never goes back, and stays where what was read does not tell', async () => {
    const { journal, cursors } = setUp({ 'cursor/s': cursor(NOW, '100') });
    await journal.start();
    for (const position of [at(NOW + 5, '99'), at(NOW + 3, '101'), at(null), at(NOW + 6)]) {
      journal.reading(position)();
    }
    expect(cursors).toEqual([
      [NOW + 5, '100'],
      [NOW + 5, '101'],
      [NOW + 5, '101'],
      [NOW + 6, '101'],
    ]);
  });

  it('is written before the first post of all: were that lost, nobody would know since when', async () => {
    const { journal, cursors, gaps, flushed } = setUp();
    await journal.start();
    expect(cursors).toEqual([[NOW, null]]);
    expect(flushed()).toBe(1);
    expect(gaps).toEqual([]);
  });
});

describe('a gap', () => {
  it('is what passed since the last run, from its last acknowledged post to the first line', async () => {
    const { journal, gaps, clock, log, valueOf } = setUp({ 'cursor/s': cursor(NOW - 60_000) });
    await journal.start();
    expect(gaps).toMatchObject([
      {
        source: 's',
        cause: 'restart',
        from: NOW - 60_000 - DISORDER_MS,
        to: null,
        openedAt: NOW,
        closedAt: null,
      },
    ]);
    expect(await valueOf('ingester_gap_open')).toBe(1);
    await clock.advance(500);
    journal.resumed(NOW + 400);
    journal.resumed(NOW + 450);
    expect(gaps).toHaveLength(2);
    expect(gaps[1]).toEqual({ ...gaps[0], to: NOW + 400, closedAt: NOW + 500 });
    expect(gaps[1]).toMatchObject({ repair: null, recovered: null, complete: null });
    expect(await valueOf('ingester_gap_open')).toBe(0);
    expect(await valueOf('ingester_gaps_total', { cause: 'restart' })).toBe(1);
    expect(log).toMatchObject([{ source: 's', cause: 'restart', to: NOW + 400 }]);
  });

  it('begins at what was acknowledged when the stream was lost, not at what was read', async () => {
    const { journal, gaps } = setUp();
    await journal.start();
    journal.reading(at(NOW + 20_000))();
    const end = journal.reading(at(NOW + 30_000));
    journal.interrupted('stall', 'nothing came');
    end();
    journal.resumed(NOW + 60_000);
    expect(gaps).toMatchObject([
      { from: NOW + 20_000 - DISORDER_MS, cause: 'stall', to: null, detail: 'nothing came' },
      { from: NOW + 20_000 - DISORDER_MS, cause: 'stall', to: NOW + 60_000 },
    ]);
  });

  it('is one, however often the stream is lost before something comes', async () => {
    const { journal, gaps } = setUp();
    await journal.start();
    journal.interrupted('disconnect', 'first');
    journal.interrupted('stall', 'second');
    journal.resumed(NOW + 1);
    journal.interrupted('overflow', 'third');
    expect(gaps.map(({ cause, to }) => [cause, to])).toEqual([
      ['disconnect', null],
      ['disconnect', NOW + 1],
      ['overflow', null],
    ]);
  });

  it('that the last run left open goes on from where it began', async () => {
    const open = { source: 's', from: NOW - 90_000, to: null, cause: 'stall', openedAt: NOW - 80_000 };
    const { journal, gaps, valueOf } = setUp({
      'cursor/s': cursor(NOW - 1_000),
      'gap/s': { ...cursor(0), kind: 'gap', payload: JSON.stringify(open) },
    });
    await journal.start();
    expect(await valueOf('ingester_gap_open')).toBe(1);
    journal.interrupted('disconnect', 'again');
    journal.resumed(NOW);
    expect(gaps).toMatchObject([{ ...open, to: NOW }]);
  });

  it.each(['no JSON', 'null', '{}', '{"from":"x"}'])(
    'that cannot be read (%s) is one since the cursor',
    async (payload) => {
      const { journal, gaps } = setUp({
        'cursor/s': cursor(NOW - 1_000),
        'gap/s': { ...cursor(0), kind: 'gap', payload },
      });
      await journal.start();
      expect(gaps).toMatchObject([{ cause: 'restart', from: NOW - 1_000 - DISORDER_MS }]);
    },
  );
});

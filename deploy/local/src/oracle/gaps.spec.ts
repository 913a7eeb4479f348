import type { StreamGap } from '@tdp/contracts';
import { describe, expect, it } from '@jest/globals';
import { findInGaps, unexplained } from './gaps';

const gapOf = (over: Partial<StreamGap>): StreamGap => ({
  source: 'filtered-stream',
  from: 10,
  to: null,
  cause: 'disconnect',
  openedAt: 20,
  closedAt: null,
  repair: null,
  recovered: null,
  complete: null,
  detail: null,
  ...over,
});

describe('unexplained', () => {
  it('takes the newest record of a gap, and an open one until now', () => {
    const records = [gapOf({}), gapOf({ openedAt: 50, from: 40 }), gapOf({ to: 30, closedAt: 35 })];
    expect(unexplained(records)).toEqual([
      { from: 10, to: 30 },
      { from: 40, to: Infinity },
    ]);
  });

  it('explains nothing by a gap that was filled completely: what is missing there is lost', () => {
    expect(unexplained([gapOf({ to: 30, complete: true })])).toEqual([]);
    expect(unexplained([gapOf({ to: 30, complete: false })])).toHaveLength(1);
  });
});

describe('findInGaps', () => {
  it('counts both ends in', () => {
    const versions = [9, 10, 30, 31].map((at) => ({ id: `${at}`, chainId: `${at}`, emittedAt: at }));
    expect(findInGaps(versions, [{ from: 10, to: 30 }])).toEqual(['10', '30']);
  });
});

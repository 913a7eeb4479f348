import { createDeadLetterLimit } from './dead-letter-limit';

const slice = { topic: 'tweets-raw', partition: 0 } as const;
const fine = (count: number): null[] => Array.from({ length: count }, () => null);
const poison = (count: number): string[] => Array.from({ length: count }, () => 'UNDECODABLE');
const ratioOnly = (windowRecords: number) =>
  createDeadLetterLimit({ maxRatio: 0.5, windowRecords, maxConsecutive: 1_000_000 });
const rowOnly = (maxConsecutive: number) =>
  createDeadLetterLimit({ maxRatio: 1, windowRecords: 1_000_000, maxConsecutive });

describe('dead-letter limit, by their part of a window', () => {
  it('lets single poison records pass for ever', () => {
    const limit = ratioOnly(100);
    for (let index = 0; index < 50; index += 1) {
      expect(limit.allows(slice, [...poison(10), ...fine(90)])).toBe(true);
    }
  });

  it('trips when everything is poison, before more than its part of a window went out', () => {
    const limit = ratioOnly(100);
    let sent = 0;
    while (limit.allows(slice, poison(10))) {
      sent += 10;
    }
    expect(sent).toBe(50);
  });

  it('stays tripped, and says why', () => {
    const limit = ratioOnly(10);
    limit.allows(slice, poison(10));
    expect(limit.allows(slice, fine(10))).toBe(false);
    expect(limit.tripped()).toBe('6 of 6 records, the last one for UNDECODABLE');
  });

  it('forgets a window that went well', () => {
    const limit = ratioOnly(10);
    for (let window = 0; window < 5; window += 1) {
      expect(limit.allows(slice, [...poison(5), ...fine(5)])).toBe(true);
    }
  });
});

describe('dead-letter limit, in a row', () => {
  it('trips at one more than allowed, over slices', () => {
    const limit = rowOnly(5);
    expect(limit.allows(slice, [...fine(10), ...poison(3)])).toBe(true);
    expect(limit.allows(slice, poison(2))).toBe(true);
    expect(limit.allows(slice, poison(1))).toBe(false);
    expect(limit.tripped()).toBe('more than 5 in a row in tweets-raw/0, the last one for UNDECODABLE');
  });

  it('begins anew at a record that is fine', () => {
    const limit = rowOnly(5);
    for (let index = 0; index < 20; index += 1) {
      expect(limit.allows(slice, [...poison(5), ...fine(1)])).toBe(true);
    }
  });

  it('counts each partition for itself: their slices come in any order', () => {
    const limit = rowOnly(5);
    expect(limit.allows(slice, poison(5))).toBe(true);
    expect(limit.allows({ ...slice, partition: 1 }, poison(5))).toBe(true);
  });
});

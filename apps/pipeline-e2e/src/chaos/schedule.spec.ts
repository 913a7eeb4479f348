import { createSchedule, type ChaosEvent, type Target } from './schedule';

const targets: readonly Target[] = [
  ...[1, 2, 3].map((number): Target => ({ name: `kafka-${number}`, kind: 'broker' })),
  ...[1, 2, 3].map((number): Target => ({ name: `mongodb-${number}`, kind: 'mongod' })),
  ...['ingester', 'enricher-1', 'mongo-sink-1'].map((name): Target => ({ name, kind: 'service' })),
];
const scheduleOf = (seed: number, seconds = 600): readonly ChaosEvent[] =>
  createSchedule({ seed, seconds, targets });

describe('createSchedule', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(scheduleOf(7)).toEqual(scheduleOf(7));
    expect(scheduleOf(7)).not.toEqual(scheduleOf(8));
  });

  it.each([1, 7, 42, 1_000])('of seed %d never takes away two brokers, or two mongods, at once', (seed) => {
    for (const kind of ['broker', 'mongod']) {
      const ofKind = scheduleOf(seed).filter((event) => event.kind === kind);
      expect(ofKind.length).toBeGreaterThan(1);
      for (const [index, event] of ofKind.slice(1).entries()) {
        const before = ofKind[index]!;
        expect(event.at).toBeGreaterThanOrEqual(before.at + before.downFor);
      }
    }
  });

  it('stops processes for 5 to 45 s, uses every signal, and reaches every process', () => {
    const events = scheduleOf(3, 3_000);
    const stopped = events.filter(({ action }) => action === 'SIGSTOP').map(({ downFor }) => downFor);
    expect(Math.min(...stopped)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...stopped)).toBeLessThanOrEqual(45);
    expect(new Set(events.map(({ action }) => action)).size).toBe(3);
    expect(new Set(events.map(({ target }) => target)).size).toBe(targets.length);
  });

  it('is over in time', () => {
    for (const { at, downFor } of scheduleOf(7, 120)) {
      expect(at + downFor).toBeLessThanOrEqual(120);
    }
  });
});

import { createPace } from './pace';

describe('a pace', () => {
  it('lets so many pass each second, and does not catch up on a pause', async () => {
    let now = 0;
    const sleeps: number[] = [];
    const pace = createPace(100, {
      monotonic: () => now,
      sleep: (ms) => {
        sleeps.push(ms);
        now += ms;
        return Promise.resolve();
      },
    });
    const { signal } = new AbortController();
    await pace.pass(25, signal);
    await pace.pass(50, signal);
    await pace.pass(1, signal);
    now += 10_000;
    await pace.pass(10, signal);
    await pace.pass(10, signal);
    expect(sleeps).toEqual([250, 500, 100]);
  });
});

import { systemClock } from './clock';
import { createFakeClock } from './testing';

describe.each([
  ['systemClock', () => ({ clock: systemClock, advance: () => Promise.resolve() })],
  [
    'fake clock',
    () => {
      const clock = createFakeClock();
      return { clock, advance: () => clock.advance(10) };
    },
  ],
])('%s', (_name, create) => {
  it('sleeps at least as long as asked', async () => {
    const { clock, advance } = create();
    const started = clock.monotonic();
    const slept = clock.sleep(5).then(() => clock.monotonic());
    await advance();
    expect((await slept) - started).toBeGreaterThanOrEqual(4);
  });

  it.each(['before', 'during'])('rejects a sleep with the reason of an abort %s it', async (when) => {
    const { clock } = create();
    const abort = new AbortController();
    const reason = new Error('stopping');
    if (when === 'before') {
      abort.abort(reason);
    }
    const slept = clock.sleep(60_000, abort.signal);
    abort.abort(reason);
    await expect(slept).rejects.toBe(reason);
  });

  it('waits when asked for longer than one timer can', async () => {
    const { clock } = create();
    const abort = new AbortController();
    let woke = false;
    const slept = clock.sleep(2 ** 31, abort.signal).then(() => {
      woke = true;
    });
    await systemClock.sleep(20);
    expect(woke).toBe(false);
    abort.abort(new Error('enough'));
    await expect(slept).rejects.toThrow('enough');
  });
});

describe('createFakeClock', () => {
  it('fires timers in their order at their own time, those they set included', async () => {
    const clock = createFakeClock(1_000);
    const seen: string[] = [];
    const note = (what: string) => seen.push(`${what}@${clock.now()}`);
    const ticks = clock.setInterval(() => note('tick'), 40);
    const slept = clock.sleep(50).then(async () => {
      note('slept');
      await clock.sleep(20);
      note('slept again');
    });
    await clock.advance(100);
    await slept;
    ticks.stop();
    expect(seen).toEqual(['tick@1040', 'slept@1050', 'slept again@1070', 'tick@1080']);
    expect([clock.now(), clock.monotonic(), clock.pendingTimers()]).toEqual([1_100, 100, 0]);
  });
});

import { createFakeClock } from '../testing';
import { createHealthReporter } from './health';

describe('createHealthReporter', () => {
  it('does not start a hanging check anew for every probe', async () => {
    const clock = createFakeClock();
    let calls = 0;
    const check = () => {
      calls += 1;
      return new Promise<never>(() => undefined);
    };
    const report = createHealthReporter([{ name: 'x', check }], clock);
    for (let probe = 0; probe < 3; probe += 1) {
      const answer = report();
      await clock.advance(2_000);
      expect(await answer).toEqual({
        ok: false,
        checks: { x: { ok: false, detail: 'no answer within 2 s' } },
      });
    }
    expect([calls, clock.pendingTimers()]).toEqual([1, 0]);
  });

  it('asks again once a check has answered', async () => {
    let ok = false;
    const report = createHealthReporter([{ name: 'x', check: () => ({ ok }) }], createFakeClock());
    expect((await report()).ok).toBe(false);
    ok = true;
    expect((await report()).ok).toBe(true);
  });

  it('shows no credentials', async () => {
    const check = () => Promise.reject(new Error('connecting to mongodb://u:s3cret@host'));
    const report = createHealthReporter([{ name: 'mongo', check }], createFakeClock());
    expect((await report()).checks['mongo']?.detail).toBe('connecting to mongodb://[redacted]@host');
  });
});

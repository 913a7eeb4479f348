import { PipelineError } from '@tdp/service';
import { createFakeClock } from '@tdp/service/testing';
import { doublingDelayMs, retryWhileRetriable, waitAtMost } from './retry';

const away = new PipelineError('MONGO_UNAVAILABLE', 'writing', { retriable: true });

function setUp(outcomes: readonly (Error | null)[]) {
  const clock = createFakeClock();
  const leaving = new AbortController();
  const waits: [string, number][] = [];
  const startedAt: number[] = [];
  const done = retryWhileRetriable(
    async () => {
      startedAt.push(clock.monotonic());
      const outcome = outcomes[startedAt.length - 1] ?? null;
      if (outcome !== null) {
        throw outcome;
      }
      return 'done';
    },
    {
      clock,
      random: () => 1,
      signal: leaving.signal,
      onRetry: ({ code }, attempt) => waits.push([code, attempt]),
    },
  );
  done.catch(() => undefined);
  return { done, clock, leaving, waits, startedAt };
}

describe('retryWhileRetriable', () => {
  it('waits longer after each retriable error, and tells of each', async () => {
    const { done, clock, waits, startedAt } = setUp([away, away, away]);
    await clock.advance(2_000);
    await expect(done).resolves.toBe('done');
    expect(startedAt).toEqual([0, 200, 600, 1_400]);
    expect(waits).toEqual([1, 2, 3].map((attempt) => ['MONGO_UNAVAILABLE', attempt]));
  });

  it('goes on for as long as it takes', async () => {
    const { done, clock, startedAt } = setUp(Array.from({ length: 200 }, () => away));
    await clock.advance(2 * 3_600_000);
    await expect(done).resolves.toBe('done');
    expect(startedAt).toHaveLength(201);
  });

  it.each([
    ['a bug', new TypeError('x is not a function')],
    ['an unknown error', new Error('boom')],
    ['a terminal error', new PipelineError('MONGO_WRITE_FAILED', 'writing')],
  ])('throws %s at once', async (_what, error) => {
    const { done, waits } = setUp([error]);
    await expect(done).rejects.toBe(error);
    expect(waits).toEqual([]);
  });

  it('waits no longer when told to leave', async () => {
    const { done, clock, leaving } = setUp([away]);
    await clock.advance(0);
    const reason = new Error('leaving');
    leaving.abort(reason);
    await expect(done).rejects.toBe(reason);
    expect(clock.pendingTimers()).toBe(0);
  });
});

describe('doublingDelayMs', () => {
  const bounds = { firstMs: 100, maxMs: 1_000 };

  it.each([
    [1, 0, 50],
    [1, 1, 100],
    [3, 1, 400],
    [5, 1, 1_000],
    [5_000, 0, 500],
  ])('after %i failures, with chance %d, is %i ms', (attempt, chance, ms) => {
    expect(doublingDelayMs(attempt, bounds, () => chance)).toBe(ms);
  });
});

describe('waitAtMost', () => {
  it.each([
    ['something that happens', Promise.resolve()],
    ['something that fails, without failing', Promise.reject(new Error('x'))],
  ])('waits for %s, and leaves no timer', async (_what, something) => {
    const clock = createFakeClock();
    await waitAtMost(1_000, something, clock);
    expect(clock.pendingTimers()).toBe(0);
  });

  it('waits no longer than that', async () => {
    const clock = createFakeClock();
    const waited = waitAtMost(1_000, new Promise(() => undefined), clock);
    await clock.advance(1_000);
    await expect(waited).resolves.toBeUndefined();
  });
});

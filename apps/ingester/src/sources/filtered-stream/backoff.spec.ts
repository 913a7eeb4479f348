import type { RetryClass } from '../../x/failure';
import { retryDelayMs } from './backoff';

const now = 1_800_000_000_000;
const delay = (retryClass: RetryClass, attempt: number, resetAt: number | null = null) =>
  retryDelayMs(retryClass, { attempt, now, resetAt });

describe('retryDelayMs', () => {
  it.each<[RetryClass, number[]]>([
    ['network', [0, 250, 500, 750, 1_000]],
    ['http', [5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 320_000, 320_000]],
    ['rate-limited', [60_000, 120_000, 240_000, 480_000, 960_000, 960_000]],
  ])("follows X's table for %s", (retryClass, expected) => {
    expect(expected.map((_, index) => delay(retryClass, index + 1))).toEqual(expected);
  });

  it('stops growing', () => {
    expect(delay('network', 65)).toBe(16_000);
    expect(delay('network', 1_000_000)).toBe(16_000);
    expect(delay('http', 1_000_000)).toBe(320_000);
  });

  it('waits for the end of the rate-limit window when that is later', () => {
    expect(delay('rate-limited', 1, now + 600_000)).toBe(600_000);
  });

  it.each([
    ['past', now - 5_000],
    ['nearer than the backoff', now + 5_000],
  ])('never waits less than the backoff: reset %s', (_, resetAt) => {
    expect(delay('rate-limited', 2, resetAt)).toBe(120_000);
  });

  it('does not believe a reset a day away', () => {
    expect(delay('rate-limited', 1, now + 86_400_000)).toBe(960_000);
  });
});

import { createSnowflakes, snowflakeAt } from './snowflake';

describe('snowflakes', () => {
  it('carry the time as those of X do', () => {
    // A post of 2022-09-02 recorded from X.
    const ms = Number((1_565_768_117_389_336_578n >> 22n) + 1_288_834_974_657n);
    expect(new Date(ms).toISOString().slice(0, 10)).toBe('2022-09-02');
    expect(BigInt(snowflakeAt(ms)) >> 22n).toBe(1_565_768_117_389_336_578n >> 22n);
  });

  it('grow without repetition, within a millisecond and when the clock goes back', () => {
    const snowflakes = createSnowflakes();
    const times = [...Array<number>(5_000).fill(2_000_000_000_000), 1_999_999_999_999, 2_000_000_000_001];
    const ids = times.map((ms) => BigInt(snowflakes.next(ms)));
    expect(ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? 0n))).toBe(true);
  });
});

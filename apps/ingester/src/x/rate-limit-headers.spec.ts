import { readRateLimit } from './rate-limit-headers';

describe('readRateLimit', () => {
  it('reads the window, its end in epoch ms', () => {
    const headers = {
      'x-rate-limit-limit': '50',
      'x-rate-limit-remaining': '0',
      'x-rate-limit-reset': '1800000000',
    };
    expect(readRateLimit(headers)).toEqual({ limit: 50, remaining: 0, resetAt: 1_800_000_000_000 });
  });

  it.each([undefined, '', 'soon', '-1', 'NaN', '1e9'])('takes %j for nothing said', (value) => {
    expect(readRateLimit({ 'x-rate-limit-reset': value }).resetAt).toBeNull();
  });
});

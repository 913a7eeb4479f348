import { formatDuration, parseDuration } from './durations';

describe('durations', () => {
  it.each([
    ['90s', 90_000],
    ['10m', 600_000],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
    ['7', null],
    ['1w', null],
    ['-1s', null],
    ['', null],
  ])('%j is %p', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    [-5, '0 s'],
    [119_999, '119 s'],
    [120_000, '2 min'],
    [7_200_000, '2 h'],
    [172_800_000, '2 d'],
  ])('%d ms are %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

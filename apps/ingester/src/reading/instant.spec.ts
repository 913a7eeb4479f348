import { parseInstant } from './instant';

describe('parseInstant', () => {
  it.each([
    ['2026-01-15T10:35:00.000Z', Date.UTC(2026, 0, 15, 10, 35)],
    ['2006-03-21T20:50:14.123Z', Date.UTC(2006, 2, 21, 20, 50, 14, 123)],
    ['2999-12-31T23:59:59.999Z', Date.UTC(2999, 11, 31, 23, 59, 59, 999)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2026-03-29T02:30:00.5+02:00', Date.UTC(2026, 2, 29, 0, 30, 0, 500)],
    ['2026-03-29T00:30:00-05:30', Date.UTC(2026, 2, 29, 6)],
  ])('reads %s', (text, ms) => {
    expect(parseInstant(text)).toEqual({ ms, exact: true });
  });

  it.each([
    ['2026-01-15T10:35:00.123400Z', false],
    ['2026-01-15T10:35:00.123000Z', true],
  ])('says whether milliseconds hold all of %s', (text, exact) => {
    expect(parseInstant(text)).toEqual({ ms: Date.UTC(2026, 0, 15, 10, 35, 0, 123), exact });
  });

  it.each([
    '',
    'yesterday',
    '2026-01-15',
    '2026-01-15T10:35:00.000',
    '2026-01-15 10:35:00.000Z',
    '2026-13-01T00:00:00.000Z',
    '2026-00-01T00:00:00.000Z',
    '2026-02-29T00:00:00.000Z',
    '2100-02-29T00:00:00.000Z',
    '2026-04-31T00:00:00.000Z',
    '2026-01-15T24:00:00.000Z',
    '2026-01-15T10:60:00.000Z',
    '2026-01-15T10:35:60.000Z',
    '0099-01-15T10:35:00.000Z',
    '2026-01-15T10:35:00.Z',
    '2026-01-15T10:35:00+25:00',
    'Thu Jan 15 10:35:00 +0000 2026',
  ])('refuses %j', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  const zone = process.env['TZ'];
  afterEach(() => {
    process.env['TZ'] = zone;
  });
  it.each(['UTC', 'Asia/Kathmandu', 'America/New_York'])('gives the same in time zone %s', (name) => {
    process.env['TZ'] = name;
    expect(parseInstant('2026-03-08T02:30:00.000Z')?.ms).toBe(1_772_937_000_000);
  });
});

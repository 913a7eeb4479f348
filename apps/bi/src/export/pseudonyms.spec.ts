import { createHmac } from 'node:crypto';
import { TABLES } from '@tdp/bi';
import { createPseudonyms, KEPT, TREATMENTS } from './pseudonyms';

const { of, row } = createPseudonyms('k'.repeat(32));

describe('pseudonyms', () => {
  it('are decided upon for every column of every table', () => {
    const names = new Set(TABLES.flatMap(({ columns }) => columns.map(({ name }) => name)));
    const decided = [...Object.keys(TREATMENTS), ...KEPT];
    expect([...names].filter((name) => !decided.includes(name))).toEqual([]);
    expect(decided.filter((name) => !names.has(name))).toEqual([]);
    expect(KEPT.filter((name) => name in TREATMENTS)).toEqual([]);
  });

  it('are what HMAC-SHA-256 makes of kind and value, with the key alone', () => {
    const whole = createHmac('sha256', 'k'.repeat(32))
      .update('user')
      .update(Buffer.of(0))
      .update('7')
      .digest('base64url');
    expect(of('user', '7')).toBe(whole.slice(0, 16));
    expect(of('post', '7')).not.toBe(of('user', '7'));
    expect(of('handle', 'Ann_Lee')).toBe(of('handle', 'ann_lee'));
    expect(createPseudonyms('x'.repeat(32)).of('user', '7')).not.toBe(of('user', '7'));
  });

  it('stand for handles in texts, and links are cut out', () => {
    const ann = of('handle', 'ann_lee');
    const text = (value: string) => row({ text: value }, null)['text'];
    expect(text('@Ann_Lee see .@ann_lee: https://x.com/ann_lee/status/1 now')).toBe(
      `@${ann} see .@${ann}:  now`,
    );
    expect(text('mail ann@example.com')).toBe('mail ann@example.com');
  });

  it('leave no position closer than a city, and nothing that names somebody', () => {
    const given = {
      author_id: '7',
      author_name: 'Ann',
      url: 'https://x.com/i/1',
      lat: 51.5,
      lon: -0.1,
      lang: 'en',
    };
    const regional = {
      author_id: of('user', '7'),
      author_name: null,
      url: null,
      lat: 51.5,
      lon: -0.1,
      lang: 'en',
    };
    expect(row(given, 'city')).toEqual(regional);
    expect(row(given, 'point')).toEqual({ ...regional, lat: null, lon: null });
    expect(row({ author_id: null, text: null }, null)).toEqual({ author_id: null, text: null });
  });
});

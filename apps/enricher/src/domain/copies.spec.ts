import { createRandom } from '@tdp/testing';
import fc from 'fast-check';
import { nearKeysOf, normalise, textHashOf } from './copies';

const hashOf = (text: string): string => textHashOf(normalise(text));
const sharesKey = (a: string, b: string): boolean => {
  const keys = new Set(nearKeysOf(normalise(a)));
  return nearKeysOf(normalise(b)).some((key) => keys.has(key));
};

it.each([
  ['Vote now!!! 🎉', 'vote NOW'],
  ['ｗｉｄｅ letters', 'wide letters'],
  ['Ｃａｆｅ\u0301 au lait', 'CAFÉ, au lait…'],
  ['Love ❤\uFE0F it', 'love it'],
  ['one  two\nthree', 'One, two; three.'],
  ['今日はいい天気', '今日は、いい天気。'],
])('%j and %j are copies', (a, b) => {
  expect(hashOf(a)).toBe(hashOf(b));
  expect(hashOf(a)).toMatch(/^[0-9a-f]{16}$/);
});

it.each([
  ['one two', 'onetwo'],
  ['we won 3', 'we won 4'],
  ['resume', 'résumé'],
])('%j and %j are not', (a, b) => {
  expect(hashOf(a)).not.toBe(hashOf(b));
});

it('has nothing to compare in punctuation and emoji', () => {
  expect(normalise('… 🎉 !! ❤\uFE0F ☀\uFE0F')).toEqual([]);
  expect(nearKeysOf(normalise('only four words here'))).toEqual([]);
});

it('takes the same words from ASCII by its short way as by the other', () => {
  const ascii = fc.string({
    unit: fc.integer({ min: 0, max: 127 }).map((code) => String.fromCharCode(code)),
  });
  fc.assert(
    fc.property(ascii, (text) => {
      // One letter outside ASCII, as a word of its own at the end, makes it take the long way.
      expect(normalise(`${text} é`).slice(0, -1)).toEqual(normalise(text));
    }),
  );
});

describe('near copies', () => {
  const next = createRandom(1);
  const random = (below: number): number => Math.floor(next() * below);
  const words = (count: number): string[] => Array.from({ length: count }, () => `w${random(5_000)}`);
  const share = (pairs: readonly (readonly [string, string])[]): number =>
    pairs.filter(([a, b]) => sharesKey(a, b)).length / pairs.length;
  const pairs = (change: (text: string[]) => string[]) =>
    Array.from({ length: 1_000 }, () => {
      const text = words(30);
      return [text.join(' '), change([...text]).join(' ')] as const;
    });

  it.each([
    ['a word exchanged', (text: string[]) => text.with(random(30), 'other'), 0.95, 1],
    ['three words put before', (text: string[]) => [...words(3), ...text], 0.95, 1],
    ['the last ten words replaced', (text: string[]) => [...text.slice(0, 20), ...words(10)], 0.15, 0.6],
    ['nothing in common', () => words(30), 0, 0.002],
  ])('with %s share a key as often as is said', (_what, change, atLeast, atMost) => {
    const shared = share(pairs(change));
    expect(shared).toBeGreaterThanOrEqual(atLeast);
    expect(shared).toBeLessThanOrEqual(atMost);
  });

  it('are found in scripts without spaces', () => {
    expect(
      sharesKey('今日はとてもいい天気なので散歩に行きます', '今日はとてもいい天気なので散歩に行きます！笑'),
    ).toBe(true);
    expect(
      sharesKey('今日はとてもいい天気なので散歩に行きます', '新しい電車が来年から走り始めるそうです'),
    ).toBe(false);
  });
});

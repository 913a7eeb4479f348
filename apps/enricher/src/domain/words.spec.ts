import fc from 'fast-check';
import { SIMPLE_UNITS } from '../../test-support/simple-units';
import { countBySegmenter, countWords } from './words';

describe('countWords', () => {
  it.each([
    ['', 0],
    ['...', 0],
    ['a quiet day', 3],
    ["don't stop", 2],
    ['3.14 and 1,000', 3],
    ['see example.com/a_b', 3],
    ['#rivers @ann_lee $RAIL', 3],
    ['¿qué tal? «bien»', 3],
    ['Привет, мир', 2],
    ['한국어는 좋아요 ㅋㅋㅋ', 3],
    ['오늘2시', 3],
    ['costs £3', 2],
    ['こんにちは世界', countBySegmenter('こんにちは世界')],
    ['👩‍👩‍👧 family', 1],
  ])('%j has %d words', (text, words) => {
    expect(countWords(text)).toBe(words);
  });

  const simple = fc.string({
    unit: fc.constantFrom(...SIMPLE_UNITS, ...['\u200D', '\uFE0F']),
    maxLength: 40,
  });

  it('agrees with Unicode segmentation on the texts it takes the short way for', () => {
    fc.assert(
      fc.property(simple, (text) => {
        expect(countWords(text)).toBe(countBySegmenter(text));
      }),
      { numRuns: 20_000 },
    );
  });

  it('agrees with Unicode segmentation on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
        expect(countWords(text)).toBe(countBySegmenter(text));
      }),
      { numRuns: 500 },
    );
  });
});

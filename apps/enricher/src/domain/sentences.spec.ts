import fc from 'fast-check';
import { SIMPLE_UNITS } from '../../test-support/simple-units';
import { countBySegmenter, countSentences } from './sentences';

it.each([
  ['', 0],
  ['😂😂', 0],
  ['...', 0],
  ['no stop at all', 1],
  ['One. Two! Three?', 3],
  ['One!!! 😂', 1],
  ['It costs 3.50 in the U.S.', 1],
  ['first line\nsecond line', 2],
  ['今日はいい天気です。明日は雨です。', 2],
  ['क्या हाल है? सब ठीक है।', 2],
])('%j has %d sentences', (text, count) => {
  expect(countSentences(text)).toBe(count);
});

it('is what segmentation gives, for any text', () => {
  const pieces = fc.constantFrom(
    'a',
    'Mr',
    'X',
    ' ',
    '. ',
    '.',
    '! ',
    '?',
    '…',
    '\n',
    '\u2028',
    '。',
    '۔ ',
    '3',
    '"',
    ')',
    '😀',
    '\u0085',
  );
  const text = fc.oneof(
    fc.array(pieces, { maxLength: 20 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(text, (given) => {
      expect(countSentences(given)).toBe(countBySegmenter(given));
    }),
    { numRuns: 2_000 },
  );
});

it('agrees with segmentation on the texts it takes the short way for', () => {
  // Ends and what may follow them come more often than chance would have them.
  const ends = fc.constantFrom('. ', '.', '! ', '?', '..', '."', '.)', '\r\n', '.\n', ' ', 'a', 'B', 'U.S.');
  const text = fc.string({ unit: fc.oneof(ends, fc.constantFrom(...SIMPLE_UNITS)), maxLength: 20 });
  fc.assert(
    fc.property(text, (given) => {
      expect(countSentences(given)).toBe(countBySegmenter(given));
    }),
    { numRuns: 20_000 },
  );
});

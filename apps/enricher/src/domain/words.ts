import { LETTER, simplify, SYLLABLE } from './simple-text';

/**
 * Letters, digits and _ in a row; ' . ’ ‘ : join letters, ' . ’ ‘ , ; join digits (UAX #29). As the segmenter has it, a lone
 * underscore is punctuation, two of them are a word; Hangul syllables are words of their own.
 */
const WORD = new RegExp(
  String.raw`[${SYLLABLE}]+|(?!_(?![${LETTER}0-9_]))(?:[${LETTER}0-9_]|(?<=[${LETTER}])['.\u2018\u2019:](?=[${LETTER}])|(?<=[0-9])['.\u2018\u2019,;](?=[0-9]))+`,
  'g',
);

const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

/** How many words a text has, by Unicode word segmentation (UAX #29); scripts without spaces included. */
export function countWords(text: string): number {
  const simple = simplify(text);
  return simple === null ? countBySegmenter(text) : countSimple(simple);
}

/** What segmentation gives for simple texts; property tests hold the two together. */
function countSimple(text: string): number {
  let words = 0;
  WORD.lastIndex = 0;
  while (WORD.test(text)) {
    words += 1;
  }
  return words;
}

/** The definition. */
export function countBySegmenter(text: string): number {
  let words = 0;
  for (const { isWordLike } of segmenter.segment(text)) {
    if (isWordLike === true) {
      words += 1;
    }
  }
  return words;
}

import { LETTER, simplify, SYLLABLE } from './simple-text';

/** Whether something that can be in a word comes after something that can end a sentence. */
const MAY_BE_SEVERAL = /[\p{Sentence_Terminal}\n\r\v\f\u0085\u2028\u2029].*[\p{L}\p{N}]/su;
const IN_WORD = /[\p{L}\p{N}]/u;

/** What closes or opens a quotation or bracket, within the letters and signs of simple texts. */
const CLOSE = String.raw`"'()\[\]{}\u00AB\u00BB\u2018-\u201F`;
const SPACE = String.raw`\t `;
/** After these, and after another end, a sentence goes on (SB8a). */
const CONTINUE = String.raw`,:;\-\u2013\u2014!?.`;

/**
 * Where a sentence ends (UAX #29, SB3 to SB11): after ! ? . with what closes, spaces and one line break. A full stop
 * before a digit is none (SB6), nor between a letter and a capital (SB7), nor where a small letter is the first to follow (SB8).
 */
const END = new RegExp(
  String.raw`(?:[!?]|\.(?![0-9])(?!(?<=[\p{Uppercase}\p{Lowercase}]\.)\p{Uppercase}))` +
    String.raw`[${CLOSE}]*(?:[${SPACE}]+(?![${SPACE}])|(?![${CLOSE}${SPACE}]))` +
    String.raw`(?:\r\n|[\r\n]|(?![${CONTINUE}])(?!(?<=\.[${CLOSE}]*[${SPACE}]*)[^${LETTER}${SYLLABLE}\r\n!?.]*\p{Lowercase}))` +
    String.raw`|\r\n|[\r\n]`,
  'gu',
);

const segmenter = new Intl.Segmenter('und', { granularity: 'sentence' });

/** How many sentences a text has, by Unicode segmentation (UAX #29); those without letter or digit do not count. */
export function countSentences(text: string): number {
  if (!MAY_BE_SEVERAL.test(text)) {
    return IN_WORD.test(text) ? 1 : 0;
  }
  const simple = simplify(text);
  return simple === null ? countBySegmenter(text) : countSimple(simple);
}

/** What segmentation gives for simple texts; property tests hold the two together. */
function countSimple(text: string): number {
  let sentences = 0;
  let begin = 0;
  END.lastIndex = 0;
  while (begin < text.length) {
    const end = END.test(text) ? END.lastIndex : text.length;
    if (IN_WORD.test(text.slice(begin, end))) {
      sentences += 1;
    }
    begin = end;
  }
  return sentences;
}

/** The definition. */
export function countBySegmenter(text: string): number {
  let sentences = 0;
  for (const { segment } of segmenter.segment(text)) {
    if (IN_WORD.test(segment)) {
      sentences += 1;
    }
  }
  return sentences;
}

/** Whether something that can be in a word comes after something that can end a sentence. */
const MAY_BE_SEVERAL = /[\p{Sentence_Terminal}\n\r\v\f\u0085\u2028\u2029].*[\p{L}\p{N}]/su;
const IN_WORD = /[\p{L}\p{N}]/u;

const segmenter = new Intl.Segmenter('und', { granularity: 'sentence' });

/** How many sentences a text has, by Unicode segmentation (UAX #29); those without letter or digit do not count. */
export function countSentences(text: string): number {
  if (!MAY_BE_SEVERAL.test(text)) {
    return IN_WORD.test(text) ? 1 : 0;
  }
  return countBySegmenter(text);
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

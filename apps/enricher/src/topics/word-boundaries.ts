import { endsBeforeParticle, startsAfterPrefix } from './affixes';
import { isWithoutSpaces, KIND, kindAt, kindBefore } from './kinds';

const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

/** Tells of one folded text where words begin and end. */
export interface WordBoundaries {
  /** Whether what stands from start to end is a word, or words, by itself. */
  isWord(start: number, end: number): boolean;
}

/** Two ideographs and more: the parts of a compound are such words (中国 in 中国人, 東京 in 東京タワー). */
const IDEOGRAPHS = /^\p{Script=Han}{2,}$/u;
/** What begins with these belongs to the word before it (okurigana). */
const HIRAGANA = /^\p{Script=Hiragana}/u;

/**
 * Where words begin and end. Between letters, marks, digits and _ of scripts with spaces there is no
 * boundary; beside anything else there is one. Scripts without spaces are segmented by Unicode's rules
 * and ICU's dictionaries: were every occurrence a hit, 京都 would be in 東京都, and กา (crow) in กาแฟ
 * (coffee). What languages write onto words is told by `affixes.ts`.
 *
 * @param language - the post's BCP 47 tag, where it is known
 */
export function createWordBoundaries(text: string, language: string | null): WordBoundaries {
  let segments: Intl.Segments | null = null;

  function isBoundary(at: number): boolean {
    const before = kindBefore(text, at);
    const after = kindAt(text, at);
    if (before === KIND.unspaced && after === KIND.unspaced) {
      segments ??= segmenter.segment(text);
      return segments.containing(at)?.index === at;
    }
    return before === KIND.none || after === KIND.none || isWithoutSpaces(before) || isWithoutSpaces(after);
  }

  const startsCompound = (start: number, end: number): boolean =>
    IDEOGRAPHS.test(text.slice(start, end)) && !HIRAGANA.test(text.slice(end, end + 2)) && isBoundary(start);

  return {
    isWord: (start, end) =>
      (isBoundary(end) || endsBeforeParticle(text, end, isBoundary) || startsCompound(start, end)) &&
      (isBoundary(start) || startsAfterPrefix(text, start, end, language, isBoundary)),
  };
}

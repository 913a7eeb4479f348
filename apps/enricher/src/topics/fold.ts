import { keyOf } from '../domain/key';

/** They would become letters of the word before them: teslatm. */
const LETTERS_OF_TRADE = /[\u2120\u2122]/g;
/**
 * What tells spellings of one word apart, and goes: white space but a single space; characters that
 * are not seen, save the zero-width space and joiners, which words have or end at; vowel signs and
 * stretching of Arabic and Hebrew, which are optional; the sigma that ends a word, which letters in
 * upper case cannot tell; the dots of Turkish i, likewise; the apostrophe of phones.
 */
const SPELLING =
  /\s{2,}|[^\S ]|[\p{DI}--[\u200B-\u200D]]|\u0640|[\p{Mn}&&[\u064B-\u0652\u0670\u0591-\u05C7]]|\u03C2|i\u0307|\u0131|\u2019/gv;
const MEANING: Readonly<Record<string, string>> = {
  '\u03C2': '\u03C3',
  'i\u0307': 'i',
  '\u0131': 'i',
  '\u2019': "'",
};

/** A text as topics' words are looked for in it, and such a word: the same for every spelling of one. */
export function foldText(text: string): string {
  const key = keyOf(text.replace(LETTERS_OF_TRADE, ' '));
  return key.replace(SPELLING, (found) => MEANING[found] ?? (/^\s/.test(found) ? ' ' : ''));
}

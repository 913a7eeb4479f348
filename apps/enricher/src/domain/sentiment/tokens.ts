import { LEXICON } from './lexicon';

export interface Token {
  readonly lower: string;
  /** From the lexicon, -4 to 4; undefined for a word that is not in it. */
  readonly valence: number | undefined;
  /** Has capitals and no small letters. */
  readonly isUpper: boolean;
}

/** A text as VADER sees it. */
export interface Tokens {
  readonly list: readonly Token[];
  /** How many of the tokens are in capitals. */
  readonly upperCount: number;
  readonly exclamationMarks: number;
  readonly questionMarks: number;
}

const SPACE = 1;
const PUNCTUATION = 2;
const UPPER = 4;
const LOWER = 8;
const NOT_ASCII = 16;

/** What each ASCII character is to Python: str.isspace, string.punctuation, str.isupper, str.islower. */
const ASCII_KINDS = Uint8Array.from({ length: 0x80 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/\s/.test(character) || (code >= 0x1c && code <= 0x1f)) {
    return SPACE;
  }
  if (/[A-Z]/.test(character)) {
    return UPPER;
  }
  if (/[a-z]/.test(character)) {
    return LOWER;
  }
  return /[!-/:-@[-`{-~]/.test(character) ? PUNCTUATION : 0;
});

function kindOf(code: number): number {
  if (code < 0x80) {
    return ASCII_KINDS[code] as number;
  }
  return isWideSpace(code) ? SPACE : NOT_ASCII;
}

/** Python's whitespace beyond ASCII. Unlike JavaScript's it has U+0085, and not U+FEFF. */
function isWideSpace(code: number): boolean {
  return (
    code === 0x85 ||
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

const EXCLAMATION_MARK = 0x21;
const QUESTION_MARK = 0x3f;
/** Ends the last token as a space would. */
const END = 0x20;

/** Splits at whitespace. Punctuation around a word is left out, an emoticon stays as it is. */
export function tokenise(text: string): Tokens {
  const list: Token[] = [];
  let upperCount = 0;
  let exclamationMarks = 0;
  let questionMarks = 0;
  let start = 0;
  let kinds = 0;
  for (let index = 0; index <= text.length; index += 1) {
    // Not read beyond the end: NaN would make every code of the loop a float.
    const code = index < text.length ? text.charCodeAt(index) : END;
    const kind = kindOf(code);
    if (kind !== SPACE) {
      kinds |= kind;
      exclamationMarks += code === EXCLAMATION_MARK ? 1 : 0;
      questionMarks += code === QUESTION_MARK ? 1 : 0;
      continue;
    }
    if (index > start) {
      const token = tokenOf(strip(text, start, index, kinds), kinds);
      upperCount += token.isUpper ? 1 : 0;
      list.push(token);
    }
    start = index + 1;
    kinds = 0;
  }
  return { list, upperCount, exclamationMarks, questionMarks };
}

function tokenOf(token: string, kinds: number): Token {
  const mayBeUpper = (kinds & LOWER) === 0 && (kinds & (UPPER | NOT_ASCII)) !== 0;
  const lower = (kinds & (UPPER | NOT_ASCII)) === 0 ? token : token.toLowerCase();
  const isUpper = mayBeUpper && ((kinds & NOT_ASCII) === 0 || isUpperCase(token));
  return { lower, valence: LEXICON.get(lower), isUpper };
}

/** Without the punctuation around it, unless no more than two characters would be left, as of ":D". */
function strip(text: string, start: number, end: number, kinds: number): string {
  if ((kinds & PUNCTUATION) === 0) {
    return text.slice(start, end);
  }
  let first = start;
  let last = end;
  while (first < last && kindOf(text.charCodeAt(first)) === PUNCTUATION) {
    first += 1;
  }
  while (first < last && kindOf(text.charCodeAt(last - 1)) === PUNCTUATION) {
    last -= 1;
  }
  const stripped = text.slice(first, last);
  // Python counts code points; but no list has a word with one that takes two places here.
  return stripped.length <= 2 ? text.slice(start, end) : stripped;
}

/** Python's str.isupper. */
function isUpperCase(token: string): boolean {
  return /\p{Uppercase}/u.test(token) && !/[\p{Lowercase}\p{Lt}]/u.test(token);
}

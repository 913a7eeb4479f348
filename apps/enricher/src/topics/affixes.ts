import { KIND, kindAt, kindBefore } from './kinds';

type IsBoundary = (at: number) => boolean;

/** Shorter words are too often part of another one that begins with the same letters. */
const MIN_LETTERS_AFTER_PREFIX = 3;

/** "the", alone or after "and", "with", "like", "so", "for"; and "and": those of the Light10 stemmer (Larkey 2007). */
const ARABIC_PREFIXES = new Set(['ال', 'وال', 'بال', 'كال', 'فال', 'لل', 'و']);
/** "and", "that" or "when", then "the", "in", "to", "from" or "as". */
const HEBREW_PREFIX = /^\u05D5?(?:\u05DB?\u05E9)?[\u05D4\u05D1\u05DC\u05DE\u05DB]?$/u;
const MAX_PREFIX = 4;

/** Whether an Arabic or Hebrew word begins at an offset, with nothing but a prefix before it. */
export function startsAfterPrefix(
  text: string,
  start: number,
  end: number,
  language: string | null,
  isBoundary: IsBoundary,
): boolean {
  const kind = kindBefore(text, start);
  const isArabic = kind === KIND.arabic && mayBeArabic(language);
  if ((!isArabic && kind !== KIND.hebrew) || end - start < MIN_LETTERS_AFTER_PREFIX) {
    return false;
  }
  for (let length = 1; length <= Math.min(MAX_PREFIX, start); length += 1) {
    const prefix = text.slice(start - length, start);
    if ((isArabic ? ARABIC_PREFIXES.has(prefix) : HEBREW_PREFIX.test(prefix)) && isBoundary(start - length)) {
      return true;
    }
  }
  return false;
}

/** Persian, Urdu and others are written in the same letters and have no such prefixes. */
const mayBeArabic = (language: string | null): boolean => language === null || /^ar(?:-|$)/i.test(language);

/** Plural, one of case or place, one of topic or emphasis; or a form of "to be". */
const KOREAN_PARTICLES = new RegExp(
  `^(?:들)?(?:${[
    '(?:이|가|을|를|에|에서|에게|에게서|한테|한테서|께|께서|으?로|으?로서|으?로써|와|과|이?랑|하고|보다|처럼|같이|까지|부터|마다|밖에|대로)?' +
      '(?:은|는|도|만|의|조차|마저|이?나|이?라도|이?요)?',
    '이?다|입니다|이에요|예요|이?야|인|이?고|이?며|이었다|였다|인데|이?라는|이?란',
  ].join('|')})$`,
  'u',
);
const MAX_PARTICLES = 8;

/** Whether nothing but Korean particles follows an offset within its word: 서울 in 서울에서는, AI in AI가. */
export function endsBeforeParticle(text: string, end: number, isBoundary: IsBoundary): boolean {
  if (kindBefore(text, end) === KIND.none || kindAt(text, end) !== KIND.hangul) {
    return false;
  }
  let after = end;
  while (after - end <= MAX_PARTICLES && kindAt(text, after) === KIND.hangul) {
    after += 1;
  }
  return KOREAN_PARTICLES.test(text.slice(end, after)) && isBoundary(after);
}

/** How a character takes part in words. */
export const KIND = {
  /** In none: white space, punctuation, symbols, emoji. */
  none: 1,
  /** In words with spaces between them. */
  spaced: 2,
  /** The same, with prefixes written onto words. */
  arabic: 3,
  hebrew: 4,
  /** The same, with particles written onto words. */
  hangul: 5,
  /** In a run of words without spaces, which Unicode's segmentation takes apart by a dictionary. */
  unspaced: 6,
  /** In such a run that nobody has a dictionary for. */
  unknown: 7,
} as const;

export type Kind = (typeof KIND)[keyof typeof KIND];

/** \w for every script; U+200C and U+200D join letters of Persian and Indian words. */
const IN_WORDS = /^[\p{L}\p{Mn}\p{Mc}\p{N}\p{Pc}\u200C\u200D]$/u;
const BY_SCRIPT: readonly (readonly [RegExp, Kind])[] = [
  [/^[\p{scx=Hang}&&\p{L}]$/v, KIND.hangul],
  [/^[\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}]$/u, KIND.unspaced],
  [/^[\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]$/u, KIND.unspaced],
  [/^[\p{sc=Lana}\p{sc=Talu}\p{sc=Tale}\p{sc=Tavt}\p{sc=Java}\p{sc=Bali}]$/u, KIND.unknown],
  [/^\p{sc=Arab}$/u, KIND.arabic],
  [/^\p{sc=Hebr}$/u, KIND.hebrew],
];

/** By code point; each is told by its properties once, which takes too long for every character. */
const known = new Uint8Array(0x11_0000);

/** The kind of a code point. */
export function kindOf(codePoint: number): Kind {
  const kind = known[codePoint] as Kind | 0;
  if (kind !== 0) {
    return kind;
  }
  const told = tellKind(String.fromCodePoint(codePoint));
  known[codePoint] = told;
  return told;
}

function tellKind(character: string): Kind {
  if (!IN_WORDS.test(character)) {
    return KIND.none;
  }
  return BY_SCRIPT.find(([pattern]) => pattern.test(character))?.[1] ?? KIND.spaced;
}

/** The kind of what stands before an offset; `none` at the beginning. */
export function kindBefore(text: string, at: number): Kind {
  if (at === 0) {
    return KIND.none;
  }
  const whole = at > 1 ? (text.codePointAt(at - 2) as number) : 0;
  return kindOf(whole > 0xffff ? whole : text.charCodeAt(at - 1));
}

/** The kind of what stands at an offset; `none` at the end. */
export function kindAt(text: string, at: number): Kind {
  const codePoint = text.codePointAt(at);
  return codePoint === undefined ? KIND.none : kindOf(codePoint);
}

/** Of scripts without spaces, where a word may begin beside any other. */
export const isWithoutSpaces = (kind: Kind): boolean => kind === KIND.unspaced || kind === KIND.unknown;

/** Whether a word may begin with a code unit of a kind wherever it stands; half of a pair is of none. */
export const mayBeginWord = (kind: Kind): boolean => kind === KIND.none || isWithoutSpaces(kind);

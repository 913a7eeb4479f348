/**
 * X splits text at punctuation, symbols and spaces, so `coca-cola` is two words. Each emoji is a word. Scripts
 * written without spaces are split into single characters, so that a keyword finds its place inside a sentence;
 * X does not document how it does that.
 */
const TOKEN =
  /\p{RGI_Emoji}|\p{Extended_Pictographic}|[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]|[[\p{L}\p{M}\p{N}_\u200c\u200d]--[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]]+/gv;

/** Case does not count, diacritics do; both ways to encode an accent are the same letter. */
export const fold = (text: string): string => text.normalize('NFC').toLowerCase();

/** The words of a text, folded, in order. An emoji's variation selector does not count. */
export const tokenize = (text: string): readonly string[] =>
  (fold(text).match(TOKEN) ?? []).map((token) => token.replaceAll('\ufe0f', ''));

/** A tokenized text that answers membership at once. */
export interface TokenText {
  readonly tokens: readonly string[];
  readonly words: ReadonlySet<string>;
}

export const toTokenText = (text: string): TokenText => {
  const tokens = tokenize(text);
  return { tokens, words: new Set(tokens) };
};

/** Whether the phrase's words stand next to each other, in order. An empty phrase is nowhere. */
export function hasPhrase({ tokens, words }: TokenText, phrase: readonly string[]): boolean {
  const [first] = phrase;
  if (first === undefined || !phrase.every((word) => words.has(word))) {
    return false;
  }
  if (phrase.length === 1) {
    return true;
  }
  const lastStart = tokens.length - phrase.length;
  for (
    let start = tokens.indexOf(first);
    start !== -1 && start <= lastStart;
    start = tokens.indexOf(first, start + 1)
  ) {
    if (phrase.every((word, index) => tokens[start + index] === word)) {
      return true;
    }
  }
  return false;
}

/**
 * Whether the phrase can be made by moving its words by at most `distance` places in total, as X's `"a b"~N`:
 * up to N words between two words in order, up to N-2 between them in reverse order.
 */
export function hasNear({ tokens, words }: TokenText, phrase: readonly string[], distance: number): boolean {
  if (phrase.length === 0 || !phrase.every((word) => words.has(word))) {
    return false;
  }
  // Around each start, every word must be found within `distance` of where the unmoved phrase would have it.
  const fitsFrom = (start: number): boolean => {
    const taken = new Set<number>();
    return phrase.every((word, index) => {
      // Taking the earliest place is safe: an equal word that comes later in the phrase looks further on.
      for (let place = start + index; place <= start + index + distance; place += 1) {
        if (tokens[place] === word && !taken.has(place)) {
          return taken.add(place).size > 0;
        }
      }
      return false;
    });
  };
  for (let start = 1 - phrase.length - distance; start < tokens.length; start += 1) {
    if (fitsFrom(start)) {
      return true;
    }
  }
  return false;
}

import { DEGREE_PHRASES } from './modifiers';
import type { Token } from './tokens';

/** Phrases whose valence is not that of their words. */
const SPECIAL_CASES: ReadonlyMap<string, number> = new Map([
  ['the shit', 3],
  ['the bomb', 3],
  ['bad ass', 1.5],
  ['bus stop', 0],
  ['yeah right', -2],
  ['kiss of death', -1.5],
  ['to die for', 3],
  ['beating heart', 3.5],
]);

/** What such a phrase begins with: tells nearly always that there is none. */
const FIRST_WORDS = new Set(
  [...SPECIAL_CASES.keys(), ...DEGREE_PHRASES.keys()].map((phrase) => phrase.split(' ', 1)[0]),
);

/** The valence that the phrases around tokens[index] leave it with; it has three tokens before it. */
export function applyPhrases(valence: number, tokens: readonly Token[], index: number): number {
  let mayHold = false;
  for (let start = index - 3; start <= index; start += 1) {
    mayHold ||= FIRST_WORDS.has(tokens[start]?.lower);
  }
  return mayHold ? valenceAmong(phrasesAround(tokens, index), valence) : valence;
}

/** Those of two and of three words that stand close enough to a word to concern it. */
interface Phrases {
  /** In the order in which the first that is a special case holds. */
  readonly before: readonly string[];
  /** Each that is a special case replaces what was found before. */
  readonly after: readonly string[];
  readonly degrees: readonly string[];
}

function phrasesAround(tokens: readonly Token[], index: number): Phrases {
  const words = tokens.slice(index - 3, index + 3).map(({ lower }) => lower);
  const phrase = (start: number, length: number) => words.slice(start, start + length).join(' ');
  const [threeTwo, twoOne] = [phrase(0, 2), phrase(1, 2)];
  return {
    before: [phrase(2, 2), phrase(1, 3), twoOne, phrase(0, 3), threeTwo],
    after: [phrase(3, 2), phrase(3, 3)],
    degrees: [threeTwo, twoOne],
  };
}

function valenceAmong({ before, after, degrees }: Phrases, valence: number): number {
  const isSpecial = (phrase: string) => SPECIAL_CASES.has(phrase);
  const special = after.findLast(isSpecial) ?? before.find(isSpecial);
  const found = special === undefined ? valence : (SPECIAL_CASES.get(special) as number);
  return degrees.reduce((sum, phrase) => sum + (DEGREE_PHRASES.get(phrase) ?? 0), found);
}

import { DEGREES, isNegation } from './modifiers';
import { applyPhrases } from './special-cases';
import type { Token } from './tokens';

/** What a negation makes of a valence. */
const NEGATED = -0.74;
/** What capitals add where other words have none. */
const CAPITALS = 0.733;
/** What "never so" makes of a valence. */
const NEVER_SO = 1.25;
/** How much of a degree adverb's effect reaches a word one, two and three tokens on. */
const REACH = [1, 0.95, 0.9] as const;

/**
 * The valence of tokens[index] with all that the tokens around it do to it; 0 for a word that is
 * not in the lexicon. `isEmphatic`: some of the tokens, not all, are in capitals.
 */
export function valenceAt(tokens: readonly Token[], index: number, isEmphatic: boolean): number {
  const token = tokens[index] as Token;
  if (token.valence === undefined) {
    return 0;
  }
  const next = tokens[index + 1];
  if (token.lower === 'kind' && next?.lower === 'of') {
    return 0;
  }
  let valence = token.valence;
  if (isAfterNo(tokens, index)) {
    valence *= NEGATED;
  } else if (token.lower === 'no' && next?.valence !== undefined) {
    valence = 0;
  }
  if (token.isUpper && isEmphatic) {
    valence += valence > 0 ? CAPITALS : -CAPITALS;
  }
  for (let distance = 1; distance <= 3 && distance <= index; distance += 1) {
    const before = tokens[index - distance] as Token;
    if (before.valence === undefined) {
      valence += degreeOf(before, valence, isEmphatic) * (REACH[distance - 1] as number);
      valence *= negationAt(tokens, index, distance);
      // As Python has it: phrases count only where the third token before is not in the lexicon.
      valence = distance === 3 ? applyPhrases(valence, tokens, index) : valence;
    }
  }
  return isAfterLeast(tokens, index) ? valence * NEGATED : valence;
}

/** Whether "no" belongs to this word: "no fun", "no big fun", "no fun or joy". */
function isAfterNo(tokens: readonly Token[], index: number): boolean {
  if (index === 0) {
    return false;
  }
  const before = tokens[index - 1]?.lower;
  return (
    before === 'no' ||
    (index > 1 && tokens[index - 2]?.lower === 'no') ||
    (index > 2 && tokens[index - 3]?.lower === 'no' && (before === 'or' || before === 'nor'))
  );
}

/** What a degree adverb adds to the valence of the word after it; 0 for any other word. */
function degreeOf(token: Token, valence: number, isEmphatic: boolean): number {
  const degree = DEGREES.get(token.lower);
  if (degree === undefined) {
    return 0;
  }
  const signed = valence < 0 ? -degree : degree;
  if (token.isUpper && isEmphatic) {
    return signed + (valence > 0 ? CAPITALS : -CAPITALS);
  }
  return signed;
}

/** The factor that the token so far before tokens[index] brings: 1 when it negates nothing. */
function negationAt(tokens: readonly Token[], index: number, distance: number): number {
  const word = tokens[index - distance]?.lower ?? '';
  if (distance > 1) {
    const before = tokens[index - 1]?.lower;
    const between = distance === 3 ? tokens[index - 2]?.lower : before;
    // As Python has it: three tokens on, "so" and "this" strengthen without any "never".
    if ((word === 'never' && isSoOrThis(between)) || (distance === 3 && isSoOrThis(before))) {
      return NEVER_SO;
    }
    if (word === 'without' && (between === 'doubt' || before === 'doubt')) {
      return 1;
    }
  }
  return isNegation(word) ? NEGATED : 1;
}

function isSoOrThis(word: string | undefined): boolean {
  return word === 'so' || word === 'this';
}

/** "least" negates, "at least" and "very least" do not. */
function isAfterLeast(tokens: readonly Token[], index: number): boolean {
  if (index === 0 || tokens[index - 1]?.lower !== 'least') {
    return false;
  }
  const before = index > 1 ? tokens[index - 2]?.lower : undefined;
  return before !== 'at' && before !== 'very';
}

import { contrast } from './contrast';
import { describeEmoji } from './describe-emoji';
import { tokenise, type Tokens } from './tokens';
import { valenceAt } from './valence';

export type SentimentLabel = 'positive' | 'neutral' | 'negative';

/** Beyond it in either direction a text is not neutral; published with VADER. */
const THRESHOLD = 0.05;

/** VADER's alpha, near the greatest sum of valences that it expects: how fast sums come near to 1. */
const NORMALISATION = 15;

/**
 * VADER's compound score of an English text, from -1 (negative) to 1 (positive), with four decimals:
 * what Python's vaderSentiment 3.3.2 gives, its quirks included. Hutto & Gilbert, "VADER: A
 * Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text", ICWSM 2014.
 */
export function scoreSentiment(text: string): number {
  const tokens = tokenise(describeEmoji(text));
  const sum = sumOfValences(tokens);
  if (sum === 0) {
    return 0;
  }
  const emphasised = sum + (sum > 0 ? emphasisOf(tokens) : -emphasisOf(tokens));
  const compound = emphasised / Math.sqrt(emphasised * emphasised + NORMALISATION);
  // Adding 0 makes 0 of -0.
  return Number(compound.toFixed(4)) + 0;
}

/** What a compound score says, by the thresholds published with VADER: 0.05 and beyond is positive. */
export function labelOf(compound: number): SentimentLabel {
  if (compound >= THRESHOLD) {
    return 'positive';
  }
  return compound <= -THRESHOLD ? 'negative' : 'neutral';
}

function sumOfValences({ list, upperCount }: Tokens): number {
  const isEmphatic = upperCount > 0 && upperCount < list.length;
  const valences = list.map((_, index) => valenceAt(list, index, isEmphatic));
  const but = list.findIndex(({ lower }) => lower === 'but');
  if (but !== -1) {
    contrast(valences, but);
  }
  let sum = 0;
  for (const valence of valences) {
    sum += valence;
  }
  return sum;
}

/** What exclamation and question marks, wherever they stand, add to the sum of valences. */
function emphasisOf({ exclamationMarks, questionMarks }: Tokens): number {
  const exclaimed = Math.min(exclamationMarks, 4) * 0.292;
  if (questionMarks <= 1) {
    return exclaimed;
  }
  return exclaimed + (questionMarks <= 3 ? questionMarks * 0.18 : 0.96);
}

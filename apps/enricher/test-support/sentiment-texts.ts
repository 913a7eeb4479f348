import { createRandom } from '@tdp/testing';
import emoji from '../src/domain/sentiment/emoji.json';
import { LEXICON } from '../src/domain/sentiment/lexicon';
import { DEGREES } from '../src/domain/sentiment/modifiers';

const split = (words: string): readonly string[] => words.split(' ');

const LEXICON_WORDS = [...LEXICON.keys()];
const EMOJI = Object.keys(emoji);
/** Few, so that the same valence occurs several times in a text. */
const FREQUENT = split(
  'good bad great love hate fun awful like nice terrible :) :( :D no kind lol okay lucky luck chance',
);
const EMOJI_SEQUENCES = split('❤️ 👍🏽 👩‍👩‍👧 🇺🇳 4️⃣ ☀ 🏳️‍🌈 ☺️ ©️ 🥲');
const NEGATIONS = split(
  "not never don't dont isn't ain't cannot without nor neither rarely despite uh-uh hardn't don’t no nothing",
);
const RULES = split(
  'never so never this without doubt but least at least very least no or nor kind of sort of',
);
const PHRASES = [
  ...['the shit', 'the bomb', 'bad ass', 'bus stop', 'yeah right', 'kiss of death', 'to die for', 'badass'],
  ...['beating heart', 'kind of', 'sort of', 'just enough', 'never so', 'never this', 'without a doubt'],
  ...[
    'at least',
    'the very least',
    'no good or',
    'without doubt',
    'so this',
    'not so',
    'luck but chance',
    'nice day but okay',
  ],
];
const NEUTRAL = split(
  'the a to it was they day train I U OK x 1 22 and in this of U.S. café Straße naïve мир 世界',
);
const ODD = split(
  "ǅ ǅA ª Nº ΟΔΌς İSTANBUL ΣΊΣΥΦΟΣ ÀÉ ΟΣ' 𝐀𝐁 𝓪 ﬁne ⅷ Ⓐ K \uFEFFgood \u200Dbad &amp; ^urs :P XD O_o (y) <3 </3 @good #great",
);
const MARKS = split('! !! !!! !!!!! ? ?? ??? ???? . , ... ; : " \' ) ( !? — … ’');
const SPACES = [
  ' ',
  ' ',
  ' ',
  ' ',
  ' ',
  ' ',
  ' ',
  '  ',
  '\n',
  '\t',
  '\u00A0',
  '\u2003',
  '\u3000',
  '\u0085',
  '\u001C',
];

const POOLS: readonly (readonly [weight: number, pool: readonly string[]])[] = [
  [22, LEXICON_WORDS],
  [20, FREQUENT],
  [12, [...DEGREES.keys()]],
  [10, NEGATIONS],
  [8, RULES],
  [6, PHRASES],
  [14, NEUTRAL],
  [4, EMOJI],
  [2, EMOJI_SEQUENCES],
  [2, ODD],
];
const TOTAL_WEIGHT = POOLS.reduce((sum, [weight]) => sum + weight, 0);

/** Texts made of all that VADER has a rule for, and of what is read wrong easily; the same for the same seed. */
export function generateSentimentTexts(count: number, seed: number): readonly string[] {
  const random = createRandom(seed);
  const pick = (pool: readonly string[]): string => pool[Math.floor(random() * pool.length)] as string;

  function pickPool(): readonly string[] {
    let left = random() * TOTAL_WEIGHT;
    const found = POOLS.find(([weight]) => {
      left -= weight;
      return left < 0;
    });
    return found?.[1] ?? NEUTRAL;
  }

  function makeWord(capitals: number): string {
    let word = pick(pickPool());
    if (random() < capitals) {
      word = word.toUpperCase();
    } else if (random() < 0.1) {
      word = word.slice(0, 1).toUpperCase() + word.slice(1);
    }
    if (random() < 0.08) {
      word = pick(MARKS) + word;
    }
    return random() < 0.2 ? word + pick(MARKS) : word;
  }

  function makeText(): string {
    const capitals = [0, 0, 0.15, 0.5, 1][Math.floor(random() * 5)] as number;
    const length = Math.floor(random() * 16);
    let text = random() < 0.05 ? pick(SPACES) : '';
    for (let index = 0; index < length; index += 1) {
      // Now and then no space at all: "good😀bad".
      text += makeWord(capitals) + (random() < 0.04 ? '' : pick(SPACES));
    }
    return text;
  }

  return Array.from({ length: count }, makeText);
}

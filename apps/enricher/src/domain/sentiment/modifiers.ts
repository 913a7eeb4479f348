/** How far a degree adverb moves the valence of a word after it. */
const BOOST = 0.293;

const BOOSTERS =
  'absolutely amazingly awfully completely considerable considerably decidedly deeply effing enormous enormously entirely especially exceptional exceptionally extreme extremely fabulously flipping flippin frackin fracking fricking frickin frigging friggin fully fuckin fucking fuggin fugging greatly hella highly hugely incredible incredibly intensely major majorly more most particularly purely quite really remarkably so substantially thoroughly total totally tremendous tremendously uber unbelievably unusually utter utterly very';
const DAMPENERS =
  'almost barely hardly kinda kindof kind-of less little marginal marginally occasional occasionally partly scarce scarcely slight slightly somewhat sorta sortof sort-of';

const valued = (words: string, boost: number): [string, number][] =>
  words.split(' ').map((word) => [word, boost]);

/** Degree adverbs in lower case, and what they add to a positive valence. None is in the lexicon. */
export const DEGREES: ReadonlyMap<string, number> = new Map([
  ...valued(BOOSTERS, BOOST),
  ...valued(DAMPENERS, -BOOST),
]);

/** Those of two words. They are found by another rule, which adds the same to a negative valence. */
export const DEGREE_PHRASES: ReadonlyMap<string, number> = new Map(
  ['just enough', 'kind of', 'sort of'].map((phrase) => [phrase, -BOOST]),
);

const NEGATIONS = new Set(
  'aint arent cannot cant couldnt darent didnt doesnt dont hadnt hasnt havent isnt mightnt mustnt neither neednt never none nope nor not nothing nowhere oughtnt shant shouldnt uhuh uh-uh wasnt werent without wont wouldnt rarely seldom despite'.split(
    ' ',
  ),
);

/** Whether a word in lower case turns the valence of a word after it around: "never", "don't", "mayn't". */
export function isNegation(word: string): boolean {
  return NEGATIONS.has(word) || word.includes("n't");
}

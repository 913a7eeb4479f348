import wordsByValence from './lexicon.json';

/** VADER's lexicon: a word in lower case, its valence from -4 (negative) to 4 (positive). */
export const LEXICON: ReadonlyMap<string, number> = new Map(
  Object.entries(wordsByValence).flatMap(([valence, words]) =>
    words.split(' ').map((word): [string, number] => [word, Number(valence)]),
  ),
);

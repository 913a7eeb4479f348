import { labelOf, scoreSentiment } from '../domain/sentiment/sentiment';
import type { Computed, Step } from './step';

/** How the text sounds. VADER's lexicon is English; of other languages it would give made-up numbers. */
export const createSentimentStep = (): Step<'sentiment'> => ({
  need: 'optional',
  revision: 2,
  run(_tweet, { plainText, language }) {
    if (plainText === '') {
      return unscored('no_text');
    }
    const { tag } = language();
    if (tag === null) {
      return unscored('language_unknown');
    }
    if (tag !== 'en' && !tag.startsWith('en-')) {
      return unscored('language');
    }
    const compound = scoreSentiment(asLexiconHasIt(plainText));
    return { compound, label: labelOf(compound), notScored: null };
  },
});

/** VADER's words have typewriter apostrophes, its emoji no selectors: what phones type would be unknown to it. */
const asLexiconHasIt = (text: string): string => text.replace(/[\u2018\u2019]/g, "'").replace(/\uFE0F/g, '');

const unscored = (notScored: string): Computed<'sentiment'> => ({ compound: null, label: null, notScored });

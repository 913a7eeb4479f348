import { countCodePoints } from '../domain/code-points';
import { countWords } from '../domain/words';
import type { Step } from './step';

/** The text people read and how long it is; the other counts are about this very text. */
export const createContentStep = (): Step<'content'> => ({
  need: 'required',
  run: (_tweet, { text, isComplete }) => ({
    fullText: text,
    isComplete,
    characterCount: countCodePoints(text),
    wordCount: countWords(text),
  }),
});

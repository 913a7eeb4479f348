import { countCodePoints } from '../domain/code-points';
import { readableText } from '../domain/content';
import { countSentences } from '../domain/sentences';
import { countWords } from '../domain/words';
import type { Step } from './step';

/** The texts, for people and for counting, and how long they are. */
export const createContentStep = (): Step<'content'> => ({
  need: 'required',
  revision: 2,
  run: (_tweet, { post, text, plainText, isComplete }) => {
    const quoted = post.referencedTweets.find(({ type }) => type === 'quoted')?.tweet ?? null;
    return {
      fullText: text,
      plainText,
      textComplete: isComplete,
      characterCount: countCodePoints(text),
      wordCount: countWords(plainText),
      sentenceCount: countSentences(plainText),
      quotedText: quoted === null ? null : readableText(quoted),
    };
  },
});

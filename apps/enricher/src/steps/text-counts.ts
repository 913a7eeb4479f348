import { countWords } from '../domain/words';
import type { Step } from './step';

/** How long the text is, and how much media comes with the post. */
export const textCounts: Step<'characterCount' | 'wordCount' | 'mediaCount'> = {
  name: 'text-counts',
  run: (tweet, { text }) => ({
    characterCount: countCodePoints(text),
    wordCount: countWords(text),
    mediaCount: tweet.mediaKeys.length,
  }),
};

/** Without making an array of them: a high surrogate and the low one after it count once. */
function countCodePoints(text: string): number {
  let count = text.length;
  for (let index = 1; index < text.length; index += 1) {
    const isPair =
      (text.charCodeAt(index) & 0xfc00) === 0xdc00 && (text.charCodeAt(index - 1) & 0xfc00) === 0xd800;
    count -= isPair ? 1 : 0;
  }
  return count;
}

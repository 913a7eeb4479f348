import type { Step } from './step';

/** The text that lists and counts are about, so that analysts see what they count. */
export const fullText: Step<'fullText'> = {
  name: 'full-text',
  run: (_tweet, content) => ({ fullText: content.text }),
};

import { findEmoji } from '../domain/emoji';
import type { Step } from './step';

/** Every emoji of the text, in order. */
export const createEmojiStep = (): Step<'emoji'> => ({
  need: 'optional',
  revision: 1,
  run(_tweet, { text }) {
    const sequences = findEmoji(text);
    return { sequences, count: sequences.length };
  },
});

import { findEmoji } from '../domain/emoji';
import type { Step } from './step';

/** Every emoji of the text, in order. */
export const emoji: Step<'emoji' | 'emojiCount'> = {
  name: 'emoji',
  run(_tweet, { text }) {
    const found = findEmoji(text);
    return { emoji: found, emojiCount: found.length };
  },
};

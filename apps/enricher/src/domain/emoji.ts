import emojiRegex from 'emoji-regex';

const EMOJI = emojiRegex();
/** Anything an emoji sequence can hold beyond ASCII; spares most texts the long pattern. */
const MAY_HOLD_EMOJI = /[\u00A9\u00AE\u203C-\u3299\uD83C-\uD83E]|[0-9#*]\uFE0F?\u20E3/;

/** Every emoji sequence in order: families, flags, keycaps, skin tones as one each. */
export function findEmoji(text: string): string[] {
  return MAY_HOLD_EMOJI.test(text) ? (text.match(EMOJI) ?? []) : [];
}

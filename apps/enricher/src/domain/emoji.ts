/**
 * Recommended sequences (families, flags, keycaps, skin tones) as one each; then single
 * characters that are shown as emoji by themselves or by a variation selector.
 */
const EMOJI = /\p{RGI_Emoji}|\p{Emoji_Presentation}|\p{Emoji}\uFE0F/gv;
/** Anything an emoji sequence can hold beyond ASCII; spares most texts the long pattern. */
const MAY_HOLD_EMOJI = /[\u00A9\u00AE\u203C-\u3299\uD83C-\uD83E]|\uFE0F/;

/** Every emoji sequence of a text, in order. */
export function findEmoji(text: string): string[] {
  return MAY_HOLD_EMOJI.test(text) ? (text.match(EMOJI) ?? []) : [];
}

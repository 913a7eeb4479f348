/**
 * What Unicode lists in emoji-test.txt, each sequence as one: families, flags, keycaps, skin tones.
 * Keyboards also send them without the selector U+FE0F ("minimally qualified", "unqualified"); a
 * character followed by U+FE0E is asked to be shown as text, and so is none.
 */
const RECOMMENDED = /^\p{RGI_Emoji}$/v;
const TEXT_SELECTOR = '\uFE0E';

/** A character with its selector, skin tone or tags; several of these are joined by U+200D. */
const ELEMENT = String.raw`\p{Emoji}\uFE0F?(?:\p{Emoji_Modifier}\uFE0F?)?(?:[\u{E0020}-\u{E007E}]+\u{E007F})?`;
/** The longest that can be one emoji, whether or not it is one. */
const CANDIDATE = new RegExp(
  String.raw`[0-9#*]\uFE0F?\u20E3|\p{Regional_Indicator}{2}|${ELEMENT}(?:\u200D${ELEMENT})*`,
  'vy',
);
/** Where one can begin: most characters of a text are passed over here. */
const BEGINNING = /[\p{Emoji}--[0-9#*]]|[0-9#*](?=\uFE0F?\u20E3)/gv;

/** Every emoji sequence of a text as it is written, in order. */
export function findEmoji(text: string): string[] {
  const found: string[] = [];
  BEGINNING.lastIndex = 0;
  for (let begin = BEGINNING.exec(text); begin !== null; begin = BEGINNING.exec(text)) {
    CANDIDATE.lastIndex = begin.index;
    const emoji = emojiAtStart(CANDIDATE.exec(text)?.[0] ?? begin[0]);
    const end = begin.index + emoji.length;
    if (emoji !== '' && text[end] !== TEXT_SELECTOR) {
      found.push(emoji);
    }
    BEGINNING.lastIndex = Math.max(end, BEGINNING.lastIndex);
  }
  return found;
}

/** Nearly every emoji, and all that look like these are recommended: told without the long list. */
const SIMPLE =
  /^(?:[\p{Emoji}--[0-9#*\p{Regional_Indicator}]]|\p{Emoji_Modifier_Base}\uFE0F?\p{Emoji_Modifier}|[0-9#*]\uFE0F?\u20E3)\uFE0F?$/v;

/** The longest emoji that a candidate begins with; empty when it begins with none. */
function emojiAtStart(candidate: string): string {
  // What no vendor has as one is shown in parts, and counted so.
  for (let end = candidate.length; end > 0; end -= 1) {
    const emoji = candidate.slice(0, end);
    if (SIMPLE.test(emoji) || RECOMMENDED.test(qualified(emoji))) {
      return emoji;
    }
  }
  return '';
}

/** A character that is shown as text unless a selector or a skin tone follows it. */
const TEXT_BY_DEFAULT = /([\p{Emoji}--\p{Emoji_Presentation}])(?!\p{Emoji_Modifier})/gv;

/** With the selectors that belong into it, and no others. */
function qualified(emoji: string): string {
  return emoji.replaceAll('\uFE0F', '').replace(TEXT_BY_DEFAULT, '$1\uFE0F');
}

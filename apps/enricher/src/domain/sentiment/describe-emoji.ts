import descriptions from './emoji.json';

/** What an emoji of one code point shows, in words: "grinning face". */
const DESCRIPTIONS: ReadonlyMap<number, string> = new Map(
  Object.entries(descriptions).map(([emoji, description]) => [emoji.codePointAt(0) as number, description]),
);
/** ©, the first of them. */
const FIRST_EMOJI = 0xa9;

/**
 * The text with words for its emoji, which is how VADER scores them. Selectors and what else belongs
 * to a sequence stay beside them, as in Python: "❤\uFE0F" becomes "red heart\uFE0F".
 */
export function describeEmoji(text: string): string {
  let described = '';
  let copied = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) < FIRST_EMOJI) {
      continue;
    }
    const codePoint = text.codePointAt(index) as number;
    const description = DESCRIPTIONS.get(codePoint);
    const last = codePoint > 0xffff ? index + 1 : index;
    if (description !== undefined) {
      // One space too many, where there is one already, makes no token.
      described += `${text.slice(copied, index)} ${description}`;
      copied = last + 1;
    }
    index = last;
  }
  return copied === 0 ? text : described + text.slice(copied);
}

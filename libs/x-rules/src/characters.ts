/** Letters with their marks, digits, underscore, the joiners that some scripts need inside words, and emoji. */
const WORD_CHARACTER = String.raw`[\p{L}\p{M}\p{N}_\u200c\u200d\p{Extended_Pictographic}\p{Emoji_Presentation}]`;

const KEYWORD = new RegExp(`^${WORD_CHARACTER}+$`, 'u');
const LINK = new RegExp(String.raw`^(?:${WORD_CHARACTER}|[./-])+$`, 'u');
const FIRST_FOREIGN = new RegExp(`(?!${WORD_CHARACTER})[^]`, 'u');
const VISIBLE = /[\p{L}\p{N}_\p{Extended_Pictographic}\p{Emoji_Presentation}]/u;
const EMOJI_VARIANT = /\p{Emoji_Modifier}|\ufe0f|\p{Extended_Pictographic}\u200d/u;

/** Signs within words of Hebrew, Tibetan, Japanese, Catalan and others, and the joiners. */
const HASHTAG_SIGNS = String.raw`_\u200c\ua67e\u05be\u05f3\u05f4\uff5e\u301c\u309b\u309c\u30a0\u30fb\u3003\u0f0b\u0f0c\u00b7`;
/** Hashtags take letters, marks, digits and a few signs, no emoji, and at least one letter: X reads #2024 as a number. */
export const HASHTAG = new RegExp(
  String.raw`^(?=.*[\p{L}\p{M}])(?:[\p{L}\p{M}\p{Nd}${HASHTAG_SIGNS}]|\u200d)+$`,
  'u',
);
export const USERNAME = /^[A-Za-z0-9_]{1,15}$/;
export const CASHTAG = /^[A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?$/;
export const NUMERIC_ID = /^[0-9]{1,19}$/;

/** Whether the text can stand in a rule without quotes: X splits words at anything else. */
export const isBareWord = (text: string): boolean => KEYWORD.test(text) && VISIBLE.test(text);

export const isBareLink = (text: string): boolean => LINK.test(text) && VISIBLE.test(text);

/** Emoji with a skin tone, a variation selector or a joiner must be quoted. */
export const hasEmojiVariant = (text: string): boolean => EMOJI_VARIANT.test(text);

export const firstForeignCharacter = (text: string): string => FIRST_FOREIGN.exec(text)?.[0] ?? text;

/** Words that X refuses as keywords, because they look like a boolean operator. */
export const isReservedWord = (text: string): boolean => /^(?:and|or)$/i.test(text);

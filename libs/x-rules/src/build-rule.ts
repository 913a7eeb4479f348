import {
  CASHTAG,
  HASHTAG,
  hasEmojiVariant,
  isBareWord,
  isReservedWord,
  NUMERIC_ID,
  USERNAME,
} from './characters';
import { parseRule } from './parse-rule';
import { scan } from './scan';

function accept(kind: string, value: string, pattern: RegExp): string {
  if (pattern.test(value)) {
    return value;
  }
  throw new RangeError(`${JSON.stringify(value)} is no valid ${kind}`);
}

const withoutMark = (value: string, mark: string): string =>
  value.startsWith(mark) ? value.slice(1) : value;

/**
 * The text as an exact phrase: `coca-cola` gives `"coca-cola"`. A rule has no way to write a double quote inside a
 * phrase; it becomes a space, which matches the same posts, as X splits words at both.
 *
 * @throws RangeError when nothing but quotes and spaces is left
 */
export function quote(text: string): string {
  const inner = text.replace(/["\s]+/gu, ' ').trim();
  if (inner === '') {
    throw new RangeError('an empty phrase matches nothing');
  }
  return `"${inner}"`;
}

/**
 * The text as a keyword, quoted only if it must be: `cat` stays, `AT&T` and `or` are quoted.
 *
 * @throws RangeError when the text is empty
 */
export const keyword = (text: string): string =>
  isBareWord(text) && !isReservedWord(text) && !hasEmojiVariant(text) ? text : quote(text);

/** `#tag`, from a tag with or without its `#`. @throws RangeError when X would not take it as a hashtag */
export const hashtag = (tag: string): string => `#${accept('hashtag', withoutMark(tag, '#'), HASHTAG)}`;

/** `$CASH`, from a symbol with or without its `$`. @throws RangeError when X would not take it as a cashtag */
export const cashtag = (symbol: string): string => `$${accept('cashtag', withoutMark(symbol, '$'), CASHTAG)}`;

/** `@user`, from a username with or without its `@`. @throws RangeError when it is no username */
export const mention = (username: string): string =>
  `@${accept('username', withoutMark(username, '@'), USERNAME)}`;

/** `from:user`, from a username with or without its `@`, or a numeric id. @throws RangeError when it is neither */
export const from = (user: string): string => {
  const value = withoutMark(user, '@');
  return `from:${NUMERIC_ID.test(value) ? value : accept('username', value, USERNAME)}`;
};

/** Whether the rule has an OR outside all parentheses, so that joining it to another needs a group. */
function isLoose(rule: string): boolean {
  const scanned = scan(rule);
  if ('problem' in scanned) {
    return false;
  }
  let depth = 0;
  return scanned.tokens.some((token) => {
    depth += token.kind === 'open' ? 1 : token.kind === 'close' ? -1 : 0;
    return token.kind === 'or' && depth === 0;
  });
}

/** Rules that must all match, each grouped if its meaning would change otherwise. Empty ones are left out. */
export function allOf(...rules: readonly string[]): string {
  const parts = rules.map((rule) => rule.trim()).filter((rule) => rule !== '');
  return parts.length < 2
    ? parts.join('')
    : parts.map((rule) => (isLoose(rule) ? `(${rule})` : rule)).join(' ');
}

/** Rules of which one must match. Empty ones are left out. */
export const anyOf = (...rules: readonly string[]): string =>
  rules
    .map((rule) => rule.trim())
    .filter((rule) => rule !== '')
    .join(' OR ');

/** The condition negated. @throws RangeError when it is not one single condition: X negates no groups */
export function not(condition: string): string {
  const negated = `-${condition.trim()}`;
  // The anchor makes the negation lawful by itself, so that only its own faults are found.
  const parsed = parseRule(`anchor ${negated}`, { maxLength: Infinity });
  const isSingle = parsed.ok && parsed.node.kind === 'and' && parsed.node.children.length === 2;
  if (!isSingle || condition.trim().startsWith('(')) {
    throw new RangeError(`${JSON.stringify(condition)} is not a single condition that can be negated`);
  }
  return negated;
}

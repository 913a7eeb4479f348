import type { OperandNode, RuleProblem, Span } from './ast';
import {
  CASHTAG,
  firstForeignCharacter,
  HASHTAG,
  hasEmojiVariant,
  isBareWord,
  isReservedWord,
  USERNAME,
} from './characters';
import { readOperator } from './read-operator';
import type { Report } from './report';
import type { OperandToken, QuotedToken, WordToken } from './scan';

/** The widest `~N` that X takes. */
const MAX_PROXIMITY = 6;

const TAGS = {
  '#': {
    kind: 'hashtag',
    pattern: HASHTAG,
    what: 'a hashtag takes letters, digits and underscores, and at least one letter',
  },
  '@': {
    kind: 'mention',
    pattern: USERNAME,
    what: 'a username takes 1 to 15 letters, digits and underscores',
  },
  $: {
    kind: 'cashtag',
    pattern: CASHTAG,
    what: 'a cashtag takes 1 to 6 letters, such as `$BRK` or `$BRK.A`',
  },
} as const;

const isTagMark = (character: string | undefined): character is keyof typeof TAGS =>
  character !== undefined && Object.hasOwn(TAGS, character);

function readTag(token: WordToken, mark: keyof typeof TAGS, report: Report): OperandNode | null {
  const { kind, pattern, what } = TAGS[mark];
  const value = token.text.slice(1);
  const { offset, length } = token;
  if (value === '') {
    return report({ message: `\`${mark}\` has nothing after it`, offset, length });
  }
  if (pattern.test(value)) {
    return { kind, value, offset, length };
  }
  const hint = value.includes(mark) ? 'separate tags by spaces' : what;
  return report({ message: `\`${token.text}\` is no valid ${kind}`, offset, length, hint });
}

const ambiguousHint = (word: string): string =>
  /^or$/i.test(word)
    ? `write OR in capitals to join conditions, or "${word}" for the word itself`
    : `join conditions by a space, or write "${word}" for the word itself`;

function foreignHint(word: string, foreign: string): string {
  if (/[“”„«»]/u.test(foreign)) {
    return 'use straight double quotes';
  }
  if (foreign === ':') {
    return 'put it in double quotes; links go into url:"…"';
  }
  return `put it in double quotes: "${word}"`;
}

/** Explains why a bare word cannot stand in a rule; undefined when it can. */
function explainBareWord(text: string, span: Span): RuleProblem | undefined {
  const { offset, length } = span;
  if (!isBareWord(text)) {
    const foreign = firstForeignCharacter(text);
    const message = `\`${foreign}\` cannot stand in an unquoted word`;
    const at = Math.max(0, text.indexOf(foreign));
    return { message, offset: offset + at, length: foreign.length, hint: foreignHint(text, foreign) };
  }
  if (hasEmojiVariant(text)) {
    return { message: 'An emoji with a variant must be quoted', offset, length, hint: `write "${text}"` };
  }
  return undefined;
}

function readWord(token: WordToken, report: Report): OperandNode | null {
  const mark = token.text[0];
  if (isTagMark(mark)) {
    return readTag(token, mark, report);
  }
  const { text, offset, length } = token;
  if (isReservedWord(text)) {
    return report({ message: `\`${text}\` is ambiguous`, offset, length, hint: ambiguousHint(text) });
  }
  const problem = explainBareWord(text, token);
  return problem ? report(problem) : { kind: 'keyword', value: text, offset, length };
}

function readQuoted(token: QuotedToken, report: Report): OperandNode | null {
  const { text: value, offset, length } = token;
  if (value.trim() === '') {
    return report({ message: 'The phrase is empty', offset, length });
  }
  if (token.distance === undefined) {
    return { kind: 'phrase', value, offset, length };
  }
  const distance = /^\d{1,3}$/.test(token.distance) ? Number(token.distance) : 0;
  if (distance >= 1 && distance <= MAX_PROXIMITY) {
    return { kind: 'proximity', value, distance, offset, length };
  }
  return report({
    message: `The distance after \`~\` must be an integer from 1 to ${MAX_PROXIMITY}`,
    offset: offset + length - token.distance.length - 1,
    length: token.distance.length + 1,
  });
}

/** Reads one condition; null after reporting why it cannot be read. */
export function readOperand(token: OperandToken, report: Report): OperandNode | null {
  switch (token.kind) {
    case 'word':
      return readWord(token, report);
    case 'quoted':
      return readQuoted(token, report);
    case 'operator':
      return readOperator(token, report);
  }
}

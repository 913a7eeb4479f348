import type { RuleProblem, Span } from './ast';

export interface OperatorValue extends Span {
  readonly form: 'bare' | 'quoted' | 'bracketed';
  /** Without the quotes or brackets. */
  readonly text: string;
}

export interface WordToken extends Span {
  readonly kind: 'word';
  readonly text: string;
}

export interface QuotedToken extends Span {
  readonly kind: 'quoted';
  readonly text: string;
  /** What follows `~` directly after the closing quote. */
  readonly distance?: string;
}

export interface OperatorToken extends Span {
  readonly kind: 'operator';
  readonly name: string;
  readonly value: OperatorValue;
}

export type OperandToken = WordToken | QuotedToken | OperatorToken;

export type Token = OperandToken | (Span & { readonly kind: 'open' | 'close' | 'or' | 'minus' });

/** Deeper rules are no use to anyone, and a bound keeps the recursive parser within its stack. */
const MAX_DEPTH = 50;

const SPACE = /\s+/uy;
const OPERATOR_NAME = /[A-Za-z_]+:/y;
const BARE = /[^\s()"]*/uy;
const QUOTED = /"([^"]*)"/y;
const BRACKETED = /\[([^\]]*)\]/y;
const DISTANCE = /~([^\s()"]*)/uy;

const matchAt = (pattern: RegExp, text: string, offset: number): RegExpExecArray | null => {
  pattern.lastIndex = offset;
  return pattern.exec(text);
};

type Scanned<T> = { readonly token: T } | { readonly problem: RuleProblem };

const unclosed = (rule: string, offset: number, mark: string, closing: string): { problem: RuleProblem } => ({
  problem: {
    message: `This ${mark} is never closed`,
    offset,
    length: 1,
    hint: `add the closing ${closing}${rule.slice(offset).includes('”') ? '; curly quotes do not count' : ''}`,
  },
});

function scanQuoted(rule: string, offset: number): Scanned<QuotedToken> {
  const quoted = matchAt(QUOTED, rule, offset);
  if (!quoted) {
    return unclosed(rule, offset, 'quote', 'double quote');
  }
  const text = quoted[1] ?? '';
  const distance = matchAt(DISTANCE, rule, offset + quoted[0].length);
  const length = quoted[0].length + (distance?.[0].length ?? 0);
  return {
    token: { kind: 'quoted', text, offset, length, ...(distance && { distance: distance[1] ?? '' }) },
  };
}

function scanValue(rule: string, offset: number): Scanned<OperatorValue> {
  const opening = rule[offset];
  if (opening === '"' || opening === '[') {
    const quoted = opening === '"';
    const enclosed = matchAt(quoted ? QUOTED : BRACKETED, rule, offset);
    if (!enclosed) {
      return unclosed(rule, offset, quoted ? 'quote' : 'bracket', quoted ? 'double quote' : '`]`');
    }
    const form = quoted ? 'quoted' : 'bracketed';
    return { token: { form, text: enclosed[1] ?? '', offset, length: enclosed[0].length } };
  }
  const text = matchAt(BARE, rule, offset)?.[0] ?? '';
  return { token: { form: 'bare', text, offset, length: text.length } };
}

function scanOperator(rule: string, offset: number, prefix: string): Scanned<OperatorToken> {
  const scanned = scanValue(rule, offset + prefix.length);
  if ('problem' in scanned) {
    return scanned;
  }
  const value = scanned.token;
  const length = prefix.length + value.length;
  return { token: { kind: 'operator', name: prefix.slice(0, -1), value, offset, length } };
}

function scanToken(rule: string, offset: number): Scanned<Token> {
  const character = rule[offset];
  if (character === '(') {
    return { token: { kind: 'open', offset, length: 1 } };
  }
  if (character === ')') {
    return { token: { kind: 'close', offset, length: 1 } };
  }
  if (character === '-') {
    return { token: { kind: 'minus', offset, length: 1 } };
  }
  if (character === '"') {
    return scanQuoted(rule, offset);
  }
  const prefix = matchAt(OPERATOR_NAME, rule, offset)?.[0];
  if (prefix !== undefined) {
    return scanOperator(rule, offset, prefix);
  }
  const text = matchAt(BARE, rule, offset)?.[0] ?? '';
  if (text === 'OR') {
    return { token: { kind: 'or', offset, length: 2 } };
  }
  return { token: { kind: 'word', text, offset, length: text.length } };
}

/** Splits a rule into tokens, or says why that cannot be done; never both. */
export function scan(
  rule: string,
): { readonly tokens: readonly Token[] } | { readonly problem: RuleProblem } {
  const tokens: Token[] = [];
  let depth = 0;
  let offset = 0;
  while (offset < rule.length) {
    const space = matchAt(SPACE, rule, offset)?.[0];
    if (space !== undefined) {
      offset += space.length;
      continue;
    }
    const scanned = scanToken(rule, offset);
    if ('problem' in scanned) {
      return scanned;
    }
    const { token } = scanned;
    const before = tokens.at(-1);
    if (before && isOperand(before) && isOperand(token) && before.offset + before.length === offset) {
      return { problem: { message: 'A space is missing here', offset, length: 1 } };
    }
    depth += token.kind === 'open' ? 1 : token.kind === 'close' ? -1 : 0;
    if (depth > MAX_DEPTH) {
      return { problem: { message: `Groups are nested more than ${MAX_DEPTH} deep`, offset, length: 1 } };
    }
    tokens.push(token);
    offset += token.length;
  }
  return { tokens };
}

/** Whether the token is a condition, as opposed to a parenthesis, `OR` or the negating dash. */
export const isOperand = (token: Token): token is OperandToken =>
  token.kind === 'word' || token.kind === 'quoted' || token.kind === 'operator';

import type { NotNode, OperandNode, RuleNode, Span } from './ast';
import { readOperand } from './read-operand';
import type { Report } from './report';
import { isOperand, type OperandToken, type Token } from './scan';

type Cursor = {
  readonly tokens: readonly Token[];
  readonly report: Report;
  position: number;
};

/**
 * Recursive descent, loosest binding first:
 *   rule = any
 *   any  = all ("OR" all)*
 *   all  = item+
 *   item = "-" operand | operand | "(" any ")"
 * It reports and carries on, so that one pass finds every mistake; the node is good only if nothing was reported.
 */
export function parseTokens(tokens: readonly Token[], report: Report): RuleNode | null {
  const cursor: Cursor = { tokens, report, position: 0 };
  const parts: RuleNode[] = [];
  for (;;) {
    const part = parseAny(cursor);
    if (part) {
      parts.push(part);
    }
    const stray = tokens[cursor.position];
    if (!stray) {
      return join('and', parts);
    }
    report({ message: 'This parenthesis closes nothing', offset: stray.offset, length: stray.length });
    cursor.position += 1;
  }
}

function parseAny(cursor: Cursor): RuleNode | null {
  const branches: RuleNode[] = [];
  for (let previous: Token | undefined; ;) {
    const branch = parseAll(cursor);
    if (branch) {
      branches.push(branch);
    }
    const next = cursor.tokens[cursor.position];
    const or = next?.kind === 'or' ? next : undefined;
    const dangling = branch ? undefined : (or ?? previous);
    if (dangling) {
      const { offset, length } = dangling;
      const hint = 'write "OR" in quotes for the word itself';
      cursor.report({ message: 'OR needs a condition on both sides', offset, length, hint });
    }
    if (!or) {
      return join('or', branches);
    }
    previous = or;
    cursor.position += 1;
  }
}

function parseAll(cursor: Cursor): RuleNode | null {
  const items: RuleNode[] = [];
  for (;;) {
    const token = cursor.tokens[cursor.position];
    if (!token || token.kind === 'or' || token.kind === 'close') {
      return join('and', items);
    }
    cursor.position += 1;
    const item = parseItem(cursor, token);
    if (item) {
      items.push(item);
    }
  }
}

function parseItem(cursor: Cursor, token: Token): RuleNode | null {
  if (token.kind === 'open') {
    return parseGroup(cursor, token);
  }
  if (token.kind === 'minus') {
    return parseNegation(cursor, token);
  }
  return isOperand(token) ? readOrHold(cursor, token) : null;
}

function parseGroup(cursor: Cursor, open: Token): RuleNode | null {
  const { offset, length } = open;
  const content = parseAny(cursor);
  const close = cursor.tokens[cursor.position];
  if (close?.kind !== 'close') {
    const message = 'This parenthesis is never closed';
    return cursor.report({ message, offset, length, hint: 'add the closing `)`' });
  }
  cursor.position += 1;
  if (!content) {
    return cursor.report({ message: 'The group is empty', ...spanning(open, close) });
  }
  // The parentheses belong to the group they make; around a single condition they mean nothing.
  return content.kind === 'and' || content.kind === 'or' ? { ...content, ...spanning(open, close) } : content;
}

function parseNegation(cursor: Cursor, minus: Token): NotNode | null {
  const { offset, length } = minus;
  const next = cursor.tokens[cursor.position];
  const isAdjacent = next?.offset === offset + length;
  if (isAdjacent && isOperand(next)) {
    cursor.position += 1;
    return { kind: 'not', operand: readOrHold(cursor, next), ...spanning(minus, next) };
  }
  if (isAdjacent && next.kind === 'minus') {
    cursor.position += 1;
    return cursor.report({ message: 'A negation cannot be negated', offset, length: 2 });
  }
  if (isAdjacent && next.kind === 'open') {
    const hint = 'negate each condition: `-snow -day` instead of `-(snow OR day)`';
    return cursor.report({ message: 'A group cannot be negated', offset, length, hint });
  }
  const hint = 'write it directly before a condition, such as `-is:retweet`';
  return cursor.report({ message: 'The dash negates nothing', offset, length, hint });
}

/** An unreadable condition keeps its place, lest its neighbours be reported as missing. */
function readOrHold(cursor: Cursor, token: OperandToken): OperandNode {
  const { offset, length } = token;
  return readOperand(token, cursor.report) ?? { kind: 'keyword', value: '', offset, length };
}

const spanning = (from: Span, to: Span): Span => ({
  offset: from.offset,
  length: to.offset + to.length - from.offset,
});

function join(kind: 'and' | 'or', children: readonly RuleNode[]): RuleNode | null {
  const first = children[0];
  const last = children.at(-1);
  if (!first || !last) {
    return null;
  }
  if (children.length === 1) {
    return first;
  }
  return { kind, children, ...spanning(first, last) };
}

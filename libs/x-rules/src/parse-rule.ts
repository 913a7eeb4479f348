import type { RuleNode, RuleProblem } from './ast';
import { checkRule } from './check-rule';
import { parseTokens } from './parse-tokens';
import { scan } from './scan';

export type ParsedRule =
  | { readonly ok: true; readonly node: RuleNode }
  | { readonly ok: false; readonly problems: readonly RuleProblem[] };

export interface ParseOptions {
  /**
   * Longest rule in code points, spaces and operators included: 1,024 for pay-per-use, 2,048 for Enterprise. X
   * documents characters and does not say how it counts an emoji; counting code points agrees with every
   * example that X gives.
   */
  readonly maxLength: number;
}

/** What X refuses whatever is in the rule: nothing at all, or too much. */
export function checkLength(value: string, { maxLength }: ParseOptions): readonly RuleProblem[] {
  if (value.trim() === '') {
    return [{ message: 'The rule is empty', offset: 0, length: value.length }];
  }
  const excess = findExcess(value, maxLength);
  return excess === undefined ? [] : [excess];
}

const refused = (...problems: readonly RuleProblem[]): ParsedRule => ({ ok: false, problems });

function findExcess(value: string, maxLength: number): RuleProblem | undefined {
  if (value.length <= maxLength) {
    return undefined;
  }
  let count = 0;
  let offset = 0;
  for (const character of value) {
    count += 1;
    if (count <= maxLength) {
      offset += character.length;
    }
  }
  if (count <= maxLength) {
    return undefined;
  }
  const message = `The rule has ${count} characters, ${count - maxLength} more than the ${maxLength} allowed`;
  return {
    message,
    offset,
    length: value.length - offset,
    hint: 'split it into several rules with the same tag',
  };
}

/**
 * Parses a filtered-stream rule of the X API v2 and refuses what X documents as refused. Where X's pages are
 * silent it is strict, so that a rule it takes is one that X takes. Never throws. Problems are in reading order
 * and there is at least one when `ok` is false.
 */
export function parseRule(value: string, options: ParseOptions): ParsedRule {
  const lengthProblems = checkLength(value, options);
  if (lengthProblems.length > 0) {
    return refused(...lengthProblems);
  }
  const scanned = scan(value);
  if ('problem' in scanned) {
    return refused(scanned.problem);
  }

  const problems: RuleProblem[] = [];
  const node = parseTokens(scanned.tokens, (problem) => {
    problems.push(problem);
    return null;
  });
  if (problems.length > 0) {
    return refused(...problems.sort((left, right) => left.offset - right.offset));
  }
  // Scanning found at least one token, so without a node something was reported above.
  if (!node) {
    return refused({ message: 'The rule is empty', offset: 0, length: value.length });
  }

  const refusals = checkRule(node);
  return refusals.length > 0 ? refused(...refusals) : { ok: true, node };
}

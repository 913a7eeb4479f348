import type { OperandNode, RuleNode, RuleProblem } from './ast';
import { findOperator } from './operators';
import { printRule } from './print-rule';

const isStandalone = (node: OperandNode): boolean => {
  const name = node.kind === 'operator' || node.kind === 'count' ? node.name : node.kind;
  return findOperator(name)?.standalone ?? true;
};

/** Whether every way to satisfy the node involves a positive standalone condition. */
function isAnchored(node: RuleNode): boolean {
  switch (node.kind) {
    case 'and':
      return node.children.some(isAnchored);
    case 'or':
      return node.children.every(isAnchored);
    case 'not':
      return false;
    default:
      return isStandalone(node);
  }
}

const isOnlyNegative = (node: RuleNode): boolean =>
  node.kind === 'not' || ((node.kind === 'and' || node.kind === 'or') && node.children.every(isOnlyNegative));

function explainUnanchored(node: RuleNode): RuleProblem[] {
  if (node.kind === 'or') {
    return node.children.filter((child) => !isAnchored(child)).flatMap(explainUnanchored);
  }
  const { offset, length } = node;
  const hint = 'add a keyword, a hashtag, from: or another condition that can stand alone';
  if (isOnlyNegative(node)) {
    const message = 'Negated conditions cannot be used alone';
    return [{ message, offset, length, hint: 'add at least one condition that is not negated' }];
  }
  const branch =
    node.kind === 'and'
      ? node.children.find((child) => child.kind === 'or' && child.children.some(isAnchored))
      : undefined;
  if (branch) {
    const message = 'One branch of this OR leaves the rule without a condition that can stand alone';
    return [{ message, offset: branch.offset, length: branch.length, hint }];
  }
  return [{ message: `\`${printRule(node)}\` cannot be used alone`, offset, length, hint }];
}

interface Place {
  readonly insideOr: boolean;
  readonly negated: boolean;
}

function checkOperand(node: OperandNode, { insideOr, negated }: Place): RuleProblem[] {
  const { offset, length } = node;
  if (node.kind === 'is' && node.value === 'nullcast' && !negated) {
    return [{ message: '`is:nullcast` must be negated', offset, length, hint: 'write `-is:nullcast`' }];
  }
  if (node.kind === 'sample' && negated) {
    return [{ message: '`sample:` cannot be negated', offset, length }];
  }
  if (node.kind === 'sample' && insideOr) {
    const hint = 'group the conditions joined by OR: `(a OR b) sample:10`';
    return [
      { message: '`sample:` applies to the whole rule, not to one branch of an OR', offset, length, hint },
    ];
  }
  return [];
}

function checkPlaces(node: RuleNode, place: Place): RuleProblem[] {
  switch (node.kind) {
    case 'and':
      return node.children.flatMap((child) => checkPlaces(child, place));
    case 'or':
      return node.children.flatMap((child) => [
        ...checkPlaces(child, { ...place, insideOr: true }),
        ...(isOnlyNegative(child) ? explainUnanchored(child) : []),
      ]);
    case 'not':
      return checkOperand(node.operand, { ...place, negated: true });
    default:
      return checkOperand(node, place);
  }
}

/** What X refuses in a rule that is well formed, in reading order and each place once. */
export function checkRule(rule: RuleNode): RuleProblem[] {
  const problems = checkPlaces(rule, { insideOr: false, negated: false });
  if (!isAnchored(rule)) {
    problems.push(...explainUnanchored(rule));
  }
  const byPlace = new Map(problems.map((problem) => [`${problem.offset}:${problem.message}`, problem]));
  return [...byPlace.values()].sort((left, right) => left.offset - right.offset);
}

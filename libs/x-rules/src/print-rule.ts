import type { OperandNode, RuleNode } from './ast';
import { hasEmojiVariant, isBareLink, isBareWord } from './characters';
import { findOperator } from './operators';

/** Plain decimal notation: X reads no exponents. */
const printNumber = (value: number): string => {
  const text = String(value);
  return text.includes('e') ? value.toFixed(15).replace(/0+$/, '') : text;
};

function printTextValue(name: string, value: string): string {
  const form = findOperator(name)?.form;
  if (form !== 'text' && form !== 'link') {
    return value;
  }
  const bare = (form === 'link' ? isBareLink(value) : isBareWord(value)) && !hasEmojiVariant(value);
  return bare ? value : `"${value}"`;
}

function printOperand(node: OperandNode): string {
  switch (node.kind) {
    case 'keyword':
      return node.value;
    case 'phrase':
      return `"${node.value}"`;
    case 'proximity':
      return `"${node.value}"~${node.distance}`;
    case 'hashtag':
      return `#${node.value}`;
    case 'mention':
      return `@${node.value}`;
    case 'cashtag':
      return `$${node.value}`;
    case 'operator':
      return `${node.name}:${printTextValue(node.name, node.value)}`;
    case 'count':
      return `${node.name}:${node.minimum}${node.maximum === undefined ? '' : `..${node.maximum}`}`;
    case 'has':
    case 'is':
      return `${node.kind}:${node.value}`;
    case 'sample':
      return `sample:${node.percent}`;
    case 'point_radius': {
      const parts = [node.longitude, node.latitude, node.radius].map(printNumber);
      return `point_radius:[${parts.join(' ')}${node.unit}]`;
    }
    case 'bounding_box':
      return `bounding_box:[${[node.west, node.south, node.east, node.north].map(printNumber).join(' ')}]`;
  }
}

/**
 * Writes a rule back as text: aliases become the operator's main name, spaces and parentheses the fewest that
 * keep the tree. Parsing the result gives the same tree, except for the positions.
 */
export function printRule(node: RuleNode): string {
  switch (node.kind) {
    case 'and':
      return node.children.map((child) => printInside(child, ['and', 'or'])).join(' ');
    case 'or':
      return node.children.map((child) => printInside(child, ['or'])).join(' OR ');
    case 'not':
      return `-${printOperand(node.operand)}`;
    default:
      return printOperand(node);
  }
}

const printInside = (node: RuleNode, grouped: readonly RuleNode['kind'][]): string =>
  grouped.includes(node.kind) ? `(${printRule(node)})` : printRule(node);

import type { OperandNode, RuleNode, WordNode } from '@tdp/x-rules';
import { matchBoundingBox, matchPointRadius } from './match-geo';
import { HAS_MATCHERS, IS_MATCHERS, matchCount, matchTextOperator, type Matcher } from './match-operator';
import { fold, hasNear, hasPhrase, tokenize } from './tokenize';

/** FNV-1a: the same post falls into the same hundredth for every rule and every run, as in a replay it must. */
function hundredthOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % 100;
}

function compileWord({ kind, value }: WordNode): Matcher {
  const folded = fold(value);
  switch (kind) {
    case 'hashtag':
      return (input) => input.hashtags.has(folded);
    case 'cashtag':
      return (input) => input.cashtags.has(folded);
    case 'mention':
      return (input) => input.mentions.has(folded);
    case 'keyword':
    case 'phrase': {
      const phrase = tokenize(value);
      return (input) => input.texts.some((text) => hasPhrase(text, phrase));
    }
  }
}

function compileOperand(node: OperandNode): Matcher {
  switch (node.kind) {
    case 'proximity': {
      const phrase = tokenize(node.value);
      return (input) => input.texts.some((text) => hasNear(text, phrase, node.distance));
    }
    case 'operator':
      return matchTextOperator(node.name, node.value);
    case 'count':
      return matchCount(node);
    case 'has':
      return HAS_MATCHERS[node.value];
    case 'is':
      return IS_MATCHERS[node.value];
    case 'sample':
      return ({ source }) => hundredthOf(source.post.id) < node.percent;
    case 'point_radius':
      return matchPointRadius(node);
    case 'bounding_box':
      return matchBoundingBox(node);
    default:
      return compileWord(node);
  }
}

/** Turns a parsed rule into a predicate on posts. The rule is walked once, here; matching only calls functions. */
export function compileMatcher(node: RuleNode): Matcher {
  switch (node.kind) {
    case 'and': {
      const matchers = node.children.map(compileMatcher);
      return (input) => matchers.every((matches) => matches(input));
    }
    case 'or': {
      const matchers = node.children.map(compileMatcher);
      return (input) => matchers.some((matches) => matches(input));
    }
    case 'not': {
      const matches = compileOperand(node.operand);
      return (input) => !matches(input);
    }
    default:
      return compileOperand(node);
  }
}

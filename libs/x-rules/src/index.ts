export type {
  AndNode,
  BoundingBoxNode,
  CountNode,
  CountOperator,
  DistanceUnit,
  HasNode,
  HasValue,
  IsNode,
  IsValue,
  NotNode,
  OperandNode,
  OrNode,
  PointRadiusNode,
  ProximityNode,
  RuleNode,
  RuleProblem,
  SampleNode,
  Span,
  TextOperator,
  TextOperatorNode,
  WordNode,
} from './ast';
export { allOf, anyOf, cashtag, from, hashtag, keyword, mention, not, quote } from './build-rule';
export { formatProblem } from './format-problem';
export type { Coordinates } from './geo';
export { distanceKm, toKilometres } from './geo';
export type { ParsedRule, ParseOptions } from './parse-rule';
export { checkLength, parseRule } from './parse-rule';
export { printRule } from './print-rule';

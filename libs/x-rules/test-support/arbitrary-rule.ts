import fc from 'fast-check';
import type { OperandNode, RuleNode } from '../src/index';

const span = { offset: 0, length: 0 };
const word = fc.constantFrom('cat', 'Größe', '猫', 'هواية', '😃', 'a_b', '2024', 'ORDER');
const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .map((value) => value.replace(/"/g, ''))
  .filter((value) => value.trim() !== '');
const decimals = (limit: number) =>
  fc.double({ min: -limit, max: limit, noNaN: true }).map((value) => Number(value.toFixed(8)) + 0);

/** Conditions that can stand alone. */
export const standaloneOperand: fc.Arbitrary<OperandNode> = fc.oneof(
  word.map((value) => ({ kind: 'keyword' as const, value, ...span })),
  text.map((value) => ({ kind: 'phrase' as const, value, ...span })),
  fc
    .record({ value: text, distance: fc.integer({ min: 1, max: 6 }) })
    .map((rest) => ({ kind: 'proximity' as const, ...rest, ...span })),
  fc.constantFrom('cats', '東京', 'ñ1').map((value) => ({ kind: 'hashtag' as const, value, ...span })),
  fc
    .tuple(
      fc.constantFrom('bio' as const, 'place' as const, 'entity' as const, 'url' as const),
      fc.oneof(word, text),
    )
    .map(([name, value]) => ({ kind: 'operator' as const, name, value, ...span })),
  fc
    .constantFrom('NASA', '12345')
    .map((value) => ({ kind: 'operator' as const, name: 'from' as const, value, ...span })),
  fc
    .record({
      longitude: decimals(180),
      latitude: decimals(90),
      radius: fc.integer({ min: 1, max: 24_999_999 }).map((millionths) => millionths / 1e6),
      unit: fc.constantFrom('km' as const, 'mi' as const),
    })
    .map((rest) => ({ kind: 'point_radius' as const, ...rest, ...span })),
);

const dependentOperand: fc.Arbitrary<OperandNode> = fc.oneof(
  fc
    .constantFrom('geo' as const, 'video_link' as const)
    .map((value) => ({ kind: 'has' as const, value, ...span })),
  fc
    .constantFrom('retweet' as const, 'verified' as const)
    .map((value) => ({ kind: 'is' as const, value, ...span })),
  fc
    .constantFrom('en', 'zh-CN')
    .map((value) => ({ kind: 'operator' as const, name: 'lang' as const, value, ...span })),
  fc
    .nat(9999)
    .map((minimum) => ({ kind: 'count' as const, name: 'listed_count' as const, minimum, ...span })),
);

const negation = fc
  .oneof(standaloneOperand, dependentOperand)
  .map((operand) => ({ kind: 'not' as const, operand, ...span }));

/** Rules that X would take, with positions left at 0: every conjunction holds a standalone condition. */
export const arbitraryRule: fc.Arbitrary<RuleNode> = fc.letrec<{ rule: RuleNode }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'rule' },
    standaloneOperand,
    fc
      .array(tie('rule'), { minLength: 2, maxLength: 4 })
      .map((children) => ({ kind: 'or' as const, children, ...span })),
    fc
      .tuple(
        tie('rule'),
        fc.array(fc.oneof(tie('rule'), negation, dependentOperand), { minLength: 1, maxLength: 4 }),
      )
      .map(([anchor, others]) => ({ kind: 'and' as const, children: [anchor, ...others], ...span })),
  ),
})).rule;

import fc from 'fast-check';
import { arbitraryRule } from '../test-support/arbitrary-rule';
import { withoutSpans } from '../test-support/without-spans';
import { parseRule } from './parse-rule';
import { printRule } from './print-rule';

const options = { maxLength: Infinity };

describe('printRule', () => {
  it('prints what parses to the same rule again', () => {
    fc.assert(
      fc.property(arbitraryRule, (rule) => {
        const parsed = parseRule(printRule(rule), options);
        expect(parsed).toMatchObject({ ok: true });
        if (parsed.ok) {
          expect(withoutSpans(parsed.node)).toEqual(withoutSpans(rule));
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['((cat)   OR (dog   -fish))', 'cat OR dog -fish'],
    ['(cat OR dog) (a b)', '(cat OR dog) (a b)'],
    ['USER_BIO:"data"', 'bio:data'],
    ['url:"https://x.com"', 'url:"https://x.com"'],
    ['point_radius:[0.0000001 -0 1.50KM]', 'point_radius:[0.0000001 0 1.5km]'],
    ['cat min_followers:10', 'cat followers_count:10'],
  ])('prints %s as %s', (value, printed) => {
    const parsed = parseRule(value, options);
    expect(parsed.ok && printRule(parsed.node)).toBe(printed);
  });
});

describe('parseRule', () => {
  const problemFits = (value: string) => {
    const parsed = parseRule(value, { maxLength: 1024 });
    if (parsed.ok) {
      return;
    }
    expect(parsed.problems.length).toBeGreaterThan(0);
    for (const { offset, length } of parsed.problems) {
      expect(offset).toBeGreaterThanOrEqual(0);
      expect(offset + length).toBeLessThanOrEqual(value.length);
    }
  };

  it('answers any text without throwing, with problems that lie within it', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), problemFits));
  });

  it('answers any jumble of rule fragments without throwing', () => {
    const fragment = fc.constantFrom(
      'cat',
      ' ',
      '(',
      ')',
      '-',
      'OR',
      '"',
      '~3',
      '#a',
      'from:',
      'has:media',
      '[',
      ']',
      'sample:5',
    );
    fc.assert(
      fc.property(
        fc.array(fragment, { maxLength: 30 }).map((parts) => parts.join('')),
        problemFits,
      ),
      { numRuns: 1000 },
    );
  });
});

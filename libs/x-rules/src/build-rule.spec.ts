import fc from 'fast-check';
import { allOf, anyOf, cashtag, from, hashtag, keyword, mention, not, quote } from './build-rule';
import { parseRule } from './parse-rule';

const isRule = (value: string) => parseRule(value, { maxLength: Infinity }).ok;

describe('keyword', () => {
  it.each([
    ['cat', 'cat'],
    ['猫', '猫'],
    ['coca-cola', '"coca-cola"'],
    ['or', '"or"'],
    ['from:NASA', '"from:NASA"'],
    ['-cat', '"-cat"'],
    ['say "hi"  now', '"say hi now"'],
    ['👍🏽', '"👍🏽"'],
  ])('writes %s as %s', (text, expected) => {
    expect(keyword(text)).toBe(expected);
  });

  it('always gives one condition, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => text.replace(/["\s]/gu, '') !== ''),
        (text) => {
          const parsed = parseRule(keyword(text), { maxLength: Infinity });
          expect(parsed.ok && ['keyword', 'phrase'].includes(parsed.node.kind)).toBe(true);
        },
      ),
    );
  });

  it('refuses text in which nothing could match', () => {
    expect(() => quote(' "" ')).toThrow(RangeError);
  });
});

describe('tags and users', () => {
  it('take the value with or without its mark', () => {
    expect([hashtag('#cats'), hashtag('cats')]).toEqual(['#cats', '#cats']);
    expect([cashtag('$TWTR'), mention('@NASA'), from('@NASA'), from('2244994945')]).toEqual([
      '$TWTR',
      '@NASA',
      'from:NASA',
      'from:2244994945',
    ]);
  });

  it.each([() => hashtag('two words'), () => cashtag('123'), () => mention('no-dash'), () => from('a b')])(
    'refuse a value that X would refuse',
    (build) => {
      expect(build).toThrow(RangeError);
    },
  );
});

describe('combinations', () => {
  it('group what would change its meaning', () => {
    expect(allOf(anyOf('cat', 'dog'), 'lang:en')).toBe('(cat OR dog) lang:en');
    expect(allOf('(cat OR dog)', '"a OR b"', '')).toBe('(cat OR dog) "a OR b"');
    expect(anyOf(allOf('cat', 'dog'), 'fish')).toBe('cat dog OR fish');
    expect(allOf('cat OR dog')).toBe('cat OR dog');
  });

  it('negate single conditions only', () => {
    expect(allOf('cat', not('is:retweet'), not('"hot dog"'))).toBe('cat -is:retweet -"hot dog"');
    expect(isRule(allOf('cat', not('is:nullcast')))).toBe(true);
    expect(() => not('cat dog')).toThrow(RangeError);
    expect(() => not('(cat)')).toThrow(RangeError);
    expect(() => not('-cat')).toThrow(RangeError);
  });
});

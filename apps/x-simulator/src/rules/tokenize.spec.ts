import { hasNear, hasPhrase, tokenize, toTokenText } from './tokenize';

describe('tokenize', () => {
  it.each([
    ['I like coca-cola', ['i', 'like', 'coca', 'cola']],
    ['Diacrítica CUMPLEAÑOS', ['diacrítica', 'cumpleaños']],
    ['cumplean\u0303os', ['cumpleaños']],
    ['I like 🍕👍🏽!', ['i', 'like', '🍕', '👍🏽']],
    ['❤️ and ❤', ['❤', 'and', '❤']],
    ['🇪🇨👨‍👩‍👧', ['🇪🇨', '👨‍👩‍👧']],
    ['猫が好き cats', ['猫', 'が', '好', 'き', 'cats']],
    ['리사가 #LISA', ['리사가', 'lisa']],
    ['هواية جديدة', ['هواية', 'جديدة']],
    ['a_b c.d', ['a_b', 'c', 'd']],
    ['', []],
  ])('splits %s', (text, tokens) => {
    expect(tokenize(text)).toEqual(tokens);
  });
});

describe('hasPhrase', () => {
  it.each([
    ['to be or not to be', 'or not', true],
    ['to be or not to be', 'not or', false],
    ['to to be', 'to be', true],
    ['coca-cola', 'coca cola', true],
    ['to be', 'be to', false],
    ['to be', '!!!', false],
  ])('%s: %s is %s', (text, phrase, expected) => {
    expect(hasPhrase(toTokenText(text), tokenize(phrase))).toBe(expected);
  });
});

describe('hasNear', () => {
  it.each<[string, string, number, boolean]>([
    ['social media', 'social media', 1, true],
    ['social and other media', 'social media', 2, true],
    ['social and other media', 'social media', 1, false],
    ['media social', 'social media', 2, true],
    ['media social', 'social media', 1, false],
    ['media x social', 'social media', 3, true],
    ['media x y social', 'social media', 3, false],
    ['the API', 'api', 3, true],
    ['a b', 'a a', 6, false],
    ['a b a', 'a a', 6, true],
  ])('%s: "%s"~%i is %s', (text, phrase, distance, expected) => {
    expect(hasNear(toTokenText(text), tokenize(phrase), distance)).toBe(expected);
  });
});

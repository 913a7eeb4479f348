import fc from 'fast-check';
import twitter from 'twitter-text';
import { CASHTAG, HASHTAG, USERNAME } from './characters';

/*
 * X's own library says what is a hashtag, a username and a cashtag. It knows the letters of an older Unicode, and has a
 * few for private use, and takes usernames of 20 characters, which can no longer be chosen: of these it is no oracle.
 */
const NEWER_LETTER = /[\p{L}\p{M}\p{Nd}]/u;
const PRIVATE_USE = /\p{Co}/u;

const characters = Array.from({ length: 0x1_0000 }, (_, code) => code)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))
  .filter((character) => !PRIVATE_USE.test(character));

it.each([
  ['alone', ''],
  ['after a letter', 'a'],
  ['after a digit', '1'],
])('a character is in hashtags as X has it, %s', (_where, before) => {
  const wrong = characters.filter((character) => {
    const tag = before + character;
    const isOne = twitter.isValidHashtag(`#${tag}`);
    return HASHTAG.test(tag) !== isOne && (isOne || !NEWER_LETTER.test(character));
  });
  expect(wrong.map((character) => character.codePointAt(0)?.toString(16))).toEqual([]);
});

const textOf = (characters: string, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength });

it('hashtags are those of X', () => {
  const tags = textOf('aé9_·\u200c\u200d漢・ー〜ァא״־ا\u064b़ไ\u0e31한ß-.😀', 8);
  fc.assert(
    fc.property(tags, (tag) => {
      expect([tag, HASHTAG.test(tag)]).toEqual([tag, twitter.isValidHashtag(`#${tag}`)]);
    }),
    { numRuns: 2_000 },
  );
});

it('usernames are those of X, up to 15 characters', () => {
  fc.assert(
    fc.property(textOf('aZ9_-.é', 15), (name) => {
      expect([name, USERNAME.test(name)]).toEqual([name, twitter.isValidUsername(`@${name}`)]);
    }),
    { numRuns: 2_000 },
  );
});

it('cashtags are those of X', () => {
  fc.assert(
    fc.property(textOf('aZ9._', 10), (symbol) => {
      const [found, ...others] = twitter.extractCashtags(`$${symbol}`);
      expect([symbol, CASHTAG.test(symbol)]).toEqual([symbol, found === symbol && others.length === 0]);
    }),
    { numRuns: 2_000 },
  );
});

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { findEmoji } from './emoji';

/** An outside list: Unicode's emoji-test.txt of the version that this Node knows. */
const listed = readFileSync(
  require.resolve(`emoji-test-regex-pattern/dist/emoji-${process.versions.unicode}/index-strings.txt`),
  'utf8',
)
  .split('\n')
  .filter((line) => line !== '')
  .toSorted((a, b) => b.length - a.length);

describe('findEmoji', () => {
  it.each([
    ['no emoji, 3 words & #1 * 1\uFE0F \u200D \uFE0F \u{1F1FA}', []],
    ['a family 👩‍👩‍👧‍👦 is one', ['👩‍👩‍👧‍👦']],
    ['flags 🇺🇳🇰🇷 🏴󠁧󠁢󠁳󠁣󠁴󠁿', ['🇺🇳', '🇰🇷', '🏴󠁧󠁢󠁳󠁣󠁴󠁿']],
    ['a letter before a flag \u{1F1FA}\u{1F1FA}\u{1F1F3}', ['\u{1F1FA}\u{1F1F3}']],
    ['keycaps 3️⃣4\u20E3#\u20E3 and tone 👍🏽', ['3️⃣', '4\u20E3', '#\u20E3', '👍🏽']],
    ['twice 🌊🌊', ['🌊', '🌊']],
    ['a heart on fire ❤️‍🔥, a heart ❤️', ['❤️‍🔥', '❤️']],
    [
      'without selectors ❤\u200D🔥 ❤ ☀ 👩\u200D⚕ 🕵🏽\u200D♂',
      ['❤\u200D🔥', '❤', '☀', '👩\u200D⚕', '🕵🏽\u200D♂'],
    ],
    ['with one too many 😀\uFE0F 👍\uFE0F🏽', ['😀\uFE0F', '👍\uFE0F🏽']],
    ['as text ☀\uFE0E 😀\uFE0E 👍🏽\uFE0E 🇺🇳\uFE0E, as emoji ☀️', ['☀️']],
    ['what no vendor joins 🌊\u200D🔥\u200D🌊 ends', ['🌊', '🔥', '🌊']],
  ])('in %j', (text, expected) => {
    expect(findEmoji(text)).toEqual(expected);
  });

  it('takes each sequence of the list for one, with and without its selectors', () => {
    expect(listed.length).toBeGreaterThan(5_000);
    const wrong = listed.filter((emoji) => {
      const found = findEmoji(`a${emoji}b`);
      return found.length !== 1 || found[0] !== emoji;
    });
    expect(wrong).toEqual([]);
  });

  it('takes none that is followed by the text selector for one', () => {
    expect(listed.filter((emoji) => findEmoji(`${emoji}\uFE0E`).length > 0)).toEqual([]);
  });

  it('finds what the list has, whatever comes beside it', () => {
    const unit = fc.oneof(
      fc.constantFrom(...'a1#©㊙〰☎❤🇺🇳👍🏽👩🔥', '\u20E3', '\u200D'),
      fc.constantFrom(...listed),
    );
    const pattern = new RegExp(listed.join('|').replaceAll('*', '\\*'), 'gu');
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 6 }), (units) => {
        const text = units.join('');
        expect(findEmoji(text)).toEqual(text.match(pattern) ?? []);
      }),
      { numRuns: 500 },
    );
  });
});

import fc from 'fast-check';
import { findEmoji } from './emoji';

describe('findEmoji', () => {
  it.each([
    ['no emoji, 3 words & #1 © ™', []],
    ['a family 👩‍👩‍👧‍👦 is one', ['👩‍👩‍👧‍👦']],
    ['flags 🇺🇳🇰🇷 🏴󠁧󠁢󠁳󠁣󠁴󠁿', ['🇺🇳', '🇰🇷', '🏴󠁧󠁢󠁳󠁣󠁴󠁿']],
    ['keycap 3️⃣ and tone 👍🏽', ['3️⃣', '👍🏽']],
    ['twice 🌊🌊', ['🌊', '🌊']],
    ['a heart on fire ❤️‍🔥, a heart ❤️', ['❤️‍🔥', '❤️']],
  ])('in %j', (text, expected) => {
    expect(findEmoji(text)).toEqual(expected);
  });

  it('misses nothing for its short way', () => {
    const unit = fc.oneof(
      fc.constantFrom(
        'a',
        '1',
        '#',
        '\uFE0F',
        '\u20E3',
        '\u200D',
        '©',
        '®',
        '™',
        '🇺',
        '🇳',
        '👍',
        '🏽',
        '⌚',
        '㊙',
        '〰',
      ),
      fc.string({ unit: 'grapheme', maxLength: 1 }),
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 8 }), (units) => {
        const text = units.join('');
        expect(findEmoji(text)).toEqual(
          text.match(/\p{RGI_Emoji}|\p{Emoji_Presentation}|\p{Emoji}\uFE0F/gv) ?? [],
        );
      }),
      { numRuns: 5_000 },
    );
  });
});

import { composeText } from './compose-text';

it('escapes, and counts in the escaped text except for annotations', () => {
  // The case that X's own form was learned from: positions 37 and 41.
  expect(
    composeText([
      { kind: 'words', text: 'R&D at AT&T: 3 < 5 > 2' },
      { kind: 'hashtag', tag: 'lab' },
      { kind: 'name', text: 'AT&T', type: 'Organization', probability: 0.9 },
    ]),
  ).toEqual({
    text: 'R&amp;D at AT&amp;T: 3 &lt; 5 &gt; 2 #lab AT&amp;T',
    entities: {
      hashtags: [{ start: 37, end: 41, tag: 'lab' }],
      annotations: [{ start: 28, end: 31, probability: 0.9, type: 'Organization', normalized_text: 'AT&T' }],
    },
  });
});

it('has one link in the text and an entity for each of its targets', () => {
  const targets = [{ media_key: '3_1' }, { media_key: '3_2' }];
  const { text, entities } = composeText([
    { kind: 'words', text: '👩‍👩‍👧‍👦' },
    { kind: 'link', url: 'https://t.co/a', targets },
  ]);
  expect(text).toBe('👩‍👩‍👧‍👦 https://t.co/a');
  const link = { start: 8, end: 22, url: 'https://t.co/a' };
  expect(entities).toEqual({
    urls: [
      { ...link, media_key: '3_1' },
      { ...link, media_key: '3_2' },
    ],
  });
});

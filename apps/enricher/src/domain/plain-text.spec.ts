import fc from 'fast-check';
import { buildEntities, buildTag, buildUrl } from '../../test-support/posts';
import { plainTextOf } from './plain-text';

const span = (text: string, part: string) => {
  const start = [...text.slice(0, text.indexOf(part))].length;
  return { start, end: start + [...part].length };
};

it.each([
  ['cuts links, mentions, hashtags and cashtags', 'see @bob: #news $TSLA up https://t.co/abc', 'see : up'],
  ['counts code points, not units', '😀😀 #news 😀', '😀😀 😀'],
  ['cuts before it unescapes', 'R&amp;D &lt;3 #news', 'R&D <3'],
  ['keeps words apart', 'one#news two', 'one two'],
  ['keeps line breaks, once', 'one  two \n\n three #news \t four', 'one two\nthree four'],
  ['cuts what is written onto a tag with it', "#news's end, @bob’da, 'l $TSLA' e", "end, , 'l ' e"],
  ['keeps what only stands beside a tag', "#news-y $TSLA'sixteen '@bob'", "-y 'sixteen ' '"],
  [
    'ends and begins with what can be seen',
    '\u200B\u2060 #news \u200Btwo \u200B\n\u200Bthree\u200B',
    'two\nthree',
  ],
  ['leaves zero-width spaces between words', 'ไทย\u200Bไทย', 'ไทย\u200Bไทย'],
  ['is empty where there is nothing else', '#news https://t.co/abc', ''],
])('%s', (_what, text, plain) => {
  const found = (part: string) => (text.includes(part) ? [span(text, part)] : []);
  const entities = buildEntities({
    urls: found('https://t.co/abc').map((at) => buildUrl(at)),
    mentions: found('@bob').map((at) => ({ ...at, username: 'bob', id: null })),
    hashtags: found('#news').map((at) => ({ ...at, tag: 'news' })),
    cashtags: found('$TSLA').map((at) => ({ ...at, tag: 'TSLA' })),
  });
  expect(plainTextOf(text, entities)).toBe(plain);
});

it('cuts a link that X lists for each of its photos once', () => {
  const text = 'three https://t.co/abc more';
  const at = span(text, 'https://t.co/abc');
  const urls = ['3_1', '3_2'].map((mediaKey) => buildUrl({ ...at, mediaKey }));
  expect(plainTextOf(text, buildEntities({ urls }))).toBe('three more');
});

it("cuts X's own links and nothing else where X sent no entities", () => {
  expect(plainTextOf('a #tag @bob https://t.co/AbC1 b https://e.org/', null)).toBe(
    'a #tag @bob b https://e.org/',
  );
});

it('passes over offsets that cannot be', () => {
  const hashtags = [
    { start: null, end: null, tag: 'a' },
    { start: -1, end: 2, tag: 'b' },
    { start: 3, end: 3, tag: 'c' },
    { start: 90, end: 99, tag: 'd' },
  ];
  expect(plainTextOf('abcdef', buildEntities({ hashtags }))).toBe('abcdef');
  expect(
    plainTextOf('abcdef', buildEntities({ hashtags: [buildTag('b', 2), { start: 1, end: 90, tag: 'e' }] })),
  ).toBe('a');
});

it('keeps every code point outside the entities, and none inside', () => {
  const marked = fc.array(
    fc.record({ text: fc.string({ unit: 'binary', maxLength: 6 }), isTag: fc.boolean() }),
  );
  fc.assert(
    fc.property(marked, (parts) => {
      // Built from parts, so that what must stay is known without cutting.
      const sane = parts.map(({ text, isTag }) => ({ text: text.replace(/[\s&]/gu, '_'), isTag }));
      let at = 0;
      const hashtags = sane.flatMap(({ text, isTag }) => {
        const start = at;
        at += [...text].length;
        return isTag && at > start ? [{ start, end: at, tag: 'x' }] : [];
      });
      const whole = sane.map(({ text }) => text).join('');
      const stays = sane
        .filter(({ isTag }) => !isTag)
        .map(({ text }) => text)
        .join('');
      expect(plainTextOf(whole, buildEntities({ hashtags })).replace(/ /g, '')).toBe(stays);
    }),
  );
});

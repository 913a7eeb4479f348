import { escapeHtml, unescapeHtml } from './html-escapes';

it.each([
  ['R&D: 3 < 5 > 2', 'R&amp;D: 3 &lt; 5 &gt; 2'],
  ['&lt; is how < is written', '&amp;lt; is how &lt; is written'],
  ['nothing to "escape"', 'nothing to "escape"'],
])('writes %s as X does, and reads it back', (read, sent) => {
  expect(escapeHtml(read)).toBe(sent);
  expect(unescapeHtml(sent)).toBe(read);
});

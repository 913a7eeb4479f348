import twitter from 'twitter-text';
import { parseTopics } from './parse-topics';

/*
 * X's own library says what can be a hashtag or a username: none of these is refused in topics.yaml. The other way round it
 * is asked for ASCII only, where the file's check is to find slips of the pen.
 */
const characters = (end: number): readonly string[] =>
  Array.from({ length: end }, (_, code) => code)
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCodePoint(code));

/** Those of the values that the file may not have in a list. */
function refused(list: 'hashtags' | 'accounts', values: readonly string[]): readonly string[] {
  const file = [
    'topics:',
    '  - name: t',
    `    ${list}:`,
    ...values.map((value) => `      - ${JSON.stringify(value)}`),
  ];
  const parsed = parseTopics(file.join('\n'), 'topics.yaml');
  const firstLine = 4;
  return parsed.ok
    ? []
    : parsed.problems.flatMap(({ line }) => (line === undefined ? [] : (values[line - firstLine] ?? [])));
}

it('every hashtag of X can be in the file', () => {
  const tags = characters(0x1_0000)
    .map((character) => `a${character}`)
    .filter((tag) => twitter.isValidHashtag(`#${tag}`));
  expect(tags.length).toBeGreaterThan(40_000);
  expect(refused('hashtags', tags)).toEqual([]);
});

it('what X takes for no hashtag or username is refused, as far as it is ASCII', () => {
  // White space around a value is none of it, and a # before it is its mark.
  const values = characters(0x80)
    .filter((character) => /[\x21-\x7e]/.test(character))
    .flatMap((character) => [`a${character}`, `1${character}`]);
  const not = (isValid: (text: string) => boolean) => values.filter((value) => !isValid(value));
  expect(refused('hashtags', values)).toEqual(not((tag) => twitter.isValidHashtag(`#${tag}`)));
  expect(refused('accounts', values)).toEqual(not((name) => twitter.isValidUsername(`@${name}`)));
});

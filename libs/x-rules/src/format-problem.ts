import type { RuleProblem } from './ast';

/** How much of a long rule is shown before and after the problem, in code points. */
const CONTEXT = 40;

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]/u;
const ZERO_WIDTH = /[\p{M}\p{Cf}]/u;

/** Terminal columns; a caret under CJK text or emoji is off without it. */
const columns = (text: string): number =>
  Array.from(text).reduce(
    (sum, character) => sum + (ZERO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1),
    0,
  );

/** One column stays one column: line breaks and tabs in a rule would tear the picture. */
const flatten = (text: string): string => text.replace(/\s/gu, ' ');

function clip(text: string, end: 'start' | 'end'): string {
  const characters = Array.from(flatten(text));
  if (characters.length <= CONTEXT) {
    return characters.join('');
  }
  return end === 'start'
    ? `…${characters.slice(-CONTEXT).join('')}`
    : `${characters.slice(0, CONTEXT).join('')}…`;
}

/**
 * A message for people, three or four lines: what is wrong, the rule with carets under the place, what to do.
 *
 * ```text
 * There is no operator `form:`, at character 5
 *   cat form:NASA
 *       ^^^^^
 *   did you mean `from:`?
 * ```
 */
export function formatProblem(value: string, problem: RuleProblem): string {
  const before = clip(value.slice(0, problem.offset), 'start');
  const marked = clip(value.slice(problem.offset, problem.offset + problem.length), 'end');
  const after = clip(value.slice(problem.offset + problem.length), 'end');
  const position = Array.from(value.slice(0, problem.offset)).length + 1;
  return [
    `${problem.message}, at character ${position}`,
    `  ${before}${marked}${after}`.trimEnd(),
    `  ${' '.repeat(columns(before))}${'^'.repeat(Math.max(1, columns(marked)))}`,
    ...(problem.hint === undefined ? [] : [`  ${problem.hint}`]),
  ].join('\n');
}

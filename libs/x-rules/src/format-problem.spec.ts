import { formatProblem } from './format-problem';
import { parseRule } from './parse-rule';

const explain = (value: string): string => {
  const parsed = parseRule(value, { maxLength: 1024 });
  return parsed.ok ? 'accepted' : parsed.problems.map((problem) => formatProblem(value, problem)).join('\n');
};

it('points at the place and says what to do', () => {
  expect(explain('cat form:NASA')).toBe(
    [
      'There is no operator `form:`, at character 5',
      '  cat form:NASA',
      '      ^^^^^',
      '  did you mean `from:`?',
    ].join('\n'),
  );
});

it('keeps the caret under the place when wide characters and line breaks come before it', () => {
  expect(explain('猫😃\nlang:xx')).toBe(
    ['`xx` is no language code that X knows, at character 9', '  猫😃 lang:xx', `${' '.repeat(12)}^^`].join(
      '\n',
    ),
  );
});

it('shows only the surroundings of the place in a long rule', () => {
  const lines = explain(`${'cat '.repeat(50)}-(a) ${'dog '.repeat(50)}`).split('\n');
  expect(lines[0]).toBe('A group cannot be negated, at character 201');
  expect(lines[1]?.length).toBeLessThan(100);
  expect(lines[1]?.[lines[2]?.indexOf('^') ?? -1]).toBe('-');
});

import { parseAgainOptions } from './again-options';

const NOW = Date.parse('2026-11-27T00:00:00Z');
const parse = (...args: string[]) => parseAgainOptions(args, ['content', 'topics'], NOW);
const defaults = { stored: false, since: null, only: null, rate: 100, restart: false, help: false };

describe('npm run reenrich', () => {
  it.each([
    [['--all'], {}],
    [['--since', '2026-11-01'], { since: Date.parse('2026-11-01T00:00:00Z') }],
    [
      ['--since', '2026-11-01T12:30:00Z', '--rate', '5'],
      { since: Date.parse('2026-11-01T12:30:00Z'), rate: 5 },
    ],
    [['--stored', '--all'], { stored: true }],
    [['--all', '--only', 'topics, content', '--restart'], { only: ['topics', 'content'], restart: true }],
  ])('%j', (args, options) => {
    expect(parse(...args)).toEqual({ problems: [], options: { ...defaults, ...options } });
  });

  it.each([
    [[], ['either --all or --since TIME must say which posts are meant']],
    [['--all', '--since', '2026-11-01'], ['either --all or --since TIME must say which posts are meant']],
    [
      ['--since', 'yesterday'],
      ['--since must be a time in UTC as 2026-11-01 or 2026-11-01T12:00:00Z, not "yesterday"'],
    ],
    [
      ['--since', '2026-13-01'],
      ['--since must be a time in UTC as 2026-11-01 or 2026-11-01T12:00:00Z, not "2026-13-01"'],
    ],
    [['--since', '2026-12-01'], ['--since 2026-12-01 is still to come']],
    [
      ['--all', '--only', 'topics,mood', '--rate', 'fast', '--fast'],
      [
        'unknown option --fast',
        '--only: there is no step "mood"; there are content, topics',
        '--rate must be a whole number from 1 to 100000, not "fast"',
      ],
    ],
  ])('%j is refused, with every reason', (args, problems) => {
    expect(parse(...args).problems).toEqual(problems);
  });
});

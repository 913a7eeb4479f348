import { TABLES } from '@tdp/bi';
import { parseOptions } from './options';

const SURROUNDINGS = { now: Date.parse('2026-11-28T00:00:00Z'), directory: '/data' };
const parse = (...args: readonly string[]) => parseOptions(args, SURROUNDINGS);

describe('the options of bi:extract', () => {
  it('are every table, of all posts, unless they say otherwise', () => {
    expect(parse('--out', 'posts.twbx')).toEqual({
      options: {
        ...{
          kind: '.twbx',
          out: '/data/posts.twbx',
          tables: TABLES,
          since: null,
          update: false,
          publish: false,
          help: false,
        },
      },
      problems: [],
    });
  });

  it('name tables as often as there are, in whatever order', () => {
    const { options } = parse('--out', 'a.hyper', '--table', 'bi_users', '--table', 'bi_tweets', '--update');
    expect(options.tables.map(({ name }) => name)).toEqual(['bi_tweets', 'bi_users']);
    expect(options.update).toBe(true);
  });

  it.each([
    [[], '--out is missing: the file to write'],
    [['--out', 'posts.csv'], '--out must end in .hyper, .tdsx, .twbx: posts.csv'],
    [['--out', 'a.hyper', '--table', 'tweets'], '--table: there is no table "tweets"; there are bi_tweets, '],
    [['--out', 'a.hyper', '--since', 'today'], '--since must be a time in UTC'],
    [['--out', 'a.hyper', '--since', '2027-01-01'], '--since is still to come'],
    [['--out', 'a.twbx', '--table', 'bi_tweets'], '--table does not fit a .twbx'],
    [
      ['--out', 'a.hyper', '--update', '--table', 'bi_tweet_links'],
      '--update tells by bi_tweets which posts changed: add --table bi_tweets',
    ],
  ])('%j: %s', (args, problem) => {
    expect(parse(...args).problems).toEqual([expect.stringContaining(problem)]);
  });

  it('bring a table up to date that is not about posts without them', () => {
    expect(parse('--out', 'a.hyper', '--update', '--table', 'bi_gaps').problems).toEqual([]);
  });
});

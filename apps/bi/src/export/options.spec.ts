import { parseOptions } from './options';

const parse = (...args: string[]) =>
  parseOptions(args, { now: Date.parse('2026-11-28'), directory: '/home/ann' });

describe('npm run export', () => {
  it('reads what is meant', () => {
    const { options, problems } = parse(
      ...['--format', 'csv', '--out', 'posts.csv', '--query', ' Two  words ', '--hashtag', '#Straße'],
      ...[
        '--since',
        '2026-11-01',
        '--until',
        '2026-11-02T06:00:00Z',
        '--sample',
        '10',
        '--columns',
        'tweet_id, text',
      ],
    );
    expect(problems).toEqual([]);
    expect(options).toEqual({
      format: 'csv',
      out: '/home/ann/posts.csv',
      table: 'bi_tweets',
      columns: ['tweet_id', 'text'],
      network: 'mentions',
      selection: {
        words: ['Two', 'words'],
        topic: null,
        hashtag: 'straße',
        since: Date.parse('2026-11-01'),
        until: Date.parse('2026-11-02T06:00:00Z'),
      },
      sample: 10,
      ...{ pseudonymise: false, bom: false, help: false },
    });
  });

  it.each([
    [
      [],
      ['--format is missing: csv, jsonl, parquet, ids, gexf, graphml', '--out is missing: the file to write'],
    ],
    [['--format', 'xlsx'], ['--format must be one of csv, jsonl, parquet, ids, gexf, graphml, not "xlsx"']],
    [
      ['--format', 'csv', '--table', 'tweets'],
      [expect.stringMatching(/^--table: there is no table "tweets"; there are bi_tweets, /)],
    ],
    [
      ['--format', 'csv', '--columns', 'id'],
      ['--columns: bi_tweets has no column "id"; docs/bi-dictionary.md lists them'],
    ],
    [
      ['--format', 'csv', '--table', 'bi_users', '--topic', 'water'],
      ['bi_users is not about posts: --query, --topic, --hashtag, --since and --until do not fit'],
    ],
    [
      ['--format', 'gexf', '--network', 'friends', '--sample', '3'],
      [
        '--network must be one of mentions, replies, reposts, quotes, co-hashtags, user-hashtag, user-domain, not "friends"',
        'a network has no --table, --columns or --sample',
      ],
    ],
    [
      ['--format', 'ids', '--pseudonymise', '--bom'],
      [
        '--pseudonymise with --format ids: an id is what X finds a post by, a pseudonym of one is nothing',
        '--bom is for --format csv, not ids',
      ],
    ],
    [
      ['--format', 'csv', '--since', '2026-11-02', '--until', '2026-11-01', '--sample', 'few'],
      ['--sample must be a whole number from 1 to 1000000000, not "few"', '--since is not before --until'],
    ],
    [['--format', 'csv', '--since', 'monday'], [expect.stringMatching(/^--since must be a time in UTC/)]],
  ])('%j is refused, with every reason', (args, problems) => {
    const out = args.length === 0 ? [] : ['--out', 'f'];
    expect(parse(...args, ...out).problems).toEqual(problems);
  });
});

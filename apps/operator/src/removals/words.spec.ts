import { parseFlags } from '@tdp/service';
import { readWish, toRemovals, WISH_FLAGS } from './words';

function wish(args: readonly string[], lines: readonly string[] = []) {
  const problems: string[] = [];
  const read = readWish(parseFlags(args, WISH_FLAGS, problems), lines, problems);
  return { problems, records: problems.length > 0 ? [] : toRemovals(read, 5) };
}

const word = { upToPostId: null, at: 5, reason: null, source: 'operator' };

describe('npm run remove', () => {
  it.each([
    [
      ['--post', '12'],
      [{ key: 'post/12', record: { ...word, subject: 'post', id: '12', action: 'remove' } }],
    ],
    [
      ['--user', '7', '--restore', '--reason', 'mistake'],
      [
        {
          key: 'user/7',
          record: { ...word, subject: 'user', id: '7', action: 'restore', reason: 'mistake' },
        },
      ],
    ],
    [
      ['--user', '7', '--geo-only', '--up-to', '99'],
      [
        {
          key: 'user/7',
          record: { ...word, subject: 'user', id: '7', action: 'scrub_geo', upToPostId: '99' },
        },
      ],
    ],
  ])('%j', (args, records) => {
    expect(wish(args)).toEqual({ problems: [], records });
  });

  it('takes many from a file', () => {
    const { records } = wish([], ['# asked for on Monday', 'post 1', '', 'user/2  # and all of theirs']);
    expect(records.map(({ key }) => key)).toEqual(['post/1', 'user/2']);
  });

  it.each([
    [[], [], '--post ID, --user ID or --file FILE must say what is meant'],
    [['--post', 'abc'], [], '--post must be an id of X, digits only, not "abc"'],
    [[], ['post one'], '--file, line 1: must be "post ID" or "user ID", not "post one"'],
    [
      ['--post', '1', '--geo-only', '--restore'],
      [],
      '--geo-only and --restore are opposites: what was cut does not come back',
    ],
    [
      ['--post', '1', '--geo-only', '--up-to', '2'],
      [],
      '--up-to is for --geo-only of a user: the newest post it is about',
    ],
    [['--user', '1', '--up-to', '2'], [], '--up-to is for --geo-only of a user: the newest post it is about'],
    [
      ['--user', '1', '--geo-only', '--up-to', 'x'],
      [],
      '--up-to must be the id of a post, digits only, not "x"',
    ],
  ])('%j %j: %s', (args, lines, problem) => {
    expect(wish(args, lines).problems).toEqual([problem]);
  });
});

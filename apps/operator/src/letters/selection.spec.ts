import { parseFlags } from '@tdp/service';
import { aLetter } from '../../test-support/letters';
import { createOriginOf, isSelected, readSelection, SELECTION_FLAGS } from './selection';

const NOW = 1_000_000_000;

function select(args: readonly string[], overrides: Parameters<typeof aLetter>[0]) {
  const problems: string[] = [];
  const selection = readSelection(parseFlags(args, SELECTION_FLAGS, problems), problems);
  return { problems, selection, meant: isSelected(aLetter(overrides), selection, NOW, createOriginOf('p-')) };
}

describe('readSelection', () => {
  it.each([
    [[], ['ingester-dlq', 'enricher-dlq', 'mongo-sink-dlq']],
    [['--service', 'enricher'], ['enricher-dlq']],
    [['--topic', 'mongo-sink-dlq'], ['mongo-sink-dlq']],
    [
      ['--topic', 'tweets-raw'],
      ['ingester-dlq', 'enricher-dlq', 'mongo-sink-dlq'],
    ],
  ])('%j looks into %j', (args, topics) => {
    expect(select(args, {}).selection.topics).toEqual(topics);
  });

  it('names everything that is wrong', () => {
    expect(select(['--topic', 'tweets', '--service', 'x', '--older-than', 'soon'], {}).problems).toEqual([
      expect.stringMatching(/^--topic: there is no topic "tweets"; there are tweets-raw, /),
      expect.stringContaining('--service: "x" has no dead letters'),
      '--older-than must be a time as 30s, 10m, 2h or 7d, not "soon"',
    ]);
  });
});

describe('isSelected', () => {
  const origin = { topic: 'p-tweets-raw', partition: 0, offset: '5' };

  it.each([
    [['--topic', 'tweets-raw'], { origin }, true],
    [['--topic', 'tweets-raw'], { origin: { ...origin, topic: 'tweets-raw' } }, false],
    [['--topic', 'tweets-raw'], { origin: null }, false],
    [['--topic', 'enricher-dlq'], { origin: null }, true],
    [['--reason', 'A'], { reason: 'A' }, true],
    [['--reason', 'A'], { reason: 'B' }, false],
    [['--letter', 'x/1/2'], { id: 'x/1/2' }, true],
    [['--letter', 'x/1/2'], { id: 'x/1/3' }, false],
    [['--older-than', '10s'], { at: NOW - 10_001 }, true],
    [['--older-than', '10s'], { at: NOW - 9_999 }, false],
    [['--newer-than', '2h'], { at: NOW - 7_199_000 }, true],
    [['--newer-than', '2h'], { at: NOW - 7_201_000 }, false],
  ] as const)('%j: %j is %s', (args, overrides, expected) => {
    expect(select(args, overrides).meant).toBe(expected);
  });
});

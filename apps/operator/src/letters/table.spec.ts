import { aLetter } from '../../test-support/letters';
import { formatGroups, formatLetters, groupLetters } from './table';

const HOUR = 3_600_000;

describe('dead letters for people', () => {
  const letters = [
    aLetter({ id: 'a', at: HOUR }),
    aLetter({ id: 'b', at: 3 * HOUR }),
    aLetter({
      id: 'c',
      at: 2 * HOUR,
      service: 'ingester',
      reason: 'NOT_JSON',
      origin: null,
      value: null,
      redriven: 1,
    }),
  ];

  it('are counted by service, reason and topic, the most first', () => {
    expect(formatGroups(groupLetters(letters), 4 * HOUR)).toEqual([
      'service   reason      from topic    count  oldest   newest',
      'enricher  NULL_VALUE  p-tweets-raw      2  3 h ago  60 min ago',
      'ingester  NOT_JSON    -                 1  2 h ago  2 h ago',
    ]);
  });

  it('have a line each', () => {
    expect(formatLetters(letters.slice(1), 4 * HOUR)).toEqual([
      'letter  service   reason      when        value',
      'b       enricher  NULL_VALUE  60 min ago   39 B',
      'c       ingester  NOT_JSON    2 h ago      null  sent back once',
    ]);
  });
});

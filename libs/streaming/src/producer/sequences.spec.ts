import { createSequences } from './sequences';

describe('sequence numbers', () => {
  it('count each partition for itself', () => {
    const { take } = createSequences();
    expect([take('t', 0, 3), take('t', 1, 2), take('t', 0, 1), take('u', 0, 1)]).toEqual([0, 0, 3, 0]);
  });

  it('go on with 0 after 31 bits, as brokers expect', () => {
    const { take } = createSequences();
    take('t', 0, 2 ** 31 - 2);
    expect([take('t', 0, 4), take('t', 0, 1)]).toEqual([2 ** 31 - 2, 2]);
  });
});

import { systemClock } from '@tdp/service';
import { createBatchQueue, type BatchQueueOptions } from './batch-queue';

/** A queue whose flushes wait until released. */
function controlled(
  options: Partial<Pick<BatchQueueOptions<string>, 'lingerMs' | 'maxBatchBytes' | 'maxPartitionBytes'>> = {},
) {
  const batches: string[][] = [];
  const releases: ((error?: Error) => void)[] = [];
  const queue = createBatchQueue<string>({
    clock: systemClock,
    lingerMs: 0,
    maxBatchRecords: 3,
    maxBatchBytes: 100,
    maxPartitionBytes: 100,
    ...options,
    bytesOf: (record) => record.length,
    partitionOf: ([first = '']) => (first === '?' ? null : first),
    flush: (records) => {
      batches.push([...records]);
      return new Promise((resolve, reject) => {
        releases.push((error) => (error ? reject(error) : resolve([])));
      });
    },
  });
  const release = async (error?: Error): Promise<void> => {
    releases.shift()?.(error);
    await new Promise(setImmediate);
  };
  return { queue, batches, release };
}

describe('batch queue', () => {
  it('keeps one flush in flight and batches what arrives meanwhile, in order', async () => {
    const { queue, batches, release } = controlled();
    const first = queue.push(['a']);
    const second = queue.push(['b']);
    const third = queue.push(['c', 'd', 'e']);
    expect(batches).toEqual([['a']]);
    await release();
    await first;
    expect(batches).toEqual([['a'], ['b', 'c', 'd']]);
    await release();
    await second;
    expect(queue.pending()).toBe(1);
    await release();
    await third;
    expect(batches).toEqual([['a'], ['b', 'c', 'd'], ['e']]);
    expect(queue.pending()).toBe(0);
  });

  it('ends a batch before it exceeds its bytes, but never sends an empty one', async () => {
    const { queue, batches, release } = controlled({ maxBatchBytes: 5 });
    void queue.push(['x'.repeat(9)]);
    void queue.push(['yyy', 'zzz']);
    await release();
    await release();
    expect(batches.map((batch) => batch.map(({ length }) => length))).toEqual([[9], [3], [3]]);
    await release();
    await queue.idle();
  });

  it.each([
    ['one partition of it exceeds its bytes', ['aaa', 'bbb', 'aaa'], [['aaa', 'bbb'], ['aaa']]],
    ['records of unknown partition could', ['aaa', '??', '?'], [['aaa', '??'], ['?']]],
  ])('ends a batch before %s', async (_what, records, expected) => {
    const { queue, batches, release } = controlled({ maxPartitionBytes: 5 });
    void queue.push(['first']);
    void queue.push(records);
    await release();
    await release();
    expect(batches.slice(1)).toEqual(expected);
    await release();
    await queue.idle();
  });

  it('rejects only those whose batch failed, and goes on', async () => {
    const { queue, release } = controlled();
    const first = queue.push(['a']);
    const second = queue.push(['b']);
    const failure = expect(first).rejects.toThrow('broker said no');
    await release(new Error('broker said no'));
    await failure;
    await release();
    await second;
    await queue.idle();
  });

  it('lets the first record linger so that others can join it', async () => {
    const { queue, batches, release } = controlled({ lingerMs: 5 });
    void queue.push(['a']);
    void queue.push(['b']);
    expect(batches).toEqual([]);
    while (batches.length === 0) {
      await new Promise(setImmediate);
    }
    expect(batches).toEqual([['a', 'b']]);
    await release();
    await queue.idle();
  });

  it('does not wait once a batch is full', () => {
    const { queue, batches } = controlled({ lingerMs: 60_000 });
    void queue.push(['a', 'b', 'c']);
    expect(batches).toEqual([['a', 'b', 'c']]);
  });
});

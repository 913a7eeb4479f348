import type { Envelope, Handle } from '@tdp/streaming';
import { history, removal, version } from '../../test-support/envelopes';
import { openTestDatabase, type TestDatabase } from '../../test-support/sink';
import type { Operations } from '../operations';

/*
 * What two replicas may do to each other, one step at a time: while the first is just about to do
 * something, the second does all of its work.
 */
let test: TestDatabase;
let other: Handle;

beforeAll(async () => {
  test = await openTestDatabase();
  other = test.createReplica();
});
beforeEach(() => test.empty());
afterAll(() => test.close());

const first = (at: number) => version('1', at, history('1'));
const second = (at: number) => version('2', at, history('1', '2'));
const third = (at: number) => version('3', at, history('1', '2', '3'));

/** Lets the other replica work once, right before this operation. */
const before =
  (doing: string, work: () => Promise<unknown>) =>
  (operations: Operations): Operations => {
    let isDone = false;
    const first = async (what: string): Promise<void> => {
      if (what === doing && !isDone) {
        isDone = true;
        await work();
      }
    };
    return {
      ...operations,
      read: async (what, read) => {
        await first(what);
        return operations.read(what, read);
      },
      write: async (write) => {
        await first(write.doing);
        return operations.write(write);
      },
    };
  };

async function stored(): Promise<readonly string[]> {
  const newest = await test.database.tweets.find().toArray();
  const older = await test.database.tweetVersions.find().sort({ _id: 1 }).toArray();
  return [
    ...newest.map(({ _id, id, text }) => `${_id}: ${id} ${String(text)}`),
    ...older.map(({ _id, chainId, text }) => `${String(chainId)}, older: ${_id} ${String(text)}`),
  ];
}

interface Race {
  readonly what: string;
  readonly stored?: readonly Envelope[];
  readonly slice: readonly Envelope[];
  readonly doing: string;
  readonly meanwhile: readonly Envelope[];
  readonly end: readonly string[];
}

const races: readonly Race[] = [
  {
    what: 'a newer observation of the version that is about to be replaced by a later one',
    stored: [first(10)],
    slice: [second(20)],
    doing: 'replacing in tweets',
    meanwhile: [first(15)],
    end: ['1: 2 seen at 20', '1, older: 1 seen at 15'],
  },
  {
    what: 'a version later still',
    stored: [first(10)],
    slice: [second(20)],
    doing: 'replacing in tweets',
    meanwhile: [third(30)],
    end: ['1: 3 seen at 30', '1, older: 1 seen at 10', '1, older: 2 seen at 20'],
  },
  {
    what: 'a version later still, before the first is copied',
    stored: [first(10)],
    slice: [second(20)],
    doing: 'inserting into tweet_versions',
    meanwhile: [third(30)],
    end: ['1: 3 seen at 30', '1, older: 1 seen at 10', '1, older: 2 seen at 20'],
  },
  {
    what: 'a newer observation of the same version',
    stored: [first(10)],
    slice: [first(20)],
    doing: 'replacing in tweets',
    meanwhile: [first(30)],
    end: ['1: 1 seen at 30'],
  },
  {
    what: 'a newer observation of an older version',
    stored: [first(10), second(20)],
    slice: [first(12)],
    doing: 'replacing in tweet_versions',
    meanwhile: [first(14)],
    end: ['1: 2 seen at 20', '1, older: 1 seen at 14'],
  },
  {
    what: 'the removal of its own version, as seen by a replica taken for dead',
    slice: [first(10)],
    doing: 'inserting into tweets',
    meanwhile: [removal('1')],
    end: [],
  },
  {
    what: 'the removal of a version that it does not know of',
    slice: [first(10)],
    doing: 'inserting into tweets',
    meanwhile: [second(20), removal('2')],
    end: [],
  },
  {
    what: 'the removal of the post that it is about to replace',
    stored: [first(10)],
    slice: [third(30)],
    doing: 'replacing in tweets',
    meanwhile: [removal('1')],
    end: [],
  },
  {
    what: 'the removal of another version while the stored one is copied',
    stored: [first(10), second(20)],
    slice: [third(30)],
    doing: 'inserting into tweet_versions',
    meanwhile: [removal('2')],
    end: [],
  },
  {
    what: 'a later version while the post is removed by one',
    stored: [first(10), second(20)],
    slice: [removal('2')],
    doing: 'deleting from tweets',
    meanwhile: [third(30)],
    end: [],
  },
  {
    what: 'a first version just before the post is deleted',
    stored: [second(20)],
    slice: [removal('2')],
    doing: 'looking up tweet_versions',
    meanwhile: [first(30)],
    end: [],
  },
];

it.each(races)('$what', async ({ stored: earlier = [], slice, doing, meanwhile, end }) => {
  let isReached = false;
  for (const one of earlier) {
    await other([one]);
  }
  const between = before(doing, async () => {
    isReached = true;
    for (const one of meanwhile) {
      await other([one]);
    }
  });
  await test.createReplica({ between })(slice);
  expect(isReached).toBe(true);
  expect(await stored()).toEqual(end);
});

it('does not take a deletion that MongoDB refuses for done', async () => {
  await other([first(10)]);
  const refusing = test.createReplica({
    between: (operations) => ({
      ...operations,
      write: async (write) =>
        write.doing.startsWith('deleting')
          ? {
              documents: 0,
              refusals: write.items.map((item) => ({ item, message: 'no', isDuplicateId: false })),
            }
          : operations.write(write),
    }),
  });
  await expect(refusing([removal('1')])).rejects.toMatchObject({
    code: 'MONGO_WRITE_FAILED',
    message: 'deleting from tweets: no',
  });
});

describe('a replica that looked for marks between a removal and what follows from it', () => {
  it('does not store another version of the post, which it did not see marked', async () => {
    // Another one remembers what earlier tests marked.
    const replica = test.createReplica();
    await replica([second(10)]);
    const remover = test.createReplica({
      between: before('looking up edit chains', () => replica([version('9', 1, history('9'))])),
    });
    await remover([removal('1')]);
    await replica([version('2', 50, history('2'))]);
    expect(await stored()).toEqual(['9: 9 seen at 1']);
  });
});

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PipelineError } from '@tdp/service';
import type { Envelope, Handle } from '@tdp/streaming';
import { envelope, history, removal, version } from '../../test-support/envelopes';
import { openTestDatabase, type TestDatabase } from '../../test-support/sink';
import type { Operations } from '../operations';

let test: TestDatabase;
let replica: Handle;

beforeAll(async () => {
  test = await openTestDatabase();
  replica = test.createReplica();
});
beforeEach(() => test.empty());
afterAll(() => test.close());

const store = (...slice: Envelope[]) => replica(slice);

/** Ids of one chain; the last is longer, as X's ids became. */
const [FIRST, SECOND, THIRD] = ['98', '99', '100'] as const;
const first = (at: number, revision = 1) => version(FIRST, at, history(FIRST), revision);
const second = (at: number, revision = 1) => version(SECOND, at, history(FIRST, SECOND), revision);
const third = (at: number, revision = 1) => version(THIRD, at, history(FIRST, SECOND, THIRD), revision);

/** What is stored: the newest version of each post, and the older ones. */
async function stored() {
  const { tweets, tweetVersions } = test.database;
  const newest = await tweets.find().sort({ _id: 1 }).toArray();
  const older = await tweetVersions.find().sort({ _id: 1 }).toArray();
  return {
    tweets: newest.map(({ _id, id, isEdited, text }) => [_id, id, isEdited, text]),
    versions: older.map(({ _id, chainId, text }) => [_id, chainId, text]),
  };
}

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  return items.length < 2
    ? [items]
    : items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

describe('an edited post', () => {
  const ALL = {
    tweets: [[FIRST, THIRD, true, 'seen at 30']],
    versions: [
      [FIRST, FIRST, 'seen at 10'],
      [SECOND, FIRST, 'seen at 20'],
    ],
  };
  const versions = [
    { name: 'first', make: () => first(10) },
    { name: 'second', make: () => second(20) },
    { name: 'third', make: () => third(30) },
  ];
  const orders = permutations(versions).map((order) => ({
    order: order.map(({ name }) => name).join(', '),
    make: () => order.map(({ make }) => make()),
  }));

  it.each(orders)('is one post with its older versions kept: $order', async ({ make }) => {
    for (const one of make()) {
      await store(one);
    }
    expect(await stored()).toEqual(ALL);
  });

  it.each(orders)('is the same when its versions come in one slice: $order', async ({ make }) => {
    await store(...make());
    expect(await stored()).toEqual(ALL);
    await store(...make());
    expect(await stored()).toEqual(ALL);
  });

  it('keeps its newest version when an older one is seen again later', async () => {
    await store(first(10), second(20));
    await store(version(FIRST, 99, history(FIRST, SECOND)));
    expect(await stored()).toEqual({
      tweets: [[FIRST, SECOND, true, 'seen at 20']],
      versions: [[FIRST, FIRST, 'seen at 99']],
    });
  });

  it('has older versions that are whole, each with the time of its own storing', async () => {
    await store(first(10));
    const before = await test.database.tweets.findOne({}, { promoteValues: false, promoteLongs: false });
    await store(second(20));
    const kept = await test.database.tweetVersions.findOne({}, { promoteValues: false, promoteLongs: false });
    expect(kept).toEqual({ ...before, chainId: FIRST, isEdited: true });
    await store(third(30));
    await test.empty();
    await store(third(30));
    await store(first(10));
    const late = await test.database.tweetVersions.findOne({}, { promoteValues: false, promoteLongs: false });
    expect({ ...late, storedAt: null }).toEqual({ ...kept, storedAt: null });
  });

  it('is dead-lettered alone when MongoDB refuses it, and takes no older version with it', async () => {
    const validator = { text: { $ne: 'seen at 20' } };
    await test.database.command({ collMod: 'tweets', validator, validationAction: 'error' });
    const results = await store(first(10), second(20), version('7', 1));
    await test.database.command({ collMod: 'tweets', validator: {} });
    expect(results.map(({ kind }) => kind)).toEqual(['ok', 'dlq', 'ok']);
    expect((await stored()).tweets).toEqual([
      ['7', '7', false, 'seen at 1'],
      [FIRST, FIRST, false, 'seen at 10'],
    ]);
  });
});

describe('a better enricher', () => {
  const revisions = async (name: 'tweets' | 'tweetVersions') =>
    (await test.database[name].find().toArray()).map(({ enrichmentRevision }) => enrichmentRevision);

  it('replaces what an older one wrote of the same observation; an older or equal one changes nothing', async () => {
    await store(first(10, 1));
    await store(first(10, 2));
    expect(await revisions('tweets')).toEqual([2]);
    await store(first(10, 1));
    expect(await revisions('tweets')).toEqual([2]);
    await store(first(9, 3));
    expect(await revisions('tweets')).toEqual([2]);
  });

  it('replaces older versions as well', async () => {
    await store(first(10, 1), second(20, 1));
    await store(first(10, 3));
    expect([await revisions('tweets'), await revisions('tweetVersions')]).toEqual([[1], [3]]);
    await store(first(10, 2));
    expect(await revisions('tweetVersions')).toEqual([3]);
  });
});

describe('the removal of any version', () => {
  it.each([FIRST, SECOND, THIRD])('removes the post and keeps it out: %s', async (id) => {
    await store(first(10), second(20), third(30), version('7', 1));
    await store(removal(id));
    const left = { tweets: [['7', '7', false, 'seen at 1']], versions: [] };
    expect(await stored()).toEqual(left);
    await store(first(10), version(FIRST, 99, history(FIRST, SECOND)), second(20), third(30));
    expect(await stored()).toEqual(left);
    const marked = await test.database.removals.find().toArray();
    const marks = [THIRD, FIRST, SECOND].map((version) => `post/${version}`);
    expect(marked.map(({ _id }) => _id).toSorted()).toEqual(marks.toSorted());
  });

  it('removes what is stored already when a late version tells that both are one post', async () => {
    await store(first(10));
    await store(removal(SECOND));
    expect((await stored()).tweets).toHaveLength(1);
    expect(await store(third(30))).toEqual([{ kind: 'drop', reason: 'REMOVED' }]);
    expect(await stored()).toEqual({ tweets: [], versions: [] });
    expect(await store(first(99))).toEqual([{ kind: 'drop', reason: 'REMOVED' }]);
  });

  it('finds the post when only an older version knows of the removed one', async () => {
    await store(second(20), version(FIRST, 40, history(FIRST, SECOND, THIRD)));
    await store(removal(THIRD));
    expect(await stored()).toEqual({ tweets: [], versions: [] });
  });

  it.each(['tweets', 'tweetVersions'] as const)('looks for it in an index of %s', async (name) => {
    const filter = { isEdited: true, editHistoryTweetIds: { $in: [THIRD] } };
    const plan = await test.database[name].find(filter).explain('queryPlanner');
    expect(JSON.stringify(plan)).toContain('"indexName":"anyVersion"');
  });

  it('removes the post in its own slice, before and after its versions', async () => {
    await store(first(10), removal(SECOND), third(30));
    expect(await stored()).toEqual({ tweets: [], versions: [] });
  });
});

describe('a crash', () => {
  /** Lets so many operations through, then fails as if the process had died. */
  const dyingAfter =
    (count: number) =>
    (operations: Operations): Operations => {
      let left = count;
      const alive = <T>(work: () => Promise<T>): Promise<T> => {
        left -= 1;
        return left < 0
          ? Promise.reject(new PipelineError('MONGO_UNAVAILABLE', 'died', { retriable: true }))
          : work();
      };
      return {
        ...operations,
        read: (doing, work) => alive(() => operations.read(doing, work)),
        write: (write) => alive(() => operations.write(write)),
      };
    };

  /** For every operation of storing a slice: dies there, and then stores it again as a new process would. */
  async function dyingAtEveryPoint(
    earlier: () => readonly Envelope[],
    slice: () => readonly Envelope[],
    check: { readonly dead?: () => Promise<void>; readonly alive: () => Promise<void> },
  ): Promise<void> {
    let hasDied = true;
    for (let count = 0; hasDied; count += 1) {
      await test.empty();
      await store(...earlier());
      const outcome = await test
        .createReplica({ between: dyingAfter(count) })(slice())
        .catch((error: unknown) => error);
      hasDied = outcome instanceof Error;
      await check.dead?.();
      await store(...slice());
      await check.alive();
    }
  }

  it('between any two operations loses no version', async () => {
    await dyingAtEveryPoint(
      () => [first(10), second(20)],
      () => [third(30)],
      {
        dead: async () => {
          const { tweets, versions } = await stored();
          const ids = [...tweets.map(([, id]) => id), ...versions.map(([id]) => id)];
          expect(ids).toEqual(expect.arrayContaining([FIRST, SECOND]));
        },
        alive: async () => {
          const { tweets, versions } = await stored();
          expect(tweets).toEqual([[FIRST, THIRD, true, 'seen at 30']]);
          expect(versions.map(([id]) => id)).toEqual([FIRST, SECOND]);
        },
      },
    );
  });

  it.each([
    [
      'is known to an older version only',
      () => [second(20), version(FIRST, 40, history(FIRST, SECOND, THIRD))],
    ],
    ['is known to the newest version only', () => [first(10), third(30)]],
  ])('during a removal by an id that %s leaves nothing behind', async (_what, earlier) => {
    await dyingAtEveryPoint(earlier, () => [removal(THIRD)], {
      alive: async () => expect(await stored()).toEqual({ tweets: [], versions: [] }),
    });
  });
});

describe('posts recorded from X before and after an edit', () => {
  const folder = path.join(__dirname, '../../../../../shared/x-api/recorded');
  const files = ['edited_before.jsonl', 'edited_after.jsonl'].map((name) => path.join(folder, name));
  if (!files.every((file) => existsSync(file))) {
    it.skip(`skipped: ${files.join(', ')} not there`, () => undefined);
    return;
  }
  interface Recorded {
    readonly id: string;
    readonly text: string;
    readonly edit_history_tweet_ids: readonly string[];
  }
  const posts = files.map((file) => {
    const [line = ''] = readFileSync(file, 'utf8').split('\n');
    return (JSON.parse(line) as { data: readonly [Recorded] }).data[0];
  });

  it.each([[posts], [posts.toReversed()]])('are one post, its older version kept', async (order) => {
    for (const { id, text, edit_history_tweet_ids: ids } of order) {
      await store(version(id, 10, { text, ...history(...ids) }));
    }
    const [before, after] = posts as [Recorded, Recorded];
    expect(await stored()).toEqual({
      tweets: [[before.id, after.id, true, after.text]],
      versions: [[before.id, before.id, before.text]],
    });
  });
});

it('refuses a record whose key is the chain and not the version', async () => {
  const { record } = second(20);
  expect(await store(envelope(FIRST, record))).toMatchObject([{ kind: 'dlq', reason: 'KEY_MISMATCH' }]);
});

import type { Tweet } from '@tdp/contracts';
import { systemClock, type AgainOptions } from '@tdp/service';
import { OutputError, type EncodedRecord, type OutputRecord } from '@tdp/streaming';
import { AN_INSTANT, buildEnrichedTweet, buildTweet } from '@tdp/testing';
import { envelope, history, version } from '../../test-support/envelopes';
import { openTestDatabase, type TestDatabase } from '../../test-support/sink';
import { createOperations } from '../operations';
import { handOn } from './hand-on';

let test: TestDatabase;

beforeAll(async () => {
  test = await openTestDatabase();
});
beforeEach(async () => {
  await test.empty();
  await test.database.sinkState.deleteMany({});
});
afterAll(() => test.close());

const all: AgainOptions = { stored: true, since: null, only: null, rate: 8, restart: false, help: false };
const SECOND = 1_000;
/** Nobody waits here: a rate of 8 only makes pages of two. */
const clock = { ...systemClock, sleep: () => Promise.resolve() };

/** Ten dated posts, five to a second, one without a date, and one that was edited twice. */
async function fill(): Promise<readonly Tweet[]> {
  const dated = Array.from({ length: 10 }, (_, index) =>
    buildTweet({ id: `10${index}`, createdAt: AN_INSTANT + Math.floor(index / 5) * SECOND }),
  );
  const posts = [...dated, buildTweet({ id: '50', createdAt: null })];
  await test.createReplica()([
    ...posts.map((tweet) => envelope(tweet.id, buildEnrichedTweet({ tweet }))),
    ...['201', '202', '203'].map((id, index) =>
      version(id, index, {
        ...history(...['201', '202', '203'].slice(0, index + 1)),
        createdAt: AN_INSTANT + 5 * SECOND,
      }),
    ),
  ]);
  return posts;
}
const EVERY = [...Array.from({ length: 10 }, (_, index) => `10${index}`), '201', '202', '203', '50'];

/** One run, that stops when so many pages are with Kafka. */
async function run(options: Partial<AgainOptions> = {}, { pages = Infinity, onPage = async () => {} } = {}) {
  const sent: OutputRecord[] = [];
  const begins: object[] = [];
  const unreadable: string[] = [];
  const stop = new AbortController();
  let sends = 0;
  const running = handOn({
    options: { ...all, ...options },
    database: test.database,
    operations: createOperations(test.database, clock),
    producer: {
      encode(output): EncodedRecord {
        if ((output.record as Tweet).text === undefined) {
          throw new OutputError('OUTPUT_INVALID', 'no text');
        }
        sent.push(output);
        return { topic: output.topic, message: { key: output.key, value: null }, bytes: 1 };
      },
      async sendEncoded() {
        await onPage();
        sends += 1;
        if (sends > pages) {
          stop.abort(new Error('interrupted'));
        }
      },
    },
    clock,
    stopSignal: stop.signal,
    onBegin: (begin) => void begins.push(begin),
    onProgress: () => undefined,
    onUnreadable: (id, reason) => void unreadable.push(`${id}: ${reason}`),
  });
  const outcome = await running.catch((error: unknown) => (error as Error).message);
  return { outcome, sent, ids: sent.map(({ key }) => key), begins, unreadable };
}

describe('handing stored posts on', () => {
  it('hands on every version of every post once, as it came from the ingester', async () => {
    const posts = await fill();
    const { outcome, sent, ids, begins } = await run();
    expect([...ids].sort()).toEqual(EVERY);
    expect(outcome).toBe(EVERY.length);
    expect(begins).toEqual([{ goesOn: false, total: EVERY.length, left: EVERY.length }]);
    const records = new Map(sent.map(({ key, record }) => [key, record]));
    expect(posts.map(({ id }) => records.get(id))).toEqual(posts);
    expect(sent[0]).toMatchObject({ topic: 'tweets-stored', headers: { 'tdp.again': '' } });
  });

  it('hands on what was written since a time, and names the enrichments that are meant', async () => {
    await fill();
    const { ids, sent } = await run({ since: AN_INSTANT + SECOND, only: ['topics', 'geo'] });
    expect([...ids].sort()).toEqual(['105', '106', '107', '108', '109', '201', '202', '203']);
    expect(sent[0]).toMatchObject({ headers: { 'tdp.again': 'topics,geo' } });
  });

  it('means nothing that was written after it began', async () => {
    await fill();
    const tweet = buildTweet({ id: '900', createdAt: Date.now() + 3_600 * SECOND });
    await test.createReplica()([envelope('900', buildEnrichedTweet({ tweet }))]);
    expect((await run()).ids).not.toContain('900');
  });

  it.each([1, 2, 3, 4, 5, 6])('goes on where it was stopped after page %d', async (pages) => {
    await fill();
    const first = await run({}, { pages });
    expect(first.outcome).toBe('interrupted');
    const second = await run();
    expect(second.begins).toMatchObject([{ goesOn: true, total: EVERY.length }]);
    expect([...new Set([...first.ids, ...second.ids])].sort()).toEqual(EVERY);
    // The page that was not remembered, and the second in which it was: five posts.
    const twice = first.ids.filter((id) => second.ids.includes(id));
    expect(twice.length).toBeLessThanOrEqual(2 + 5);
    expect((await run()).begins).toMatchObject([{ goesOn: false }]);
  });

  it('goes on only with what was interrupted, or begins anew when told so', async () => {
    await fill();
    await run({ only: ['topics'] }, { pages: 2 });
    expect((await run()).outcome).toMatch(/an interrupted pass, --all --only topics, has 11 posts left/);
    expect((await run({ restart: true })).begins).toMatchObject([{ goesOn: false, left: EVERY.length }]);
  });

  it('ends when another one takes over', async () => {
    await fill();
    let second: Awaited<ReturnType<typeof run>> | undefined;
    const first = await run(
      {},
      {
        onPage: async () => {
          second ??= await run();
        },
      },
    );
    expect(second?.ids).toHaveLength(EVERY.length);
    expect(first.outcome).toMatch(/another reenrich has taken this pass over/);
    expect(first.ids).toHaveLength(1);
  });

  it('leaves a document that no post can be made of, names it and goes on', async () => {
    await fill();
    await test.database.tweets.insertOne({ _id: 'foreign', createdAt: new Date(AN_INSTANT) } as never);
    const { ids, unreadable } = await run();
    expect([...ids].sort()).toEqual(EVERY);
    expect(unreadable).toEqual(['foreign: no text']);
  });

  it('reads by indexes, and sorts nothing', async () => {
    await fill();
    await test.database.command({ profile: 2 });
    await run({ since: AN_INSTANT });
    await test.database.command({ profile: 0 });
    const { cursor } = await test.database.command({
      find: 'system.profile',
      filter: { 'command.find': { $in: ['tweets', 'tweet_versions'] } },
      batchSize: 1_000,
    });
    const queries = (cursor as { firstBatch: { planSummary: string; hasSortStage?: boolean }[] }).firstBatch;
    expect(new Set(queries.map(({ planSummary }) => planSummary))).toEqual(
      new Set(['IXSCAN { createdAt: -1 }', 'IXSCAN { _id: 1 }']),
    );
    expect(queries.filter(({ hasSortStage }) => hasSortStage)).toEqual([]);
  });
});

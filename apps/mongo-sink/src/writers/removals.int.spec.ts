import { AN_INSTANT, buildTweet } from '@tdp/testing';
import { removal, word } from '../../test-support/envelopes';
import {
  ann,
  ben,
  by,
  enriched,
  everything,
  kinds,
  openRemovalWorld,
  original,
  profileOf,
  referring,
  SECRET,
  type RemovalWorld,
} from '../../test-support/removal-world';

let world: RemovalWorld;

beforeAll(async () => {
  world = await openRemovalWorld();
});
beforeEach(() => world.empty());
afterAll(() => world.close());

describe('the removal of a post', () => {
  const REST = ['3000', '4000', '5000', '7000'];

  it('takes it, its reposts, and its text from what quotes and answers it; nothing else', async () => {
    await world.store(...everything());
    const before = await world.database.tweets.findOne({ _id: '3000' });
    expect(await world.ids()).toEqual(['1000', '2000', '3000', '4000', '5000', '6000', '7000']);

    await world.store(word('post', '1000'));

    expect((await world.dump()).includes(SECRET)).toBe(false);
    expect(await world.ids()).toEqual(REST);
    const after = await world.database.tweets.findOne({ _id: '3000' });
    expect(after).toMatchObject({
      text: "ben's own in 3000",
      content: { quotedText: null, fullText: "ben's own in 3000" },
      referencedTweets: [{ type: 'quoted', id: '1000', tweet: null }],
      storedAt: before?.storedAt,
      timesCut: 1,
    });
    expect(Object.keys(after ?? {})).toEqual(Object.keys(before ?? {}));
  });

  it('takes them from the topics as well', async () => {
    await world.store(...everything());
    await world.store(word('post', '1000'));
    expect(world.corrected()).toEqual({
      posts: ['1000', '2000', '6000'],
      users: [],
      replaced: ['3000', '4000', '5000'],
    });
    expect(JSON.stringify(world.corrections()).includes(SECRET)).toBe(false);
  });

  it('is not undone by a replay, a late create, a late repost or a late quote, and the topics hear of it', async () => {
    await world.store(word('post', '1000'));
    world.forget();
    const results = await world.store(...everything());
    expect(kinds(results)).toEqual(['REMOVED', 'REMOVED', 'ok', 'ok', 'ok', 'REMOVED', 'ok']);
    expect(await world.ids()).toEqual(REST);
    expect((await world.dump()).includes(SECRET)).toBe(false);
    expect(world.corrected()).toEqual({
      posts: ['1000', '2000', '6000'],
      users: [],
      replaced: ['3000', '4000', '5000'],
    });
  });

  it('is complete when its corrections come back by the topics', async () => {
    await world.store(...everything());
    await world.store(word('post', '1000'));
    const returned = world
      .corrections()
      .flatMap((correction) => ('tweet' in correction ? [enriched(correction.tweet)] : []));
    world.forget();
    const results = await world.store(...returned, ...['1000', '2000'].map((id) => removal(id, true)));
    expect(new Set(kinds(results))).toEqual(new Set(['ok']));
    expect(world.corrections()).toEqual([]);
    expect(await world.ids()).toEqual(REST);
  });

  it('leaves a record that says what was removed when and why, and nothing of it', async () => {
    await world.store(...everything());
    await world.store(word('post', '1000', { at: AN_INSTANT + 5, reason: 'deleted', source: 'compliance' }));
    expect(await world.database.removals.find().toArray()).toEqual([
      {
        _id: 'post/1000',
        state: 'removed',
        at: new Date(AN_INSTANT + 5),
        reason: 'deleted',
        source: 'compliance',
        because: null,
        geoScrubbedAt: null,
        geoUpToPostId: null,
        recordedAt: expect.any(Date),
      },
    ]);
  });

  it('of any version removes all, and what holds any of them', async () => {
    const edited = (id: string, history: readonly string[]) =>
      original({ id, text: `${SECRET} in ${id}`, editHistoryTweetIds: history });
    const [v1, v2, v3] = [
      edited('1000', ['1000']),
      edited('1001', ['1000', '1001']),
      edited('1002', ['1000', '1001', '1002']),
    ] as const;
    await world.store(enriched(v1), enriched(v2), enriched(v3), enriched(referring('3000', 'quoted', v1)));
    await world.store(word('post', '1001'));
    expect((await world.dump()).includes(SECRET)).toBe(false);
    expect(await world.ids()).toEqual(['3000']);
    expect(world.corrected().posts).toEqual(['1000', '1001', '1002']);
  });

  it('cuts the preview of a link to it', async () => {
    const url = {
      start: 0,
      end: 1,
      url: 't.co/1',
      expandedUrl: 'https://x.com/ann/status/1000',
      displayUrl: null,
      unwoundUrl: null,
      status: 200,
      title: `ann on X: ${SECRET}`,
      description: SECRET,
      mediaKey: null,
      images: [],
    };
    const entities = { hashtags: [], mentions: [], cashtags: [], urls: [url], annotations: [] };
    await world.store(
      enriched(buildTweet({ id: '8000', editHistoryTweetIds: ['8000'], entities, ...by(ben) })),
    );
    await world.store(word('post', '1000'));
    expect((await world.dump()).includes(SECRET)).toBe(false);
    expect(await world.ids()).toEqual(['8000']);
  });
});

describe('the removal of a user', () => {
  it('takes the profile, its history, every post, and what others hold of them', async () => {
    const mention = buildTweet({
      id: '8000',
      text: 'hello @ann',
      editHistoryTweetIds: ['8000'],
      ...by(ben),
      includedUsers: [ann, ben],
    });
    await world.store(profileOf(ann), profileOf(ben));
    await world.store(...everything(), enriched(mention));
    await world.store(word('user', ann.id));

    expect((await world.dump()).includes(SECRET)).toBe(false);
    expect(await world.ids()).toEqual(['3000', '4000', '5000', '7000', '8000']);
    expect(await world.database.users.distinct('_id')).toEqual([ben.id]);
    expect(await world.database.userSnapshots.distinct('userId')).toEqual([ben.id]);
    expect(world.corrected()).toEqual({
      posts: ['1000', '2000', '6000'],
      users: [ann.id],
      replaced: expect.arrayContaining(['3000', '4000', '5000', '8000']),
    });

    world.forget();
    const late = await world.store(profileOf(ann));
    expect(kinds(late)).toEqual(['REMOVED']);
    await world.store(...everything(), enriched(mention));
    expect((await world.dump()).includes(SECRET)).toBe(false);
    expect(world.corrected().users).toEqual([ann.id]);
  });
});

describe('a removal that cannot be understood', () => {
  it.each([
    ['an action that there is not', { action: 'hide' }, 'REMOVAL_INVALID', 'cannot hide a post'],
    ['a subject that there is not', { subject: 'place' }, 'REMOVAL_INVALID', 'cannot remove a place'],
  ])('is dead-lettered: %s', async (_what, over, reason, message) => {
    const [result] = await world.store(word('post', '1', over));
    expect(result).toMatchObject({ kind: 'dlq', reason });
    expect(result?.kind === 'dlq' && result.error.message).toContain(message);
  });

  it('is dead-lettered when its key is not its own', async () => {
    const [result] = await world.store({ ...word('post', '1'), key: 'post/2' });
    expect(result).toMatchObject({ kind: 'dlq', reason: 'KEY_MISMATCH' });
  });
});

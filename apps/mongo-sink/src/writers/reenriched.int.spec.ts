import { AGAIN_HEADER, type EnrichedTweet, type Tweet } from '@tdp/contracts';
import type { Envelope, Handle } from '@tdp/streaming';
import { AN_INSTANT, buildEnrichedTweet, buildTweet } from '@tdp/testing';
import { envelope, removal } from '../../test-support/envelopes';
import { openTestDatabase, type TestDatabase } from '../../test-support/sink';

let test: TestDatabase;
let store: Handle;

beforeAll(async () => {
  test = await openTestDatabase();
  store = test.createReplica();
});
beforeEach(() => test.empty());
afterAll(() => test.close());

const created = { date: '2026-11-27', year: 2026, month: 11, day: 27, hour: 1, weekday: 5, revision: 1 };

/** One observation of a post, enriched this long after an instant, with a created.hour and a language to tell by. */
function enriched(
  at: number,
  hour: number,
  over: Partial<EnrichedTweet> = {},
  tweet: Partial<Tweet> = {},
): Envelope {
  const record = buildEnrichedTweet({
    tweet: buildTweet({ id: '1', observedAt: AN_INSTANT, ...tweet }),
    enrichedAt: AN_INSTANT + at,
    enrichmentRevision: 5,
    created: { ...created, hour },
    language: { tag: `l${hour}`, origin: 'x', confidence: null, revision: 1 },
    ...over,
  });
  return envelope('1', record);
}

const only = (names: string, one: Envelope): Envelope => ({
  ...one,
  headers: { [AGAIN_HEADER]: Buffer.from(names) },
});
const shown = async () => {
  const document = await test.database.tweets.findOne({ _id: '1' });
  const [hour, language] = [document?.['created'], document?.['language']] as [
    { hour: number },
    { tag: string },
  ];
  return document === null ? null : `${hour.hour} ${language.tag}`;
};

describe('of two enrichments of one observation', () => {
  it.each([
    ['the later one', enriched(1, 1), enriched(2, 2), '2 l2'],
    ['not the earlier one, whichever comes last', enriched(2, 2), enriched(1, 1), '2 l2'],
    ['a better one made earlier', enriched(2, 2), enriched(1, 1, { enrichmentRevision: 6 }), '1 l1'],
    [
      'not one of an earlier observation',
      enriched(1, 1),
      enriched(2, 2, {}, { observedAt: AN_INSTANT - 1 }),
      '1 l1',
    ],
  ])('%s is kept', async (_what, first, second, end) => {
    await store([first]);
    await store([second]);
    expect(await shown()).toBe(end);
  });
});

describe('a record of which only some enrichments are meant', () => {
  it('renews these, and leaves every other field as it was, types too', async () => {
    await store([
      enriched(1, 1, {
        enrichmentFailures: [
          { step: 'language', reason: 'a' },
          { step: 'geo', reason: 'b' },
        ],
      }),
    ]);
    const raw = () => test.database.tweets.findOne({ _id: '1' }, { promoteValues: false });
    const before = await raw();
    await store([only('language,created', enriched(2, 2, { content: null }))]);
    expect(await shown()).toBe('2 l2');
    const after = await raw();
    expect(after?.['enrichmentFailures']).toEqual([{ step: 'geo', reason: 'b' }]);
    const same = Object.keys(before ?? {}).filter(
      (name) => !['language', 'created', 'enrichedAt', 'enrichmentFailures'].includes(name),
    );
    expect(same.map((name) => [name, after?.[name]])).toEqual(same.map((name) => [name, before?.[name]]));
  });

  it.each([
    ['where nothing is stored it counts as a whole', [], '2 l2'],
    ['a later observation stays', [enriched(1, 1, {}, { observedAt: AN_INSTANT + 9 })], '1 l1'],
    [
      'an earlier observation is replaced as a whole',
      [enriched(1, 1, {}, { observedAt: AN_INSTANT - 9 })],
      '2 l2',
    ],
    ['a later enrichment stays', [enriched(3, 1)], '1 l1'],
    ['a better enrichment stays', [enriched(1, 1, { enrichmentRevision: 6 })], '1 l2'],
  ])('%s', async (_what, before, end) => {
    await store(before);
    await store([only('language', enriched(2, 2))]);
    expect(await shown()).toBe(end);
  });

  it('says nothing of how late live posts are', async () => {
    const ages: (number | null)[] = [];
    const replica = test.createReplica({ observeAge: (createdAt) => void ages.push(createdAt) });
    await replica([enriched(1, 1)]);
    await replica([only('', enriched(2, 2))]);
    await replica([only('language', enriched(3, 3))]);
    expect(ages).toHaveLength(1);
    expect(await shown()).toBe('2 l3');
  });

  it('brings no removed post back', async () => {
    await store([enriched(1, 1)]);
    await store([removal('1')]);
    await store([only('language', enriched(2, 2)), enriched(3, 3)]);
    expect(await shown()).toBeNull();
  });
});

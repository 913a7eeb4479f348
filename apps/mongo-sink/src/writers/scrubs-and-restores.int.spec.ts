import { AN_INSTANT } from '@tdp/testing';
import { word } from '../../test-support/envelopes';
import {
  ann,
  enriched,
  everything,
  openRemovalWorld,
  original,
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

describe('where a post was written', () => {
  const place = {
    coordinates: { type: 'Point', coordinates: [13.4, 52.5] },
    placeId: 'p1',
    place: {
      id: 'p1',
      fullName: 'Berlin, Germany',
      name: 'Berlin',
      country: 'Germany',
      countryCode: 'DE',
      placeType: 'city',
      containedWithin: [],
      geoType: 'Feature',
      bbox: [13, 52, 14, 53],
    },
    unmapped: JSON.stringify({
      data: { geo: { exact: 'Berlin' }, other: 1 },
      includes: { places: { 0: 'Berlin' } },
    }),
  };
  const located = (id: string) => original({ id, editHistoryTweetIds: [id], ...place });

  it.each([
    ['of one post', () => word('post', '1000', { action: 'scrub_geo' })],
    ['of a user, up to a post', () => word('user', ann.id, { action: 'scrub_geo', upToPostId: '1500' })],
  ])('goes without the post, wherever it is: %s', async (_what, make) => {
    const posts = () => [
      enriched(located('1000')),
      enriched(located('1600')),
      enriched(referring('3000', 'quoted', located('1000'))),
    ];
    await world.store(...posts());
    await world.store(make());
    const check = async () => {
      const [first, later, quote] = await world.database.tweets.find().sort({ _id: 1 }).toArray();
      expect(first).toMatchObject({
        text: SECRET,
        coordinates: null,
        place: null,
        placeId: null,
        location: null,
      });
      expect(JSON.stringify([first, quote])).not.toContain('Berlin');
      expect(JSON.stringify(later)).toContain('Berlin');
      expect(quote).toMatchObject({ referencedTweets: [{ tweet: { text: SECRET, place: null } }] });
    };
    await check();
    expect(world.corrected()).toEqual({ posts: [], users: [], replaced: ['1000', '3000'] });
    await world.database.tweets.deleteMany({});
    await world.store(...posts());
    await check();
  });
});

describe('what was removed and may be kept again', () => {
  const LATER = { action: 'restore', at: AN_INSTANT + 10 } as const;

  it('is stored again when it comes, with what was removed because of it', async () => {
    const edit = original({ id: '1001', editHistoryTweetIds: ['1000', '1001'] });
    await world.store(enriched(original()), enriched(edit));
    await world.store(word('post', '1001', { at: AN_INSTANT }));
    await world.store(word('post', '1000', LATER));
    await world.store(...everything(), enriched(edit));
    expect(await world.ids()).toEqual(['1000', '2000', '3000', '4000', '5000', '6000', '7000']);
    expect(await world.database.tweetVersions.distinct('_id')).toEqual(['1000']);
  });

  it('of a user: all but the posts that were removed for their own sake', async () => {
    await world.store(
      enriched(original()),
      enriched(original({ id: '1100', editHistoryTweetIds: ['1100'] })),
    );
    await world.store(word('user', ann.id, { at: AN_INSTANT }), word('post', '1100', { at: AN_INSTANT - 5 }));
    await world.store(word('user', ann.id, LATER));
    await world.store(
      enriched(original()),
      enriched(original({ id: '1100', editHistoryTweetIds: ['1100'] })),
    );
    expect(await world.ids()).toEqual(['1000']);
  });

  it.each([
    ['before it', [word('post', '1000', LATER), word('post', '1000', { at: AN_INSTANT })]],
    [
      'with it, in any order',
      [word('post', '1000', LATER), word('post', '1000', { at: AN_INSTANT }), word('post', '1000', LATER)],
    ],
  ])('stays so when the older word comes %s', async (_what, words) => {
    for (const one of words) {
      await world.store(one);
    }
    await world.store(enriched(original()));
    await world.store(...words);
    expect(await world.ids()).toEqual(['1000']);
    await world.store(word('post', '1000', { at: AN_INSTANT + 20 }));
    expect(await world.ids()).toEqual([]);
  });
});

import fc from 'fast-check';
import type { Profile, User } from '@tdp/contracts';
import { buildProfile, buildUser } from '@tdp/testing';
import { createChangedProfiles, type ChangedProfiles } from './changed-profiles';

const A_DAY_MS = 86_400_000;
const create = ({ maxUsers = 10, daily = false } = {}) => createChangedProfiles({ maxUsers, daily });
const profile = (overrides: Partial<User>, rest: Partial<Profile> = {}) =>
  buildProfile({ user: buildUser(overrides), observedAt: 1, ...rest });

/** Whether the profile is produced, and acknowledged at once. */
function produces(profiles: ChangedProfiles, seen: Profile): boolean {
  const change = profiles.changeOf(seen);
  change?.producing();
  change?.acknowledged();
  return change !== null;
}

describe('a profile is produced', () => {
  it.each<[string, Partial<User>]>([
    ['its name', { name: 'other' }],
    ['its username', { username: 'other' }],
    ['its description', { description: null }],
    ['its location', { location: 'other' }],
    ['its link', { url: 'https://t.co/x' }],
    ['its picture', { profileImageUrl: 'https://pbs.example/x' }],
    ['its banner', { profileBannerUrl: 'https://pbs.example/x' }],
    ['that it is protected', { protected: true }],
    ['that it is verified', { verified: true }],
    ['its subscription', { subscriptionType: 'Premium' }],
    ['its pinned post', { pinnedTweetId: '5' }],
    ['a tag in its description', { descriptionHashtags: [{ start: 0, end: 2, tag: 'x' }] }],
    ['where it is withheld', { withheld: { copyright: null, countryCodes: ['DE'], scope: null } }],
  ])('when %s changed', (_, changed) => {
    const profiles = create();
    expect(produces(profiles, profile({}))).toBe(true);
    expect(produces(profiles, profile({}))).toBe(false);
    expect(produces(profiles, profile(changed))).toBe(true);
    expect(produces(profiles, profile({}))).toBe(true);
  });

  it('when a member without a field changed that is no number', () => {
    const profiles = create();
    const seen = (unmapped: string | null) => profile({}, { unmapped });
    expect(produces(profiles, seen('{"affiliation":{"name":"a"},"hype":[1,{"count":2}]}'))).toBe(true);
    expect(produces(profiles, seen('{"affiliation":{"name":"a"},"hype":[5,{"count":7}]}'))).toBe(false);
    expect(produces(profiles, seen('{"affiliation":{"name":"b"},"hype":[5,{"count":7}]}'))).toBe(true);
    expect(produces(profiles, seen(null))).toBe(true);
  });

  it('not when only counters moved, by whatever posts, as often as they like', () => {
    const counter = fc.nat();
    const moved = fc.record({
      followersCount: counter,
      followingCount: counter,
      tweetCount: counter,
      listedCount: counter,
      likeCount: counter,
      mediaCount: counter,
    });
    const seen = fc.tuple(moved, counter, counter, counter);
    fc.assert(
      fc.property(fc.array(seen, { minLength: 1 }), (all) => {
        const profiles = create();
        const produced = all.filter(([publicMetrics, posts, verifiedFollowersCount, observedAt]) => {
          const mostRecentTweetId = String(posts);
          const user = { publicMetrics, mostRecentTweetId, verifiedFollowersCount };
          return produces(profiles, profile(user, { observedAt, ingestedAt: observedAt + 1 }));
        });
        expect(produced).toHaveLength(1);
      }),
    );
  });

  it('once a UTC day as it is, so that its counters are not older than that, if wanted', () => {
    const profiles = create({ daily: true });
    const times = [0, 1, A_DAY_MS - 1, A_DAY_MS, A_DAY_MS + 1, 3 * A_DAY_MS, 4 * A_DAY_MS - 1];
    const produced = times.filter((observedAt) => produces(profiles, profile({}, { observedAt })));
    expect(produced).toEqual([0, A_DAY_MS, 3 * A_DAY_MS]);
  });

  it('for each user by itself', () => {
    const profiles = create();
    expect(produces(profiles, profile({ id: '1' }))).toBe(true);
    expect(produces(profiles, profile({ id: '2' }))).toBe(true);
  });

  it('not again while it is on its way', () => {
    const profiles = create();
    profiles.changeOf(profile({}))?.producing();
    expect(profiles.changeOf(profile({}))).toBeNull();
    expect(profiles.changeOf(profile({ name: 'other' }))).not.toBeNull();
  });

  it('again when it was not handed over', () => {
    const profiles = create();
    profiles.changeOf(profile({}));
    expect(profiles.changeOf(profile({}))).not.toBeNull();
  });

  it('again when its user was not seen for long', () => {
    const profiles = create({ maxUsers: 2 });
    for (const id of ['1', '2', '3']) {
      produces(profiles, profile({ id }));
    }
    expect(profiles.changeOf(profile({ id: '1' }))).not.toBeNull();
    expect(profiles.changeOf(profile({ id: '3' }))).toBeNull();
  });
});

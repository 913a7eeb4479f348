import type { XUser } from '../wire';
import type { Person } from './people';
import type { Random } from './random';
import { EMOJI, PLACES } from './vocabulary';

/** What moves with nearly every post of somebody. */
export interface Counters {
  readonly followers: number;
  readonly posts: number;
  readonly listed: number;
  readonly mostRecentId: string | undefined;
}

/** Somebody's profile as it is now. */
export interface Profile extends Counters {
  /** All of it but the counters. */
  readonly user: XUser;
  /** Grows when more than the counters' values changes. */
  readonly userVersion: number;
  /** Grows with every change, the counters' included. */
  readonly version: number;
}

/** The people's profiles, which change while they post. */
export interface Population {
  /** Always the same object: what it holds changes. */
  byId(id: string): Profile | undefined;
  byUsername(username: string): Profile | undefined;
  /** Notes a post: the author's counters move, and now and then the author changes what others read. */
  posted(authorId: string, post: { readonly id: string; readonly isEdit: boolean }): void;
}

export interface PopulationDeps {
  readonly people: readonly Person[];
  readonly random: Random;
  /** Share of posts whose author has changed name, description, location or tick. */
  readonly changeShare: number;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

export function createPopulation({ people, random, changeShare }: PopulationDeps): Population {
  const entries = people.map((person) => ({ person, profile: createProfile(person.user) }));
  const byId = new Map(entries.map((entry) => [entry.person.user.id, entry]));
  const byUsername = new Map(
    entries.map(({ person, profile }) => [person.user.username.toLowerCase(), profile]),
  );

  return {
    byId: (id) => byId.get(id)?.profile,
    byUsername: (username) => byUsername.get(username.toLowerCase()),
    posted(authorId, { id, isEdit }) {
      const entry = byId.get(authorId);
      if (entry === undefined) {
        return;
      }
      const { person, profile } = entry;
      // From one lost to four won: who posts is followed.
      profile.followers = Math.max(0, profile.followers + random.integer(6) - 1);
      profile.posts += isEdit ? 0 : 1;
      profile.listed += random.chance(0.02) ? 1 : 0;
      // The first post brings a field.
      profile.userVersion += profile.mostRecentId === undefined ? 1 : 0;
      profile.mostRecentId = id;
      profile.version += 1;
      if (random.chance(changeShare)) {
        profile.user = changeUser(random, person, profile.user);
        profile.userVersion += 1;
      }
    },
  };
}

/** The profile as X answers it. */
export function toUser({ user, followers, posts, listed, mostRecentId }: Profile): XUser {
  return {
    ...user,
    ...(mostRecentId !== undefined && { most_recent_tweet_id: mostRecentId }),
    ...(user.public_metrics && {
      public_metrics: {
        ...user.public_metrics,
        followers_count: followers,
        tweet_count: posts,
        listed_count: listed,
      },
    }),
  };
}

function createProfile(user: XUser): Mutable<Profile> {
  const counters = user.public_metrics;
  return {
    user,
    userVersion: 0,
    version: 0,
    followers: counters?.followers_count ?? 0,
    posts: counters?.tweet_count ?? 0,
    listed: counters?.listed_count ?? 0,
    mostRecentId: user.most_recent_tweet_id,
  };
}

function changeUser(random: Random, { language }: Person, user: XUser): XUser {
  switch (random.integer(4)) {
    case 0:
      return { ...user, name: `${random.pick(language.names)} ${random.pick(EMOJI)}` };
    case 1:
      return { ...user, description: `${random.pick(language.neutral)} & ${random.pick(language.positive)}` };
    case 2:
      return { ...user, location: random.pick(PLACES)[0] };
    default:
      return { ...user, verified: user.verified !== true, verified_type: user.verified ? 'none' : 'blue' };
  }
}

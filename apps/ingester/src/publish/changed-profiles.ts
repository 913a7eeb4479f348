import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Profile, User } from '@tdp/contracts';

/** A profile that differs from what was last produced for its user. */
export interface ProfileChange {
  /** It is on its way to Kafka; until it is acknowledged, the same again is no change. */
  producing(): void;
  acknowledged(): void;
}

/** Knows which profiles were produced, so that only changed ones are produced again. */
export interface ChangedProfiles {
  /** Null when the user is described as last time. */
  changeOf(profile: Profile): ProfileChange | null;
}

export interface ChangedProfilesOptions {
  /** Beyond it the longest unseen users are forgotten, and produced once more. */
  readonly maxUsers: number;
  /** Once a UTC day a user's profile is produced unchanged too, so that its counters are not older than that. */
  readonly daily: boolean;
}

const DAY_MS = 86_400_000;

/**
 * Whether a member describes the user, or only counts what the user and others do. The latter moves with nearly
 * every post: it travels with a profile that is produced, and is no reason to produce it.
 */
const DESCRIBES: Readonly<Record<keyof User, boolean>> = {
  id: true,
  username: true,
  name: true,
  createdAt: true,
  description: true,
  location: true,
  url: true,
  profileImageUrl: true,
  profileBannerUrl: true,
  protected: true,
  verified: true,
  verifiedType: true,
  verifiedFollowersCount: false,
  subscriptionType: true,
  isIdentityVerified: true,
  parody: true,
  pinnedTweetId: true,
  mostRecentTweetId: false,
  publicMetrics: false,
  urlEntities: true,
  descriptionUrls: true,
  descriptionHashtags: true,
  descriptionMentions: true,
  descriptionCashtags: true,
  withheld: true,
};
const DESCRIPTION = (Object.keys(DESCRIBES) as (keyof User)[]).filter((member) => DESCRIBES[member]);

/** Creates the memory. */
export function createChangedProfiles({ maxUsers, daily }: ChangedProfilesOptions): ChangedProfiles {
  const produced = new LRUCache<string, string>({ max: maxUsers });
  const onTheirWay = new Map<string, string>();
  return {
    changeOf(profile) {
      const { id } = profile.user;
      const day = daily ? Math.floor(profile.observedAt / DAY_MS) : 0;
      const print = `${fingerprint(profile)}${day}`;
      if ((onTheirWay.get(id) ?? produced.get(id)) === print) {
        return null;
      }
      return {
        producing: () => onTheirWay.set(id, print),
        acknowledged() {
          produced.set(id, print);
          if (onTheirWay.get(id) === print) {
            onTheirWay.delete(id);
          }
        },
      };
    },
  };
}

/** 72 bits: enough to tell two descriptions of one user apart, and a few bytes for each of many users. */
const PRINT_CHARS = 12;

function fingerprint({ user, unmapped }: Profile): string {
  const description = JSON.stringify([DESCRIPTION.map((member) => user[member]), descriptionIn(unmapped)]);
  return hash('sha1', description, 'base64').slice(0, PRINT_CHARS);
}

/** Of members without a field all but their numbers: one day X may add a counter. */
function descriptionIn(unmapped: string | null): unknown {
  return unmapped === null
    ? null
    : JSON.parse(unmapped, (_name, value: unknown) => (typeof value === 'number' ? undefined : value));
}

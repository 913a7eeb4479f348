import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Profile } from '@tdp/contracts';

/** A profile that differs from what was last produced for its user. */
export interface ProfileChange {
  /** It is on its way to Kafka; until it is acknowledged, the same again is no change. */
  producing(): void;
  acknowledged(): void;
}

/** Knows which profiles were produced, so that only changed ones are produced again. */
export interface ChangedProfiles {
  /** Null when it is as it last was. */
  changeOf(profile: Profile): ProfileChange | null;
}

/** Creates the memory. Beyond maxUsers the longest unseen users are forgotten, and produced once more. */
export function createChangedProfiles({ maxUsers }: { readonly maxUsers: number }): ChangedProfiles {
  const produced = new LRUCache<string, string>({ max: maxUsers });
  const onTheirWay = new Map<string, string>();
  return {
    changeOf(profile) {
      const { id } = profile.user;
      const print = fingerprint(profile);
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

/** Of what X says about the user, not of when it was observed. */
const fingerprint = ({ user, unmapped }: Profile): string =>
  hash('sha1', JSON.stringify([user, unmapped]), 'base64');

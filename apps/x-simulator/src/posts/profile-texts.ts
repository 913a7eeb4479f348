import { toUser, type Population, type Profile } from '../generator/population';
import type { ByteWriter } from './byte-writer';
import { selectFields } from './field-selection';
import { fill, toSegments, wholeValue, type Segments, type Slot } from './segments';

/** Writes a profile as JSON. */
type ProfileText = (out: ByteWriter) => void;

const COUNTERS: Readonly<Record<string, Slot<Profile>>> = {
  [wholeValue('FOLLOWERS')]: ({ followers }, out) => out.ascii(String(followers)),
  [wholeValue('POSTS')]: ({ posts }, out) => out.ascii(String(posts)),
  [wholeValue('LISTED')]: ({ listed }, out) => out.ascii(String(listed)),
  [wholeValue('RECENT')]: ({ mostRecentId }, out) => out.ascii(`"${mostRecentId}"`),
};

/**
 * Profiles with the fields that are asked for. Their counters move with nearly every post, so they are slots:
 * the rest is rendered again only when it has changed.
 */
export function createProfileTexts(
  fields: ReadonlySet<string>,
  population: Population,
): (id: string) => ProfileText | undefined {
  const texts = new Map<string, ProfileText>();
  return (id) => {
    const profile = population.byId(id);
    const known = texts.get(id) ?? (profile && createProfileText(profile, fields));
    if (known !== undefined) {
      texts.set(id, known);
    }
    return known;
  };
}

function createProfileText(profile: Profile, fields: ReadonlySet<string>): ProfileText {
  let segments: Segments<Profile> | undefined;
  let userVersion = -1;
  return (out) => {
    if (segments === undefined || userVersion !== profile.userVersion) {
      userVersion = profile.userVersion;
      segments = toSegments(withSlots(profile, fields), (token) => COUNTERS[token]);
    }
    fill(segments, profile, out);
  };
}

function withSlots(profile: Profile, fields: ReadonlySet<string>): object {
  const user = toUser(profile);
  return selectFields(
    {
      ...user,
      ...(user.most_recent_tweet_id !== undefined && { most_recent_tweet_id: wholeValue('RECENT') }),
      ...(user.public_metrics && {
        public_metrics: {
          ...user.public_metrics,
          followers_count: wholeValue('FOLLOWERS'),
          tweet_count: wholeValue('POSTS'),
          listed_count: wholeValue('LISTED'),
        },
      }),
    },
    fields,
  );
}

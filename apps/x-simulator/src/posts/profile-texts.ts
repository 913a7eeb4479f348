import { toUser, type Population, type Profile } from '../generator/population';
import { selectFields } from './field-selection';
import { fill, toSegments, wholeValue, type Segments, type Slot } from './segments';

/** Writes a profile as JSON. */
type ProfileText = () => string;

const COUNTERS: Readonly<Record<string, Slot<Profile>>> = {
  [wholeValue('FOLLOWERS')]: ({ followers }) => String(followers),
  [wholeValue('POSTS')]: ({ posts }) => String(posts),
  [wholeValue('LISTED')]: ({ listed }) => String(listed),
  [wholeValue('RECENT')]: ({ mostRecentId }) => JSON.stringify(mostRecentId),
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
  let segments: Segments<Profile> = [];
  let text = '';
  let version = -1;
  let userVersion = -1;
  let hasRecent = false;
  return () => {
    if (version === profile.version) {
      return text;
    }
    if (userVersion !== profile.userVersion || hasRecent !== (profile.mostRecentId !== undefined)) {
      userVersion = profile.userVersion;
      hasRecent = profile.mostRecentId !== undefined;
      segments = toSegments(withSlots(profile, fields), (token) => COUNTERS[token]);
    }
    version = profile.version;
    text = fill(segments, profile);
    return text;
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

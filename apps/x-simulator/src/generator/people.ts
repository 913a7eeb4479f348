import { snowflakeAt } from '../snowflake';
import type { XAffiliation, XUser } from '../wire';
import type { Random } from './random';
import { LANGUAGES, PLACES, type Language } from './vocabulary';

/** Somebody who posts, and in which language. */
export interface Person {
  readonly user: XUser;
  readonly language: Language;
}

const JOINED_FROM = Date.UTC(2011, 0, 1);
const JOINED_UNTIL = Date.UTC(2024, 0, 1);
const TOTAL_SHARE = LANGUAGES.reduce((sum, { share }) => sum + share, 0);

/** The first of all people are organisations: some of the others belong to them. */
const ORGANISATIONS = 3;

/** Makes people; the first are the loudest (they are picked by Zipf's law) and the most followed. */
export function createPeople(random: Random, count: number): readonly Person[] {
  const people = Array.from({ length: count }, (_, rank) => createPerson(random, rank));
  return people.map((person, rank) => {
    const organisation = people[rank % ORGANISATIONS]?.user;
    return rank % 50 !== 20 || organisation === undefined
      ? person
      : { ...person, user: { ...person.user, affiliation: affiliate(organisation) } };
  });
}

const affiliate = ({ id, name, username }: XUser): XAffiliation => ({
  user_id: [id],
  description: name,
  url: `https://x.com/${username}`,
  badge_url: `https://pbs.twimg.com/profile_images/${id}/badge_bigger.jpg`,
});

function createPerson(random: Random, rank: number): Person {
  const language = pickLanguage(random);
  const joined = JOINED_FROM + random.integer(JOINED_UNTIL - JOINED_FROM);
  const id = snowflakeAt(joined);
  const username = `user_${rank}_${random.integer(1_000)}`;
  const followers = Math.floor(2_000_000 / (rank + 1)) + random.integer(500);
  const link = `https://t.co/p${rank}`;
  return {
    language,
    user: {
      id,
      name: random.pick(language.names),
      username,
      created_at: new Date(joined).toISOString(),
      description: `${random.pick(language.neutral)} #${random.pick(language.hashtags)}`,
      ...(random.chance(0.6) && { location: random.pick(PLACES)[0] }),
      ...(random.chance(0.4) && {
        url: link,
        entities: {
          url: {
            urls: [
              {
                start: 0,
                end: link.length,
                url: link,
                expanded_url: `https://${username}.example/`,
                display_url: `${username}.example`,
              },
            ],
          },
        },
      }),
      profile_image_url: `https://pbs.twimg.com/profile_images/${id}/face_normal.jpg`,
      protected: false,
      verified: rank % 20 === 0,
      verified_type: rank % 20 === 0 ? 'blue' : 'none',
      public_metrics: {
        followers_count: followers,
        following_count: random.integer(2_000),
        tweet_count: random.integer(40_000),
        listed_count: Math.floor(followers / 500),
        like_count: random.integer(60_000),
      },
    },
  };
}

function pickLanguage(random: Random): Language {
  let left = random.next() * TOTAL_SHARE;
  for (const language of LANGUAGES) {
    left -= language.share;
    if (left < 0) {
      return language;
    }
  }
  return LANGUAGES[0] as Language;
}

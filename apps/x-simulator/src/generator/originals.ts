import type { XIncludes, XMedia, XPlace, XPost } from '../wire';
import type { Person } from './people';
import type { Random } from './random';
import { TOKEN } from './template';
import { createTextBuilder, type TextBuilder } from './text-builder';
import { APPS, CASHTAGS, EMOJI, PLACES, TOPICS } from './vocabulary';

/** A post with what it refers to. */
export interface Draft {
  readonly post: XPost;
  readonly includes: XIncludes;
}

export interface DraftDeps {
  readonly random: Random;
  readonly people: readonly Person[];
}

export const loudPerson = ({ random, people }: DraftDeps): Person =>
  people[random.zipf(people.length)] as Person;

/** A post of its own: words of the author's language, tags, links, media, a place now and then. */
export function draftOriginal(deps: DraftDeps, author: Person): Draft {
  const { random } = deps;
  const builder = createTextBuilder();
  writeWords(random, builder, author);
  if (random.chance(0.15)) {
    const { user } = loudPerson(deps);
    builder.mention(user.username, user.id);
  }
  const media = random.chance(0.25) ? [createMedia(random)] : [];
  const { text, entities } = builder.build();
  const place = random.chance(0.03) ? createPlace(random) : undefined;
  const poll = random.chance(0.01) ? createPoll(random) : undefined;
  const post: XPost = {
    ...commonFields(random, author),
    text,
    entities,
    ...((media.length > 0 || poll) && {
      attachments: {
        ...(media.length > 0 && { media_keys: media.map(({ media_key: key }) => key) }),
        ...(poll && { poll_ids: [poll.id] }),
      },
    }),
    ...(place && { geo: createGeo(random, place) }),
    ...(random.chance(0.02) && { note_tweet: longText(random, author) }),
    ...(random.chance(0.01) && { edit_history_tweet_ids: [TOKEN.previousId, TOKEN.id] }),
    ...(random.chance(0.005) && { withheld: { copyright: false, country_codes: ['DE'], scope: 'tweet' } }),
  };
  return {
    post,
    includes: {
      users: [author.user],
      ...(media.length > 0 && { media }),
      ...(place && { places: [place] }),
      ...(poll && { polls: [poll] }),
    },
  };
}

/** What every post has, whatever it says. */
export function commonFields(random: Random, author: Person): Omit<XPost, 'text'> {
  const seen = random.zipf(50_000);
  return {
    id: TOKEN.id,
    author_id: author.user.id,
    created_at: TOKEN.createdAt,
    lang: author.language.code,
    conversation_id: TOKEN.id,
    edit_history_tweet_ids: [TOKEN.id],
    edit_controls: { is_edit_eligible: true, editable_until: TOKEN.editableUntil, edits_remaining: 5 },
    possibly_sensitive: random.chance(0.02),
    reply_settings: random.chance(0.95) ? 'everyone' : 'following',
    source: random.pick(APPS),
    public_metrics: {
      retweet_count: 0,
      reply_count: 0,
      like_count: random.integer(3),
      quote_count: 0,
      bookmark_count: 0,
      impression_count: seen,
    },
    context_annotations: Array.from({ length: 1 + random.integer(3) }, () => topic(random)),
  };
}

/** Words with a mood, then tags, emoji, a link: what a post is made of. */
export function writeWords(random: Random, builder: TextBuilder, { language }: Person): void {
  builder.words(
    random.pick(random.pick([language.positive, language.neutral, language.neutral, language.negative])),
  );
  if (random.chance(0.35)) {
    builder.words(random.pick(EMOJI).repeat(1 + random.integer(2)));
  }
  for (let tags = random.chance(0.45) ? 1 + random.integer(3) : 0; tags > 0; tags -= 1) {
    builder.hashtag(language.hashtags[random.zipf(language.hashtags.length)] as string);
  }
  if (random.chance(0.03)) {
    builder.cashtag(random.pick(CASHTAGS));
  }
  if (random.chance(0.25)) {
    const page = random.zipf(500);
    builder.url({
      url: `https://t.co/l${page}`,
      expanded_url: `https://news.example/${page}?lang=${language.code}`,
      display_url: `news.example/${page}`,
      unwound_url: `https://news.example/${page}`,
      status: 200,
      title: random.pick(language.neutral),
      description: random.pick(language.neutral),
    });
  }
}

function topic(random: Random): NonNullable<XPost['context_annotations']>[number] {
  const [domainId, domain, entityId, entity] = random.pick(TOPICS);
  return {
    domain: { id: domainId, name: domain, description: `Posts about ${domain}` },
    entity: { id: entityId, name: entity },
  };
}

function longText(random: Random, author: Person): NonNullable<XPost['note_tweet']> {
  const builder = createTextBuilder();
  for (let paragraphs = 4 + random.integer(6); paragraphs > 0; paragraphs -= 1) {
    writeWords(random, builder, author);
  }
  return builder.build();
}

function createMedia(random: Random): XMedia {
  const number = random.integer(1_000_000_000);
  const picture = `https://pbs.twimg.com/media/${number}.jpg`;
  const type = random.pick(['photo', 'photo', 'video', 'animated_gif'] as const);
  if (type === 'photo') {
    const key = `3_${number}`;
    return {
      media_key: key,
      type,
      url: picture,
      width: 1_200,
      height: 675,
      ...(random.chance(0.3) && { alt_text: 'a river at dawn' }),
    };
  }
  return {
    media_key: `${type === 'video' ? 7 : 16}_${number}`,
    type,
    preview_image_url: picture,
    width: 1_280,
    height: 720,
    ...(type === 'video' && {
      duration_ms: 5_000 + random.integer(120_000),
      public_metrics: { view_count: random.zipf(100_000) },
    }),
    variants: [
      { content_type: 'video/mp4', bit_rate: 832_000, url: `https://video.twimg.com/${number}/360.mp4` },
      { content_type: 'application/x-mpegURL', url: `https://video.twimg.com/${number}/list.m3u8` },
    ],
  };
}

function createPlace(random: Random): XPlace {
  const row = random.pick(PLACES);
  const [name, country, countryCode, west, south, east, north] = row;
  return {
    id: `01a9a39529b27f${PLACES.indexOf(row).toString().padStart(2, '0')}`,
    full_name: `${name}, ${country}`,
    name,
    country,
    country_code: countryCode,
    place_type: 'city',
    geo: { type: 'Feature', bbox: [west, south, east, north], properties: {} },
  };
}

function createGeo(random: Random, place: XPlace): NonNullable<XPost['geo']> {
  const [west, south, east, north] = place.geo?.bbox ?? [0, 0, 0, 0];
  const between = (from: number, to: number): number =>
    Math.round((from + random.next() * (to - from)) * 1e6) / 1e6;
  return {
    place_id: place.id,
    ...(random.chance(0.4) && {
      coordinates: { type: 'Point', coordinates: [between(west, east), between(south, north)] },
    }),
  };
}

function createPoll(random: Random): NonNullable<XIncludes['polls']>[number] {
  return {
    id: `14${random.integer(1_000_000_000)}`,
    duration_minutes: 1_440,
    end_datetime: TOKEN.editableUntil,
    voting_status: 'open',
    options: ['yes', 'no', '🤷'].map((label, index) => ({
      position: index + 1,
      label,
      votes: random.integer(100),
    })),
  };
}

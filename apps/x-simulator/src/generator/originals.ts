import type { XIncludes, XMedia, XPlace, XPost } from '../wire';
import { composeText, type Piece } from './compose-text';
import { draftEditable, loudPerson, type Draft, type DraftDeps } from './draft';
import { createMediaSet, createPhoto, writeMediaLink } from './media';
import type { Person } from './people';
import { createPlace, createPoint } from './places';
import type { Random } from './random';
import { MAX_EDITS, TOKEN } from './token';
import { APPS, ARTICLE_PARAGRAPHS, ARTICLE_TITLES, TOPICS, UNDETERMINED } from './vocabulary';
import { writePieces } from './writing';

/** What `text` holds of a longer post, in code points. */
const SHOWN_CHARACTERS = 280;

/** A post of its own: words of the author's language, tags, links, media, a place now and then. */
export function draftOriginal(deps: DraftDeps, author: Person): Draft {
  const { random } = deps;
  if (random.chance(0.01)) {
    return draftArticle(random, author);
  }
  const isUndetermined = random.chance(0.01);
  const pieces = isUndetermined ? writeUndetermined(random) : writeOriginal(deps, author);
  const media = random.chance(0.25) ? createMediaSet(random) : [];
  const place = random.chance(0.03) ? createPlace(random) : undefined;
  const poll = random.chance(0.01) ? createPoll(random) : undefined;
  const link = media.length > 0 ? [writeMediaLink(random, author.user.username, media)] : [];
  const fields = {
    ...commonFields(random, author),
    ...(isUndetermined && { lang: 'und' }),
    ...attach(media, poll?.id),
    ...(place && { geo: { place_id: place.id, ...createPoint(random, place) } }),
    ...(random.chance(0.005) && { withheld: { copyright: false, country_codes: ['DE'], scope: 'tweet' } }),
  };
  const includes = includeAll(author, { media, place, poll });
  const finish = (words: readonly Piece[]): Draft => ({
    post: { ...fields, ...fitText(words, link) },
    includes,
  });
  // Nobody edits a poll, and what is written in no language would be rewritten in one.
  return poll !== undefined || isUndetermined
    ? closed(finish(pieces))
    : draftEditable(author, pieces, finish);
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
    edit_controls: {
      is_edit_eligible: true,
      editable_until: TOKEN.editableUntil,
      edits_remaining: MAX_EDITS,
    },
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

/** A post of a kind that X lets nobody edit. */
export function closed({ post, includes }: Draft): Draft {
  const controls = post.edit_controls;
  return {
    post: { ...post, ...(controls && { edit_controls: { ...controls, is_edit_eligible: false } }) },
    includes,
  };
}

function writeOriginal(deps: DraftDeps, author: Person): readonly Piece[] {
  const { random } = deps;
  const paragraphs = random.chance(0.02) ? 5 + random.integer(6) : 1;
  const pieces = Array.from({ length: paragraphs }, () => writePieces(random, author)).flat();
  if (!random.chance(0.15)) {
    return pieces;
  }
  const { user } = loudPerson(deps);
  return [...pieces, { kind: 'mention', username: user.username, id: user.id }];
}

const writeUndetermined = (random: Random): readonly Piece[] => [
  { kind: 'words', text: random.pick(UNDETERMINED) },
];

/** A post that is too long to be shown has its beginning in `text` and all of it in `note_tweet`. */
function fitText(
  pieces: readonly Piece[],
  tail: readonly Piece[],
): Pick<XPost, 'text' | 'entities' | 'note_tweet'> {
  const fits = (count: number): boolean =>
    [...composeText(pieces.slice(0, count)).text].length <= SHOWN_CHARACTERS;
  if (fits(pieces.length)) {
    return composeText([...pieces, ...tail]);
  }
  let shown = 1;
  while (fits(shown + 1)) {
    shown += 1;
  }
  return { ...composeText([...pieces.slice(0, shown), ...tail]), note_tweet: composeText(pieces) };
}

/** A post that shows an article: its text is the link alone. */
function draftArticle(random: Random, author: Person): Draft {
  const number = random.integer(1_000_000_000);
  const pictures = Array.from({ length: 1 + random.integer(3) }, () => createPhoto(random));
  const [cover, ...inline] = pictures.map(({ media_key }) => media_key);
  const paragraphs = Array.from({ length: 3 + random.integer(6) }, () => random.pick(ARTICLE_PARAGRAPHS));
  const link: Piece = {
    kind: 'link',
    url: `https://t.co/a${number}`,
    targets: [
      { expanded_url: `https://x.com/i/article/${number}`, display_url: `x.com/i/article/${number}` },
    ],
  };
  return closed({
    post: {
      ...commonFields(random, author),
      // X's code for a text of nothing but links.
      lang: 'zxx',
      ...composeText([link]),
      article: {
        title: random.pick(ARTICLE_TITLES),
        plain_text: paragraphs.join('\n\n'),
        ...(cover !== undefined && { cover_media: cover }),
        ...(inline.length > 0 && { media_entities: inline }),
      },
    },
    includes: includeAll(author, { media: pictures }),
  });
}

function attach(media: readonly XMedia[], pollId: string | undefined): Pick<XPost, 'attachments'> {
  return media.length === 0 && pollId === undefined
    ? {}
    : {
        attachments: {
          ...(media.length > 0 && { media_keys: media.map(({ media_key }) => media_key) }),
          ...(pollId !== undefined && { poll_ids: [pollId] }),
        },
      };
}

function includeAll(
  author: Person,
  {
    media,
    place,
    poll,
  }: {
    readonly media: readonly XMedia[];
    readonly place?: XPlace | undefined;
    readonly poll?: NonNullable<XIncludes['polls']>[number] | undefined;
  },
): XIncludes {
  return {
    users: [author.user],
    ...(media.length > 0 && { media }),
    ...(place && { places: [place] }),
    ...(poll && { polls: [poll] }),
  };
}

function topic(random: Random): NonNullable<XPost['context_annotations']>[number] {
  const [domainId, domain, entityId, entity] = random.pick(TOPICS);
  return {
    domain: { id: domainId, name: domain, description: `Posts about ${domain}` },
    entity: { id: entityId, name: entity },
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

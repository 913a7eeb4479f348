import type { CountNode, CountOperator, HasValue, IsValue, TextOperator } from '@tdp/x-rules';
import type { XPlace, XUser } from '../wire';
import { referencedId, type MatchInput, type AnsweredUser } from './match-input';
import { fold, hasPhrase, tokenize, toTokenText, type TokenText } from './tokenize';

export type Matcher = (input: MatchInput) => boolean;

const phraseIn = (value: string, find: (input: MatchInput) => readonly TokenText[]): Matcher => {
  const phrase = tokenize(value);
  return (input) => find(input).some((text) => hasPhrase(text, phrase));
};

const isUser = (user: Pick<XUser, 'id' | 'username'> | undefined, folded: string): boolean =>
  user !== undefined && (user.id === folded || fold(user.username) === folded);

/** Whom the post answers; X puts the answered user among the mentions. */
function answeredUser({ source }: MatchInput): AnsweredUser | undefined {
  const { post, author, repliedTo } = source;
  const id = post.in_reply_to_user_id;
  if (repliedTo || id === undefined) {
    return repliedTo;
  }
  if (id === author.id) {
    return author;
  }
  const mention = post.entities?.mentions?.find((each) => each.id === id);
  return { id, username: mention?.username ?? '' };
}

const placeTexts = new WeakMap<XPlace, readonly TokenText[]>();

/** A few places serve many posts: tokenize each once. */
function textsOfPlace(place: XPlace): readonly TokenText[] {
  const known = placeTexts.get(place) ?? [place.full_name, place.name ?? ''].map(toTokenText);
  placeTexts.set(place, known);
  return known;
}

const ownPlace = ({ isRepost, source }: MatchInput): XPlace | undefined =>
  isRepost ? undefined : source.place;

function matchPlace(value: string): Matcher {
  const phrase = tokenize(value);
  const id = value.toLowerCase();
  return (input) => {
    const place = ownPlace(input);
    if (!place) {
      return !input.isRepost && input.source.post.geo?.place_id === id;
    }
    return place.id === id || textsOfPlace(place).some((text) => hasPhrase(text, phrase));
  };
}

/** Posts say `zh` where rules tell the two ways of writing Chinese apart. */
const matchLanguage = (value: string): Matcher => {
  const accepted = new Set([value, ...(value.startsWith('zh-') ? ['zh'] : [])]);
  return ({ source }) => source.post.lang !== undefined && accepted.has(source.post.lang);
};

/** X names an affiliation's account by its id and by a link to it. */
const isAffiliateOf = (user: Pick<XUser, 'affiliation'> | undefined, folded: string): boolean =>
  user?.affiliation !== undefined &&
  (user.affiliation.user_id.includes(folded) || fold(user.affiliation.url ?? '').endsWith(`/${folded}`));

/** X knows what texts mean; the simulated world does not: no post matches. */
const undecidable = (): Matcher => () => false;

const TEXT_OPERATORS: Readonly<Record<TextOperator, (value: string) => Matcher>> = {
  from_affiliate_of: (value) => {
    const organisation = fold(value);
    return ({ source }) => isAffiliateOf(source.author, organisation);
  },
  to_affiliate_of: (value) => {
    const organisation = fold(value);
    return (input) => isAffiliateOf(answeredUser(input), organisation);
  },
  embedding: undecidable,
  embedding_threshold: undecidable,
  from: (value) => {
    const user = fold(value);
    return ({ source }) => isUser(source.author, user);
  },
  to: (value) => {
    const user = fold(value);
    return (input) => isUser(answeredUser(input), user);
  },
  retweets_of: (value) => {
    const user = fold(value);
    return ({ source }) => isUser(source.reposted?.author, user);
  },
  retweets_of_tweet_id: (value) => (input) => referencedId(input.source.post, 'retweeted') === value,
  in_reply_to_tweet_id: (value) => (input) => referencedId(input.source.post, 'replied_to') === value,
  conversation_id: (value) => (input) => input.source.post.conversation_id === value,
  context: (value) => (input) => input.contexts().has(value),
  entity: (value) => {
    const name = fold(value);
    return (input) => input.entityNames().has(name);
  },
  url: (value) => phraseIn(value, (input) => input.urlTexts()),
  url_title: (value) => phraseIn(value, (input) => input.urls().map(({ title }) => toTokenText(title ?? ''))),
  url_description: (value) =>
    phraseIn(value, (input) => input.urls().map(({ description }) => toTokenText(description ?? ''))),
  url_contains: (value) => {
    const part = fold(value);
    return (input) =>
      input
        .urls()
        .some(({ url, expanded_url }) => fold(url).includes(part) || fold(expanded_url ?? '').includes(part));
  },
  bio: (value) => phraseIn(value, (input) => [input.bio()]),
  bio_name: (value) => phraseIn(value, (input) => [input.name()]),
  bio_location: (value) => phraseIn(value, (input) => [input.location()]),
  place: matchPlace,
  place_country: (value) => (input) => ownPlace(input)?.country_code?.toUpperCase() === value,
  lang: matchLanguage,
  source: (value) => {
    const application = fold(value);
    return ({ source }) => source.post.source !== undefined && fold(source.post.source) === application;
  },
};

/** Compiles `name:value`. */
export const matchTextOperator = (name: TextOperator, value: string): Matcher => TEXT_OPERATORS[name](value);

const COUNTERS: Readonly<Record<CountOperator, keyof NonNullable<XUser['public_metrics']>>> = {
  followers_count: 'followers_count',
  following_count: 'following_count',
  tweets_count: 'tweet_count',
  listed_count: 'listed_count',
};

/** Compiles a condition on the author's counters; an author without counters never matches. */
export function matchCount({ name, minimum, maximum = Infinity }: CountNode): Matcher {
  const counter = COUNTERS[name];
  return ({ source }) => {
    const count = source.author.public_metrics?.[counter];
    return count !== undefined && count >= minimum && count <= maximum;
  };
}

export const HAS_MATCHERS: Readonly<Record<HasValue, Matcher>> = {
  geo: ({ isRepost, source }) => !isRepost && (source.post.geo !== undefined || source.place !== undefined),
  // Attached media appear in the text as a link.
  links: (input) => input.urls().length > 0 || input.mediaTypes().size > 0,
  media: (input) => input.mediaTypes().size > 0,
  images: (input) => input.mediaTypes().has('photo'),
  video_link: (input) => input.mediaTypes().has('video'),
  hashtags: (input) => input.hashtags.size > 0,
  mentions: (input) => input.mentions.size > 0,
  cashtags: (input) => input.cashtags.size > 0,
};

export const IS_MATCHERS: Readonly<Record<IsValue, Matcher>> = {
  retweet: (input) => input.isRepost,
  quote: ({ isRepost, source }) => !isRepost && referencedId(source.post, 'quoted') !== undefined,
  // X: replies to a post, replies in quoted posts, and replies in reposts.
  reply: ({ contents }) => contents.some((post) => referencedId(post, 'replied_to') !== undefined),
  verified: ({ source }) => source.author.verified === true,
  nullcast: ({ source }) => source.post.source?.startsWith('Twitter for Advertisers') ?? false,
};

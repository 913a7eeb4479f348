import type {
  Article,
  ContextAnnotation,
  ContextDomain,
  ContextEntity,
  DisplayTextRange,
  EditControls,
  NoteTweet,
  Point,
  PublicMetrics,
  ReferencedTweet,
  Tweet,
} from '@tdp/contracts';
import { isJsonObject } from '../reading/json';
import { entities } from './entities';
import {
  boolean,
  fields,
  flattened,
  id,
  instant,
  int32,
  int64,
  list,
  NONE,
  object,
  renamed,
  string,
  to,
  type Reader,
} from '../reading/readers';
import { withheld } from './user';

/** A tweet before anything was read into it. */
export const EMPTY_POST: Tweet = {
  id: '',
  text: '',
  createdAt: null,
  authorId: null,
  author: null,
  lang: null,
  conversationId: null,
  inReplyToUserId: null,
  editHistoryTweetIds: NONE,
  editControls: null,
  entities: null,
  noteTweet: null,
  article: null,
  displayTextRange: null,
  referencedTweets: NONE,
  contextAnnotations: NONE,
  mediaKeys: NONE,
  media: NONE,
  pollIds: NONE,
  polls: NONE,
  placeId: null,
  place: null,
  coordinates: null,
  publicMetrics: null,
  withheld: null,
  possiblySensitive: null,
  replySettings: null,
  sourceApp: null,
  communityId: null,
  cardUri: null,
  paidPartnership: null,
  includedUsers: NONE,
  matchingRules: NONE,
  source: '',
  observedAt: 0,
  ingestedAt: 0,
  unmapped: null,
};

const publicMetrics = object<PublicMetrics>(
  {
    retweetCount: null,
    replyCount: null,
    likeCount: null,
    quoteCount: null,
    bookmarkCount: null,
    impressionCount: null,
  },
  fields({
    retweet_count: renamed('retweetCount', int64),
    repost_count: renamed('retweetCount', int64),
    reply_count: to('replyCount', int64),
    like_count: to('likeCount', int64),
    quote_count: to('quoteCount', int64),
    bookmark_count: to('bookmarkCount', int64),
    impression_count: to('impressionCount', int64),
  }),
);

const contextPart = {
  id: to<ContextDomain | ContextEntity, 'id'>('id', id),
  name: to<ContextDomain | ContextEntity, 'name'>('name', string),
  description: to<ContextDomain | ContextEntity, 'description'>('description', string),
};
const NO_CONTEXT = { id: null, name: null, description: null };

const contextAnnotation = object<ContextAnnotation>(
  { domain: null, entity: null },
  fields({
    domain: to('domain', object<ContextDomain>(NO_CONTEXT, fields(contextPart))),
    entity: to('entity', object<ContextEntity>(NO_CONTEXT, fields(contextPart))),
  }),
);

/** X writes the reference; the referenced post itself is joined later. */
const reference = object<ReferencedTweet>(
  { type: null, id: null, tweet: null },
  fields({ type: to('type', string), id: to('id', id) }),
);

const editControls = object<EditControls>(
  { isEditEligible: null, editableUntil: null, editsRemaining: null },
  fields({
    is_edit_eligible: to('isEditEligible', boolean),
    editable_until: to('editableUntil', instant),
    edits_remaining: to('editsRemaining', int32),
  }),
);

// Text may be empty; null only until it was read.
const noteTweet = object<NoteTweet>(
  { text: null as unknown as string, entities: null },
  fields({ text: to('text', string), entities: to('entities', entities) }),
  ({ text }) => (text as string | null) !== null,
);

/** X names media by their keys; an object around one, which some answers have, says no more. */
const mediaKey: Reader<string> = (value, left) => {
  const key = isJsonObject(value) && Object.keys(value).length === 1 ? value['media_key'] : value;
  return string(key, left);
};

const article = object<Article>(
  { title: null, text: null, coverMediaKey: null, mediaKeys: NONE },
  fields({
    title: to('title', string),
    plain_text: renamed('text', string),
    text: renamed('text', string),
    cover_media: to('coverMediaKey', mediaKey),
    media_entities: to('mediaKeys', list(mediaKey)),
  }),
);

const displayTextRange: Reader<DisplayTextRange> = (value, left) => {
  const [start, end, ...rest] = Array.isArray(value) ? (value as unknown[]) : [];
  const range = { start: int32(start, left), end: int32(end, left) };
  return range.start !== undefined && range.end !== undefined && rest.length === 0
    ? { start: range.start, end: range.end }
    : undefined;
};

const point = object<Point>(
  { type: '', coordinates: NONE },
  fields({
    type: to('type', (value) => (value === 'Point' ? value : undefined)),
    coordinates: to('coordinates', (value) => (isPosition(value) ? value : undefined)),
  }),
  ({ type, coordinates }) => type !== '' && coordinates.length === 2,
);

/** Longitude and latitude on the globe; anything else would be refused by every geo index. */
function isPosition(value: unknown): value is [number, number] {
  if (!Array.isArray(value) || value.length !== 2) {
    return false;
  }
  const [longitude, latitude] = value as unknown[];
  return (
    typeof longitude === 'number' &&
    typeof latitude === 'number' &&
    Math.abs(longitude) <= 180 &&
    Math.abs(latitude) <= 90
  );
}

/** Members of X's post object. */
export const postFields = fields<Tweet>({
  id: to('id', id),
  text: to('text', string),
  created_at: to('createdAt', instant),
  author_id: to('authorId', id),
  lang: to('lang', string),
  conversation_id: to('conversationId', id),
  in_reply_to_user_id: to('inReplyToUserId', id),
  edit_history_tweet_ids: renamed('editHistoryTweetIds', list(id)),
  edit_history_post_ids: renamed('editHistoryTweetIds', list(id)),
  edit_controls: to('editControls', editControls),
  entities: to('entities', entities),
  note_tweet: renamed('noteTweet', noteTweet),
  note_post: renamed('noteTweet', noteTweet),
  article: to('article', article),
  display_text_range: to('displayTextRange', displayTextRange),
  referenced_tweets: renamed('referencedTweets', list(reference)),
  referenced_posts: renamed('referencedTweets', list(reference)),
  context_annotations: to('contextAnnotations', list(contextAnnotation)),
  attachments: flattened(
    fields<Tweet>({ media_keys: to('mediaKeys', list(string)), poll_ids: to('pollIds', list(id)) }),
  ),
  geo: flattened(fields<Tweet>({ place_id: to('placeId', id), coordinates: to('coordinates', point) })),
  public_metrics: to('publicMetrics', publicMetrics),
  withheld: to('withheld', withheld),
  possibly_sensitive: to('possiblySensitive', boolean),
  reply_settings: to('replySettings', string),
  source: to('sourceApp', string),
  community_id: to('communityId', id),
  card_uri: to('cardUri', string),
  paid_partnership: to('paidPartnership', boolean),
});

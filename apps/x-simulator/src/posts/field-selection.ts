import type { XIncludes, XPost } from '../wire';

/** Which fields and expansions a request asks for; what is not asked for is not sent. */
export interface FieldSelection {
  readonly post: ReadonlySet<string>;
  readonly user: ReadonlySet<string>;
  readonly media: ReadonlySet<string>;
  readonly place: ReadonlySet<string>;
  readonly poll: ReadonlySet<string>;
  readonly expansions: ReadonlySet<string>;
}

export interface InvalidField {
  readonly name: string;
  readonly values: readonly string[];
  readonly message: string;
}

const list = (text: string): readonly string[] => text.split(' ');

const POST_FIELDS = list(
  'article attachments author_id card_uri community_id context_annotations conversation_id created_at display_text_range edit_controls edit_history_tweet_ids entities geo id in_reply_to_user_id lang media_metadata non_public_metrics note_tweet organic_metrics paid_partnership possibly_sensitive promoted_metrics public_metrics referenced_tweets reply_settings scopes source suggested_source_links suggested_source_links_with_counts text withheld matched_media_notes note_request_suggestions article_title',
);
const KNOWN = {
  post: POST_FIELDS,
  user: list(
    'affiliation confirmed_email connection_status created_at description entities id is_identity_verified location most_recent_tweet_id name parody pinned_tweet_id profile_banner_url profile_image_url protected public_metrics receives_your_dm subscribes_to_you subscription subscription_type url username verified verified_followers_count verified_type withheld',
  ),
  media: list(
    'alt_text duration_ms height media_key non_public_metrics organic_metrics preview_image_url promoted_metrics public_metrics type url variants width',
  ),
  place: list('contained_within country country_code full_name geo id name place_type'),
  poll: list('duration_minutes end_datetime id options voting_status'),
  expansions: list(
    'article.cover_media article.media_entities attachments.media_keys attachments.media_source_tweet attachments.poll_ids author_id edit_history_tweet_ids entities.mentions.username geo.place_id in_reply_to_user_id entities.note.mentions.username referenced_tweets.id referenced_tweets.id.author_id referenced_tweets.id.attachments.media_keys author_screen_name pinned_tweet_id most_recent_tweet_id affiliation.user_id',
  ),
} as const;

type Kind = keyof typeof KNOWN;

/** Sent whether asked for or not. */
const ALWAYS: Readonly<Record<Kind, readonly string[]>> = {
  post: list('id text edit_history_tweet_ids'),
  user: list('id name username'),
  media: list('media_key type'),
  place: list('id full_name'),
  poll: list('id options'),
  expansions: [],
};

const PARAMETERS: readonly (readonly [string, Kind])[] = [
  ['tweet.fields', 'post'],
  ['post.fields', 'post'],
  ['user.fields', 'user'],
  ['media.fields', 'media'],
  ['place.fields', 'place'],
  ['poll.fields', 'poll'],
  ['expansions', 'expansions'],
];

/** X renames tweet to post step by step; both spellings are understood. */
const oldSpelling = (name: string): string =>
  name
    .replace('_posts.', '_tweets.')
    .replace(/_posts$/, '_tweets')
    .replace('_post_', '_tweet_')
    .replace('note_post', 'note_tweet');

/** Reads a query's field parameters. */
export function readFieldSelection(
  query: Readonly<Record<string, unknown>>,
): FieldSelection | readonly InvalidField[] {
  const selected = Object.fromEntries(
    Object.entries(ALWAYS).map(([kind, fields]) => [kind, new Set(fields)]),
  ) as Record<Kind, Set<string>>;
  const problems: InvalidField[] = [];
  for (const [name, kind] of PARAMETERS) {
    const value = query[name];
    for (const asked of typeof value === 'string' && value !== '' ? value.split(',') : []) {
      const field = oldSpelling(asked.trim());
      if (KNOWN[kind].includes(field)) {
        selected[kind].add(field);
      } else {
        problems.push({
          name,
          values: [asked],
          message: `The \`${name}\` query parameter value [${asked}] is not one of [${KNOWN[kind].join(',')}]`,
        });
      }
    }
  }
  return problems.length > 0 ? problems : selected;
}

export const selectFields = <T extends object>(value: T, fields: ReadonlySet<string>): T =>
  Object.fromEntries(Object.entries(value).filter(([name]) => fields.has(name))) as T;

/** A post and its includes as X would answer this selection: `data`, and `includes` if there are any. */
export function selectPost(
  post: XPost,
  includes: XIncludes,
  selection: FieldSelection,
): { data: XPost; includes?: XIncludes } {
  const expanded = selectIncludes(post, includes, selection);
  return {
    data: selectFields(post, selection.post),
    ...(Object.keys(expanded).length > 0 && { includes: expanded }),
  };
}

function selectIncludes(post: XPost, includes: XIncludes, selection: FieldSelection): XIncludes {
  const { expansions } = selection;
  const tweets = expansions.has('referenced_tweets.id') ? (includes.tweets ?? []) : [];
  const userIds = new Set<string | undefined>();
  const usernames = new Set<string | undefined>();
  if (expansions.has('author_id')) {
    userIds.add(post.author_id);
  }
  if (expansions.has('in_reply_to_user_id')) {
    userIds.add(post.in_reply_to_user_id);
  }
  if (expansions.has('referenced_tweets.id.author_id')) {
    tweets.forEach(({ author_id: id }) => userIds.add(id));
  }
  if (expansions.has('entities.mentions.username')) {
    post.entities?.mentions?.forEach(({ username }) => usernames.add(username));
  }
  if (expansions.has('entities.note.mentions.username')) {
    post.note_tweet?.entities?.mentions?.forEach(({ username }) => usernames.add(username));
  }
  const users = (includes.users ?? []).filter(
    ({ id, username }) => userIds.has(id) || usernames.has(username),
  );
  const mediaKeys = selectMediaKeys(post, tweets, expansions);
  const media = (includes.media ?? []).filter(({ media_key: key }) => mediaKeys.has(key));
  const places = expansions.has('geo.place_id')
    ? (includes.places ?? []).filter(({ id }) => id === post.geo?.place_id)
    : [];
  const pollIds = new Set(expansions.has('attachments.poll_ids') ? post.attachments?.poll_ids : []);
  const polls = (includes.polls ?? []).filter(({ id }) => pollIds.has(id));
  return {
    ...(users.length > 0 && { users: users.map((user) => selectFields(user, selection.user)) }),
    ...(tweets.length > 0 && { tweets: tweets.map((tweet) => selectFields(tweet, selection.post)) }),
    ...(media.length > 0 && { media: media.map((item) => selectFields(item, selection.media)) }),
    ...(places.length > 0 && { places: places.map((place) => selectFields(place, selection.place)) }),
    ...(polls.length > 0 && { polls: polls.map((poll) => selectFields(poll, selection.poll)) }),
  };
}

function selectMediaKeys(
  { article, attachments }: XPost,
  referenced: readonly XPost[],
  expansions: ReadonlySet<string>,
): ReadonlySet<string | undefined> {
  return new Set([
    ...(expansions.has('attachments.media_keys') ? (attachments?.media_keys ?? []) : []),
    ...(expansions.has('article.cover_media') ? [article?.cover_media] : []),
    ...(expansions.has('article.media_entities') ? (article?.media_entities ?? []) : []),
    ...(expansions.has('referenced_tweets.id.attachments.media_keys')
      ? referenced.flatMap((post) => post.attachments?.media_keys ?? [])
      : []),
  ]);
}

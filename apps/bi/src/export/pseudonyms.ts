import { createHmac } from 'node:crypto';

/** How a column is told without telling who: see docs/exports.md. */
export type Treatment =
  /** A pseudonym: the same person, or post, has the same one everywhere. */
  | 'user'
  | 'post'
  | 'handle'
  /** A pseudonym of what is equal only for equal texts. */
  | 'hash'
  /** Handles in it become pseudonyms, links go. */
  | 'text'
  /** Null: it would tell who it is. */
  | 'remove'
  /** Null where it is a position rather than a region. */
  | 'position'
  | 'keep';

/** Every column of every table that is not kept as it is; a test asks about each new one. */
export const TREATMENTS: Readonly<Record<string, Treatment>> = {
  tweet_id: 'post',
  first_tweet_id: 'post',
  version_id: 'post',
  conversation_id: 'post',
  author_id: 'user',
  text_author_id: 'user',
  in_reply_to_user_id: 'user',
  user_id: 'user',
  from_user_id: 'user',
  to_user_id: 'user',
  mentioned_user_id: 'user',
  author_username: 'handle',
  username: 'handle',
  from_username: 'handle',
  to_username: 'handle',
  mentioned_username: 'handle',
  text_hash: 'hash',
  text: 'text',
  quoted_text: 'text',
  author_name: 'remove',
  name: 'remove',
  description: 'remove',
  location: 'remove',
  url: 'remove',
  // To the millisecond it tells one account from all others.
  author_created_at: 'remove',
  lat: 'position',
  lon: 'position',
};

/** Columns that carry nothing to tell somebody by; whoever adds one to the contract decides. */
export const KEPT: readonly string[] = [
  ...['created_at', 'lang', 'kind', 'sentiment', 'position', 'author_verified_type', 'author_followers'],
  ...[
    'text_author_follower_band',
    'text_author_account_age_days',
    'text_author_account_age_band',
    'text_complete',
    'character_count',
    'word_count',
  ],
  ...[
    'hashtag_count',
    'mention_count',
    'link_count',
    'web_link_count',
    'emoji_count',
    'media_count',
    'language',
  ],
  ...['language_origin', 'language_confidence', 'sentiment_label', 'sentiment_not_scored', 'geo_precision'],
  ...[
    'geo_radius_km',
    'geo_suspect',
    'place_id',
    'place_name',
    'country_code',
    'country_name',
    'repost_count',
  ],
  ...['reply_count', 'like_count', 'quote_count', 'bookmark_count', 'impression_count', 'engagements'],
  ...[
    'engagement_rate',
    'is_edited',
    'possibly_sensitive',
    'source_app',
    'source',
    'observed_at',
    'enriched_at',
  ],
  'times_cut',
  ...['stored_at', 'hashtag', 'hashtag_text', 'domain', 'link_kind', 'topic', 'hit_count', 'topics_version'],
  ...[
    'interaction',
    'protected',
    'verified',
    'verified_type',
    'subscription_type',
    'parody',
    'followers_count',
  ],
  ...['following_count', 'tweet_count', 'listed_count', 'media_count', 'day', 'gap_id', 'from_at', 'to_at'],
  ...['duration_seconds', 'cause', 'repair', 'recovered', 'complete', 'detail', 'opened_at', 'closed_at'],
  ...['hour_at', 'hashtag_a', 'hashtag_b', 'posts', 'original_posts', 'scored_posts', 'sentiment_sum'],
  ...[
    'positive_posts',
    'neutral_posts',
    'negative_posts',
    'engaged_posts',
    'authors',
    'copies',
    'first_at',
    'last_at',
  ],
  ...['subject', 'term', 'baseline', 'baseline_weeks', 'expected_posts', 'z'],
];

/** Precisions of a place at which somebody may live. */
const CLOSE = new Set(['point', 'poi', 'neighbourhood']);
const HANDLE = /(^|[^\w@])[@＠](\w+)/g;
const LINK = /https?:\/\/\S+/g;
const LENGTH = 16;

export type Row = Readonly<Record<string, unknown>>;

export interface Pseudonyms {
  /** 16 characters that only whoever has the key can tell the value of; equal for equal values of a kind. */
  of(kind: 'user' | 'post' | 'handle' | 'hash', value: string): string;
  /** A row in which nobody is named. `close` is what `geo_precision` says, also where that is not among the columns. */
  row(row: Row, precision: unknown): Row;
}

/** Pseudonyms by HMAC-SHA-256 (RFC 2104): without the key nobody can try all of X's ids. */
export function createPseudonyms(key: string): Pseudonyms {
  const of: Pseudonyms['of'] = (kind, value) =>
    createHmac('sha256', key)
      .update(`${kind}\u0000${kind === 'handle' ? value.toLowerCase() : value}`)
      .digest('base64url')
      .slice(0, LENGTH);

  const text = (value: string): string =>
    value
      .replace(LINK, '')
      .replace(HANDLE, (_all, before: string, handle: string) => `${before}@${of('handle', handle)}`);

  function treat(name: string, value: unknown, precision: unknown): unknown {
    const treatment = TREATMENTS[name] ?? 'keep';
    if (value === null || treatment === 'keep') {
      return value;
    }
    switch (treatment) {
      case 'remove':
        return null;
      case 'position':
        return CLOSE.has(String(precision)) ? null : value;
      case 'text':
        return text(value as string);
      default:
        return of(treatment, value as string);
    }
  }

  return {
    of,
    row: (row, precision) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, treat(name, value, precision)])),
  };
}

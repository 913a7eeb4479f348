import { degrees, dimension, measure, REQUIRED } from './columns';
import type { Column, Expression } from './table';

const TWEET_ID = dimension(
  'tweet_id',
  'string',
  '_id',
  'The post, whatever its version: the first id of its edit chain.',
  REQUIRED,
);
const CREATED_AT = dimension('created_at', 'timestamp', 'createdAt', 'When it was posted, UTC.');
const AUTHOR_ID = dimension('author_id', 'string', 'authorId', 'Who posted it: user_id in bi_users.');
const LANG = dimension('lang', 'string', 'lang', 'BCP 47 tag by X; und when X could not tell.');
const KIND = dimension('kind', 'string', 'conversation.kind', 'post, reply, quote or repost.');
const SENTIMENT = measure(
  'sentiment',
  'double',
  'average',
  'sentiment.compound',
  '-1 (negative) to 1 (positive); null when not scored, as every text that is not English.',
);

/** What every table of posts or of their parts has: it is filtered without a join. */
export const POST_COLUMNS: readonly Column[] = [TWEET_ID, CREATED_AT, AUTHOR_ID, LANG, KIND, SENTIMENT];

const BELOW = (days: Expression, limit: number, then: string): Expression => ({
  case: { $lt: [days, limit] },
  then,
});

/** Null, or missing where there is no `reach` at all: both would be less than any number. */
const bandOf = (days: Expression): Expression => ({
  $cond: [
    { $eq: [{ $ifNull: [days, null] }, null] },
    null,
    {
      $switch: {
        branches: [
          BELOW(days, 30, 'under 30 days'),
          BELOW(days, 365, '30-364 days'),
          BELOW(days, 5 * 365, '1-4 years'),
        ],
        default: '5+ years',
      },
    },
  ],
});

const AUTHOR: readonly Column[] = [
  dimension('author_username', 'string', 'author.username', 'Handle without @, as the post was seen with.'),
  dimension('author_name', 'string', 'author.name', 'The name that is shown.'),
  dimension('author_created_at', 'timestamp', 'author.createdAt', 'When the account was created, UTC.'),
  dimension('author_verified_type', 'string', 'author.verifiedType', 'blue, business, government or none.'),
  measure(
    'author_followers',
    'long',
    'average',
    'author.publicMetrics.followersCount',
    'Accounts that followed the author when the post was seen.',
  ),
  dimension(
    'text_author_id',
    'string',
    'reach.authorId',
    'Whose text it is: of a repost the author of the original.',
  ),
  dimension(
    'text_author_follower_band',
    'string',
    'reach.authorFollowerBand',
    '0-99, 100-999, 1k-10k, 10k-100k, 100k-1m, 1m+ (the upper end not included).',
  ),
  measure(
    'text_author_account_age_days',
    'long',
    'average',
    'reach.authorAccountAgeDays',
    "Whole days from that account's creation to the post.",
  ),
  dimension(
    'text_author_account_age_band',
    'string',
    { paths: ['reach.authorAccountAgeDays'], expression: bandOf('$reach.authorAccountAgeDays') },
    'The same in bands: under 30 days, 30-364 days, 1-4 years, 5+ years (of 365 days).',
  ),
];

const TEXT: readonly Column[] = [
  dimension('text', 'string', 'content.fullText', 'What people read; of a repost the original.'),
  dimension('text_complete', 'boolean', 'content.textComplete', 'False when X did not send the whole text.'),
  dimension('quoted_text', 'string', 'content.quotedText', 'What people read of the post that is quoted.'),
  measure('character_count', 'long', 'average', 'content.characterCount', 'Code points of the text.'),
  measure('word_count', 'long', 'average', 'content.wordCount', 'Words without links, tags and mentions.'),
  measure('hashtag_count', 'long', 'sum', 'tags.hashtagCount', 'Hashtags; null when X sent no entities.'),
  measure('mention_count', 'long', 'sum', 'tags.mentionCount', 'People that are named.'),
  measure('link_count', 'long', 'sum', 'links.linkCount', 'Links of every kind.'),
  measure('web_link_count', 'long', 'sum', 'links.webLinkCount', 'Links that lead out of X.'),
  measure('emoji_count', 'long', 'sum', 'emoji.count', 'Emoji of the text.'),
  measure('media_count', 'long', 'sum', 'attached.mediaCount', 'Photos, videos and GIFs.'),
  dimension('language', 'string', 'language.tag', 'BCP 47 tag by X, else as detected; null when unknown.'),
  dimension('language_origin', 'string', 'language.origin', 'x or detected.'),
  measure('language_confidence', 'double', 'average', 'language.confidence', '0 to 1, of a detected one.'),
  dimension('sentiment_label', 'string', 'sentiment.label', 'positive, neutral or negative.'),
  dimension(
    'sentiment_not_scored',
    'string',
    'sentiment.notScored',
    'Why there is no score: language, language_unknown or no_text.',
  ),
  dimension(
    'text_hash',
    'string',
    'copies.textHash',
    'Equal for copies: 16 hex digits of the normalised text.',
  ),
];

const PLACE: readonly Column[] = [
  degrees('lat', 'latitude', 'geo.latitude', 'Degrees, of the point or of the middle of the place.'),
  degrees('lon', 'longitude', 'geo.longitude', 'Degrees, of the point or of the middle of the place.'),
  dimension(
    'geo_precision',
    'string',
    'geo.precision',
    "point, poi, neighbourhood, city, admin, country or unknown: a country's middle is no street.",
  ),
  measure(
    'geo_radius_km',
    'double',
    'average',
    'geo.radiusKm',
    'Kilometres from the middle of the place to its corner; 0 for a point.',
  ),
  dimension('geo_suspect', 'string', 'geo.suspect', 'What is odd about the place; null when nothing is.'),
  dimension('place_id', 'string', 'geo.placeId', "X's id of the place."),
  dimension('place_name', 'string', 'geo.placeName', 'As X names it in full: Manhattan, NY.'),
  dimension('country_code', 'string', 'geo.countryCode', 'ISO 3166-1 alpha-2, upper case.', {
    geoRole: 'country_code',
  }),
  dimension('country_name', 'string', 'geo.countryName', 'In English.', { geoRole: 'country_name' }),
];

const metric = (name: string, path: string, description: string): Column =>
  measure(name, 'long', 'sum', path, `${description}, when the post was last seen.`);

const METRICS: readonly Column[] = [
  metric('repost_count', 'publicMetrics.retweetCount', 'Reposts without a comment'),
  metric('reply_count', 'publicMetrics.replyCount', 'Replies'),
  metric('like_count', 'publicMetrics.likeCount', 'Likes'),
  metric('quote_count', 'publicMetrics.quoteCount', 'Reposts with a comment'),
  metric('bookmark_count', 'publicMetrics.bookmarkCount', 'Bookmarks'),
  metric('impression_count', 'publicMetrics.impressionCount', 'How often it was shown'),
  measure(
    'engagements',
    'long',
    'sum',
    'reach.engagements',
    'Likes, replies, reposts, quotes and bookmarks; of a repost those of the original.',
  ),
  measure(
    'engagement_rate',
    'double',
    'average',
    'reach.engagementRate',
    'engagements / impressions; null without impressions.',
  ),
];

const ORIGIN: readonly Column[] = [
  dimension('version_id', 'string', 'id', "X's id of the newest version.", REQUIRED),
  dimension(
    'url',
    'string',
    { paths: ['id'], expression: { $concat: ['https://x.com/i/status/', '$id'] } },
    'Where it is on X.',
    REQUIRED,
  ),
  dimension('is_edited', 'boolean', 'isEdited', 'Whether it has other versions.', REQUIRED),
  dimension('conversation_id', 'string', 'conversationId', 'The post that the conversation began with.'),
  dimension(
    'in_reply_to_user_id',
    'string',
    'inReplyToUserId',
    'The author of the post that this one answers.',
  ),
  dimension(
    'possibly_sensitive',
    'boolean',
    'possiblySensitive',
    'Whether it has what some would rather not see, by X or its author.',
  ),
  dimension('source_app', 'string', 'sourceApp', 'The app it was posted from.'),
  dimension('source', 'string', 'source', 'stream, backfill, recovery, search or replay.', REQUIRED),
  dimension('observed_at', 'timestamp', 'observedAt', "When X's answer with it was read, UTC.", REQUIRED),
  dimension('enriched_at', 'timestamp', 'enrichedAt', 'When it was enriched, UTC.', REQUIRED),
  dimension('stored_at', 'timestamp', 'storedAt', 'When this version was first stored, UTC.', REQUIRED),
  dimension(
    'times_cut',
    'long',
    'timesCut',
    'How often something that had been removed elsewhere was cut out of it.',
    REQUIRED,
  ),
];

/** Everything that bi_tweets has. */
export const TWEET_COLUMNS: readonly Column[] = [
  ...POST_COLUMNS,
  ...AUTHOR,
  ...TEXT,
  ...PLACE,
  ...METRICS,
  ...ORIGIN,
];

// Generated from schemas/ by `npm run schemas:generate`. Do not edit.

/** A post with what the enricher derived from it. */
export interface EnrichedTweet {
  readonly tweet: Tweet;
  /** The whole text: the long post's, or the reposted original's, else text. */
  readonly fullText: string;
  /** post, reply, quote or repost (a reply that quotes is a reply). */
  readonly kind: string;
  /** Of fullText, without #, in order, as written. */
  readonly hashtags: readonly string[];
  /** Usernames in fullText, without @. */
  readonly mentions: readonly string[];
  /** Without $. */
  readonly cashtags: readonly string[];
  /** Unwound, else expanded, else t.co address. */
  readonly urls: readonly string[];
  /** Each emoji sequence in order, repeated as often as it occurs. */
  readonly emoji: readonly string[];
  /** BCP 47 tag; null when nobody could tell. */
  readonly language: string | null;
  readonly hashtagCount: number;
  readonly mentionCount: number;
  readonly cashtagCount: number;
  readonly urlCount: number;
  readonly emojiCount: number;
  readonly mediaCount: number;
  /** Code points of fullText. */
  readonly characterCount: number;
  /** Words of fullText by Unicode segmentation. */
  readonly wordCount: number;
  /** UTC day, YYYY-MM-DD; this and the parts below are null when X sent no createdAt. */
  readonly createdDate: string | null;
  readonly createdYear: number | null;
  /** 1-12. */
  readonly createdMonth: number | null;
  /** 1-31. */
  readonly createdDay: number | null;
  /** 0-23, UTC. */
  readonly createdHour: number | null;
  /** ISO 8601: 1 = Monday, 7 = Sunday. */
  readonly createdWeekday: number | null;
  readonly enrichedAt: number;
}

/** An X post as observed at one moment: X API v2's post object with its includes joined, and how it reached us. Everything X sent is here or in unmapped. */
export interface Tweet {
  /** X's id (a snowflake); beyond 2^53, hence a string. */
  readonly id: string;
  /** X's text field, byte for byte; for a long post or a repost see noteTweet and referencedTweets. */
  readonly text: string;
  /** Creation time at X. */
  readonly createdAt: number | null;
  readonly authorId: string | null;
  /** Joined from includes.users; null when X did not include it. */
  readonly author: User | null;
  /** BCP 47 tag by X; und when X could not tell. */
  readonly lang: string | null;
  readonly conversationId: string | null;
  readonly inReplyToUserId: string | null;
  /** Oldest first; one id means never edited. */
  readonly editHistoryTweetIds: readonly string[];
  readonly editControls: EditControls | null;
  readonly entities: Entities | null;
  readonly noteTweet: NoteTweet | null;
  readonly displayTextRange: DisplayTextRange | null;
  readonly referencedTweets: readonly ReferencedTweet[];
  readonly contextAnnotations: readonly ContextAnnotation[];
  readonly mediaKeys: readonly string[];
  readonly media: readonly Media[];
  readonly pollIds: readonly string[];
  readonly polls: readonly Poll[];
  readonly placeId: string | null;
  readonly place: Place | null;
  readonly coordinates: Point | null;
  readonly publicMetrics: PublicMetrics | null;
  readonly withheld: Withheld | null;
  readonly possiblySensitive: boolean | null;
  readonly replySettings: string | null;
  /** X's source field: the app the author posted from. */
  readonly sourceApp: string | null;
  readonly communityId: string | null;
  readonly cardUri: string | null;
  readonly paidPartnership: boolean | null;
  /** Other users X included: mentioned or replied to. */
  readonly includedUsers: readonly User[];
  readonly matchingRules: readonly MatchingRule[];
  /** How it reached us: stream, backfill, recovery, search or replay. */
  readonly source: string;
  /** When X's response was read. */
  readonly observedAt: number;
  /** When the record was produced. */
  readonly ingestedAt: number;
  /** JSON of everything X sent that has no field here, at its original path; null when there is none. */
  readonly unmapped: string | null;
}

/** An X user as observed at one moment (X API v2 user object). */
export interface User {
  readonly id: string;
  /** Handle without @. */
  readonly username: string | null;
  readonly name: string | null;
  readonly createdAt: number | null;
  readonly description: string | null;
  /** Free text. */
  readonly location: string | null;
  readonly url: string | null;
  readonly profileImageUrl: string | null;
  readonly profileBannerUrl: string | null;
  readonly protected: boolean | null;
  readonly verified: boolean | null;
  readonly verifiedType: string | null;
  readonly verifiedFollowersCount: number | null;
  readonly subscriptionType: string | null;
  readonly isIdentityVerified: boolean | null;
  readonly parody: boolean | null;
  readonly pinnedTweetId: string | null;
  readonly mostRecentTweetId: string | null;
  readonly publicMetrics: UserPublicMetrics | null;
  /** Links of the profile's url field. */
  readonly urlEntities: readonly UrlEntity[];
  readonly descriptionUrls: readonly UrlEntity[];
  readonly descriptionHashtags: readonly HashtagEntity[];
  readonly descriptionMentions: readonly MentionEntity[];
  readonly descriptionCashtags: readonly CashtagEntity[];
  readonly withheld: Withheld | null;
}

/** Counts at observedAt; null when X did not send one. */
export interface UserPublicMetrics {
  readonly followersCount: number | null;
  readonly followingCount: number | null;
  readonly tweetCount: number | null;
  readonly listedCount: number | null;
  readonly likeCount: number | null;
  readonly mediaCount: number | null;
}

/** A link in a text, as X resolved it. */
export interface UrlEntity {
  /** First code point, counted from 0. */
  readonly start: number | null;
  /** First code point after it. */
  readonly end: number | null;
  /** The t.co link as it stands in the text. */
  readonly url: string | null;
  readonly expandedUrl: string | null;
  readonly displayUrl: string | null;
  /** The end of the redirect chain. */
  readonly unwoundUrl: string | null;
  /** HTTP status of the link's target. */
  readonly status: number | null;
  readonly title: string | null;
  readonly description: string | null;
  readonly mediaKey: string | null;
  readonly images: readonly UrlImage[];
}

/** A preview image of a linked page; pixels. */
export interface UrlImage {
  readonly url: string | null;
  readonly width: number | null;
  readonly height: number | null;
}

/** A hashtag in a text; tag without #. */
export interface HashtagEntity {
  /** First code point, counted from 0. */
  readonly start: number | null;
  /** First code point after it. */
  readonly end: number | null;
  readonly tag: string | null;
}

/** An @-mention in a text. */
export interface MentionEntity {
  /** First code point, counted from 0. */
  readonly start: number | null;
  /** First code point after it. */
  readonly end: number | null;
  readonly username: string | null;
  /** User id; null when X did not resolve it. */
  readonly id: string | null;
}

/** A cashtag in a text; tag without $. */
export interface CashtagEntity {
  /** First code point, counted from 0. */
  readonly start: number | null;
  /** First code point after it. */
  readonly end: number | null;
  readonly tag: string | null;
}

/** Where and why content is withheld. */
export interface Withheld {
  readonly copyright: boolean | null;
  /** ISO 3166-1 alpha-2, or XX, XY. */
  readonly countryCodes: readonly string[];
  readonly scope: string | null;
}

/** Whether and how long the post can be edited. */
export interface EditControls {
  readonly isEditEligible: boolean | null;
  readonly editableUntil: number | null;
  readonly editsRemaining: number | null;
}

/** What X found in a text. */
export interface Entities {
  readonly hashtags: readonly HashtagEntity[];
  readonly mentions: readonly MentionEntity[];
  readonly cashtags: readonly CashtagEntity[];
  readonly urls: readonly UrlEntity[];
  readonly annotations: readonly AnnotationEntity[];
}

/** A named entity X recognised. */
export interface AnnotationEntity {
  /** First code point, counted from 0. */
  readonly start: number | null;
  /** First code point after it. */
  readonly end: number | null;
  readonly probability: number | null;
  readonly type: string | null;
  readonly normalizedText: string | null;
}

/** Full text of a post longer than 280 characters. */
export interface NoteTweet {
  readonly text: string;
  readonly entities: Entities | null;
}

/** Code points of text that X shows. */
export interface DisplayTextRange {
  readonly start: number;
  readonly end: number;
}

/** A post this one replies to, quotes or reposts. */
export interface ReferencedTweet {
  /** replied_to, quoted or retweeted. */
  readonly type: string | null;
  readonly id: string | null;
  /** Joined from includes.tweets; null when X did not include it (deleted, protected). */
  readonly tweet: Tweet | null;
}

/** A topic X assigned. */
export interface ContextAnnotation {
  readonly domain: ContextDomain | null;
  readonly entity: ContextEntity | null;
}

/** Kind of topic. */
export interface ContextDomain {
  readonly id: string | null;
  readonly name: string | null;
  readonly description: string | null;
}

/** The topic. */
export interface ContextEntity {
  readonly id: string | null;
  readonly name: string | null;
  readonly description: string | null;
}

/** A photo, video or animated GIF, joined from includes.media. */
export interface Media {
  readonly mediaKey: string | null;
  readonly type: string | null;
  readonly url: string | null;
  readonly previewImageUrl: string | null;
  readonly altText: string | null;
  readonly durationMs: number | null;
  /** Pixels. */
  readonly height: number | null;
  /** Pixels. */
  readonly width: number | null;
  readonly viewCount: number | null;
  readonly variants: readonly MediaVariant[];
}

/** One encoding of a video. */
export interface MediaVariant {
  /** Bits per second. */
  readonly bitRate: number | null;
  readonly contentType: string | null;
  readonly url: string | null;
}

/** A poll, joined from includes.polls. */
export interface Poll {
  readonly id: string | null;
  readonly durationMinutes: number | null;
  readonly endAt: number | null;
  readonly votingStatus: string | null;
  readonly options: readonly PollOption[];
}

/** One choice. */
export interface PollOption {
  readonly position: number | null;
  readonly label: string | null;
  readonly votes: number | null;
}

/** A place, joined from includes.places. */
export interface Place {
  readonly id: string | null;
  readonly fullName: string | null;
  readonly name: string | null;
  readonly country: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string | null;
  readonly placeType: string | null;
  /** Ids of enclosing places. */
  readonly containedWithin: readonly string[];
  /** GeoJSON type X gives: Feature. */
  readonly geoType: string | null;
  /** West, south, east, north in degrees; empty when unknown. */
  readonly bbox: readonly number[];
}

/** GeoJSON point: exact position of the post. */
export interface Point {
  readonly type: string;
  /** Longitude, latitude in degrees. */
  readonly coordinates: readonly number[];
}

/** Counts at observedAt; null when X did not send one. */
export interface PublicMetrics {
  readonly retweetCount: number | null;
  readonly replyCount: number | null;
  readonly likeCount: number | null;
  readonly quoteCount: number | null;
  readonly bookmarkCount: number | null;
  readonly impressionCount: number | null;
}

/** A filtered-stream rule that matched. */
export interface MatchingRule {
  readonly id: string | null;
  readonly tag: string | null;
}

/** An X user's profile, produced when it changed. */
export interface Profile {
  readonly user: User;
  /** stream, backfill, recovery, search or replay. */
  readonly source: string;
  /** When X's response was read. */
  readonly observedAt: number;
  /** When the record was produced. */
  readonly ingestedAt: number;
  /** JSON of user fields without a place here; null when there is none. */
  readonly unmapped: string | null;
}

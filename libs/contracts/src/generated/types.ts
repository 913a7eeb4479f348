// Generated from schemas/ by `npm run schemas:generate`. Do not edit.

/** A post with what the enricher derived from it. Each enrichment is a record of its own and null when it was not computed; in a document they stand beside the post's own fields. */
export interface EnrichedTweet {
  readonly tweet: Tweet;
  /** Sum of the revisions of all steps: of two enrichments of one observation the one with the higher sum is the better. */
  readonly enrichmentRevision: number;
  readonly enrichedAt: number;
  readonly content: ContentEnrichment | null;
  readonly conversation: ConversationEnrichment | null;
  readonly tags: TagsEnrichment | null;
  readonly links: LinksEnrichment | null;
  readonly emoji: EmojiEnrichment | null;
  readonly attached: AttachedEnrichment | null;
  readonly language: LanguageEnrichment | null;
  readonly sentiment: SentimentEnrichment | null;
  readonly geo: GeoEnrichment | null;
  readonly topics: TopicsEnrichment | null;
  readonly copies: CopiesEnrichment | null;
  readonly reach: ReachEnrichment | null;
  readonly created: CreatedEnrichment | null;
  /** Empty when every enrichment was computed. */
  readonly enrichmentFailures: readonly EnrichmentFailure[];
}

/** An X post as observed at one moment: X API v2's post object with its includes joined, and how it reached us. Everything X sent is here or in unmapped. */
export interface Tweet {
  /** X's id (a snowflake); beyond 2^53, hence a string. */
  readonly id: string;
  /** X's text field, byte for byte, with X's escapes &amp; &lt; &gt;; for a long post, an article or a repost see noteTweet, article and referencedTweets. */
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
  /** Null when X sent none: unknown, not empty. */
  readonly entities: Entities | null;
  readonly noteTweet: NoteTweet | null;
  readonly article: Article | null;
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

/** A named entity X recognised. Unlike the other entities its offsets count the text as people read it: X's &amp;, &lt; and &gt; are one character each. */
export interface AnnotationEntity {
  /** First code point of the unescaped text, counted from 0. */
  readonly start: number | null;
  /** Last code point of the unescaped text, inclusive. */
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

/** A long-form text published as a post, whose own text is only the link to it. */
export interface Article {
  readonly title: string | null;
  /** The whole text (plain_text, in some answers text); null when X sent the title only. */
  readonly text: string | null;
  /** The picture above the title; its media is joined into media. */
  readonly coverMediaKey: string | null;
  /** Media inside the text; joined into media. */
  readonly mediaKeys: readonly string[];
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

/** The texts. For a repost they are the original's, as is everything but conversation and created. */
export interface ContentEnrichment {
  /** What people read: the long post's or the article's whole text, the original's for a repost, else text; X's escapes &amp; &lt; &gt; resolved. */
  readonly fullText: string;
  /** fullText without links, mentions, hashtags and cashtags, white space joined: what words, sentiment, topics and copies are taken from. */
  readonly plainText: string;
  /** False when X did not send all of it: the original of a repost, or the text of an article, is missing. */
  readonly textComplete: boolean;
  /** Code points of fullText. */
  readonly characterCount: number;
  /** Words of plainText by Unicode segmentation. */
  readonly wordCount: number;
  /** Sentences of plainText by Unicode segmentation, those without any word left out. */
  readonly sentenceCount: number;
  /** What people read of the post that is quoted; null when none is, or X did not send it. */
  readonly quotedText: string | null;
  /** Of the step: goes up when it gives another result for the same post. */
  readonly revision: number;
}

/** What the post is to other posts and people. */
export interface ConversationEnrichment {
  /** post, reply, quote or repost (a reply that quotes is a reply). */
  readonly kind: string;
  /** Post that the conversation began with: the post itself when it began one. */
  readonly threadRootId: string | null;
  /** Each kind and person once. A repost has the one edge to the original's author: its mentions are the original's. */
  readonly edges: readonly InteractionEdge[];
  /** Of the step: goes up when it gives another result for the same post. */
  readonly revision: number;
}

/** The author did something to somebody. */
export interface InteractionEdge {
  /** reply, quote, repost or mention. */
  readonly kind: string;
  /** The author of this post. */
  readonly fromUserId: string | null;
  /** Null when X did not say. */
  readonly toUserId: string | null;
  /** As written or as X sent it; null when X did not say. */
  readonly toUsername: string | null;
}

/** What X found in the text, each once; null when X sent no entities, which says nothing about how many there are. */
export interface TagsEnrichment {
  /** In order. */
  readonly hashtags: readonly HashtagUse[];
  readonly hashtagCount: number;
  /** In order. */
  readonly mentions: readonly MentionUse[];
  readonly mentionCount: number;
  /** In order. */
  readonly cashtags: readonly CashtagUse[];
  readonly cashtagCount: number;
  /** Of the step: goes up when it gives another result for the same post. */
  readonly revision: number;
}

/** A hashtag. */
export interface HashtagUse {
  /** Without #, as first written. */
  readonly tag: string;
  /** NFKC, lower case: one tag whatever its spelling. */
  readonly key: string;
}

/** A person that is named. */
export interface MentionUse {
  /** Without @, as first written. */
  readonly username: string;
  /** NFKC, lower case. */
  readonly key: string;
  readonly userId: string | null;
}

/** A stock or coin. */
export interface CashtagUse {
  /** Without $, as first written. */
  readonly tag: string;
  /** NFKC, lower case: one tag whatever its spelling. */
  readonly key: string;
}

/** Where the text links to; null when X sent no entities. */
export interface LinksEnrichment {
  /** In order, each target once: X repeats a photo's link for each photo. */
  readonly links: readonly LinkUse[];
  /** All of them. */
  readonly linkCount: number;
  /** Those of kind web. */
  readonly webLinkCount: number;
  /** Of the step: goes up when it gives another result for the same post. */
  readonly revision: number;
}

/** A target. */
export interface LinkUse {
  /** Unwound, else expanded, else the t.co address. */
  readonly url: string;
  /** Registrable domain by the public suffix list (bbc.co.uk); the host itself for an address; null when there is none. */
  readonly domain: string | null;
  /** web, media (a photo or video of a post), post (a link to another post) or self (to this post, where X cut or edited it). */
  readonly kind: string;
}

/** Emoji of the text. */
export interface EmojiEnrichment {
  /** Each sequence in order, as often as it occurs. */
  readonly sequences: readonly string[];
  readonly count: number;
  /** Of the step: goes up when it gives another result for the same post. */
  readonly revision: number;
}

/** What comes with the text. */
export interface AttachedEnrichment {
  /** Distinct photos, videos and GIFs, an article's included. */
  readonly mediaCount: number;
  /** photo, video, animated_gif: each kind once, sorted; null when X sent media keys but no media. */
  readonly mediaKinds: readonly string[] | null;
  /** Of the step: goes up when it gives another result for the same post. */
  readonly revision: number;
}

/** The language of the text. */
export interface LanguageEnrichment {
  /** BCP 47 tag; null when nobody could tell. */
  readonly tag: string | null;
  /** x, or detected where X gave none; null when nobody could tell. */
  readonly origin: string | null;
  /** Of a detected language, 0 to 1; null for X's, which sends none. */
  readonly confidence: number | null;
  /** Of the step: goes up when it gives another result for the same post. */
  readonly revision: number;
}

/** How the plain text sounds, by VADER's rules for English. */
export interface SentimentEnrichment {
  /** -1 (negative) to 1 (positive), four decimals; null when not scored. */
  readonly compound: number | null;
  /** positive from 0.05, negative to -0.05, else neutral; null when not scored. */
  readonly label: string | null;
  /** Why there is no score: language (not English), language_unknown, no_text; null when there is one. */
  readonly notScored: string | null;
  /** Of the step: goes up when it gives another result for the same post. */
  readonly revision: number;
}

/** Where the post was written; null when its author did not say. Never the author's home, which is reach.authorLocation. */
export interface GeoEnrichment {
  /** point (exact), poi, neighbourhood, city, admin, country, or unknown: a country's middle is no street. */
  readonly precision: string;
  /** Degrees, -180 to 180: of the point, else of the middle of the place's box. */
  readonly longitude: number | null;
  /** Degrees, -90 to 90. */
  readonly latitude: number | null;
  /** From the middle of the box to its corner; 0 for a point; null without a box. */
  readonly radiusKm: number | null;
  readonly placeId: string | null;
  /** As X names it in full: Manhattan, NY. */
  readonly placeName: string | null;
  /** ISO 3166-1 alpha-2, upper case. */
  readonly countryCode: string | null;
  /** In English. */
  readonly countryName: string | null;
  /** zero (0,0), swapped (latitude and longitude lie in the place's box when exchanged), outside_place, out_of_range (no coordinates are given then); null when nothing is odd. */
  readonly suspect: string | null;
  /** Of the step: goes up when it gives another result for the same post. */
  readonly revision: number;
}

/** Topics of topics.yaml; null when there is no such file. */
export interface TopicsEnrichment {
  /** In the order of the file. */
  readonly topics: readonly TopicUse[];
  /** Of the file: results of two versions do not compare. */
  readonly version: string;
  /** Of the step: goes up when it gives another result for the same post. */
  readonly revision: number;
}

/** A topic that the post is about. */
export interface TopicUse {
  readonly name: string;
  /** What hit: word:…, hashtag:…, account:…. */
  readonly hits: readonly string[];
}

/** What finds the same text again; null for a text with nothing left to compare. */
export interface CopiesEnrichment {
  /** Of the plain text in NFKC and lower case, words of letters and digits only: 16 hex digits. Equal means copied. */
  readonly textHash: string;
  /** Four keys (MinHash of its pairs of words in bands): two texts that share one are nearly copies. Empty below five words. */
  readonly nearKeys: readonly string[];
  /** Of the step: goes up when it gives another result for the same post. */
  readonly revision: number;
}

/** How far the text carries; author is the one whose text it is: for a repost the original's. */
export interface ReachEnrichment {
  readonly authorId: string | null;
  /** 0-99, 100-999, 1k-10k, 10k-100k, 100k-1m, 1m+ (the upper end not included); null when X did not send the count. */
  readonly authorFollowerBand: string | null;
  /** Whole days from the account's creation to the post. */
  readonly authorAccountAgeDays: number | null;
  /** none, blue, business, government, or as X sends it. */
  readonly authorVerifiedKind: string | null;
  /** As the author states it in the profile: free text, never a position. */
  readonly authorLocation: string | null;
  /** Likes, replies, reposts, quotes and, where X sent them, bookmarks at observedAt; null unless X sent the first four. */
  readonly engagements: number | null;
  /** engagements / impressions; null without impressions. */
  readonly engagementRate: number | null;
  /** Of the step: goes up when it gives another result for the same post. */
  readonly revision: number;
}

/** Parts of the post's createdAt (for a repost: of the repost's), UTC; null when X sent none. */
export interface CreatedEnrichment {
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly year: number;
  /** 1-12. */
  readonly month: number;
  /** 1-31. */
  readonly day: number;
  /** 0-23. */
  readonly hour: number;
  /** ISO 8601: 1 = Monday, 7 = Sunday. */
  readonly weekday: number;
  /** Of the step: goes up when it gives another result for the same post. */
  readonly revision: number;
}

/** An enrichment that is null because computing it failed. */
export interface EnrichmentFailure {
  /** The field that is null. */
  readonly step: string;
  /** The error's class and words. */
  readonly reason: string;
}

/** What the ingester must remember when it starts again: cursors, open gaps, the budget. One record per key `<kind>/<name>`, the newest holds. */
export interface IngesterState {
  /** What it is: cursor, gap, budget; it says how payload is read. */
  readonly kind: string;
  /** Whose it is, e.g. the source filtered-stream or the month 2026-01. */
  readonly name: string;
  /** When this record was made. */
  readonly updatedAt: number;
  /** For a cursor: up to when the source has been read and acknowledged by Kafka. */
  readonly lastObservedAt: number | null;
  /** For a cursor: the newest post id that is acknowledged; compare ids by length, then as text. */
  readonly lastPostId: string | null;
  /** JSON of what else this kind remembers; its members may grow without a new version of this schema. */
  readonly payload: string | null;
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

/** Somebody's word that a post, all of a user, or where a post was written must go, or may be kept again. Of two words about one thing the later holds, by at. */
export interface Removal {
  /** What id is the id of: post or user. */
  readonly subject: string;
  /** X's id. */
  readonly id: string;
  /** remove (the post with all its versions, or everything of the user), restore (may be kept again; what was removed is not brought back by it), or scrub_geo (only where it was written). */
  readonly action: string;
  /** For scrub_geo of a user: the newest post it is about; null for all so far and to come. */
  readonly upToPostId: string | null;
  /** When it happened at X, or was asked for. */
  readonly at: number;
  /** A word for the record, as X's deleted, suspended, protected, deactivated, or why somebody asked. Never anything of the content. */
  readonly reason: string | null;
  /** Who said it: compliance (X) or operator. */
  readonly source: string;
}

/** A time during which posts may have passed a source unseen. A gap is told by source and openedAt: a later record of it replaces the earlier ones. */
export interface StreamGap {
  /** What was interrupted, e.g. filtered-stream. */
  readonly source: string;
  /** The last instant up to which everything is known to have been seen. */
  readonly from: number;
  /** The first instant from which everything is seen again; null while the gap is open. */
  readonly to: number | null;
  /** One word of a closed set, e.g. disconnect, stall, overflow, restart. */
  readonly cause: string;
  /** When it was noticed. */
  readonly openedAt: number;
  /** When the source was complete again, or repairing was given up. */
  readonly closedAt: number | null;
  /** How what was missed was fetched, e.g. backfill, recovery, search; null when nothing was tried. */
  readonly repair: string | null;
  /** Posts that the repair brought; null when there was none. */
  readonly recovered: number | null;
  /** Whether the repair is known to have brought everything; null when nobody can tell (yet). */
  readonly complete: boolean | null;
  /** For people: an error's words, a line's length. */
  readonly detail: string | null;
}

/** The type of each record that has a schema of its own, by name. */
export interface RecordTypes {
  readonly EnrichedTweet: EnrichedTweet;
  readonly IngesterState: IngesterState;
  readonly Profile: Profile;
  readonly Removal: Removal;
  readonly StreamGap: StreamGap;
  readonly Tweet: Tweet;
  readonly User: User;
}

// Generated from schemas/ by `npm run schemas:generate`. Do not edit.

/** A post with what the enricher derived from it. Each enrichment is a record of its own and null when it was not computed; in a document they stand beside the post's own fields. */
export interface EnrichedTweet {
  /** The post. */
  readonly tweet: Tweet;
  /** Sum of the revisions of all steps: of two enrichments of one observation the one with the higher sum is the better. */
  readonly enrichmentRevision: number;
  /** When the enricher worked on it. */
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
  /** The author's id: _id in users. */
  readonly authorId: string | null;
  /** Joined from includes.users; null when X did not include it. */
  readonly author: User | null;
  /** BCP 47 tag by X; und when X could not tell. */
  readonly lang: string | null;
  /** The post that the conversation began with. */
  readonly conversationId: string | null;
  /** The author of the post that this one answers; null when it answers none. */
  readonly inReplyToUserId: string | null;
  /** Oldest first; one id means never edited. */
  readonly editHistoryTweetIds: readonly string[];
  readonly editControls: EditControls | null;
  /** Null when X sent none: unknown, not empty. */
  readonly entities: Entities | null;
  readonly noteTweet: NoteTweet | null;
  readonly article: Article | null;
  readonly displayTextRange: DisplayTextRange | null;
  /** The posts that this one replies to, quotes or reposts. */
  readonly referencedTweets: readonly ReferencedTweet[];
  /** The topics that X assigned. */
  readonly contextAnnotations: readonly ContextAnnotation[];
  /** X's keys of the photos, videos and GIFs that come with the post. */
  readonly mediaKeys: readonly string[];
  /** Those that X included. */
  readonly media: readonly Media[];
  /** X's ids of the polls that come with the post. */
  readonly pollIds: readonly string[];
  /** Those that X included. */
  readonly polls: readonly Poll[];
  /** X's id of the place that the author named; null when none was. */
  readonly placeId: string | null;
  /** That place; null when X did not include it. */
  readonly place: Place | null;
  /** The exact position; null unless the author gave it. */
  readonly coordinates: Point | null;
  readonly publicMetrics: PublicMetrics | null;
  /** Where and why it is withheld; null when it is nowhere. */
  readonly withheld: Withheld | null;
  /** Whether it has a link or media that some would rather not see, by X or its author. */
  readonly possiblySensitive: boolean | null;
  /** Who may answer: everyone, mentionedUsers, following, subscribers or verified. */
  readonly replySettings: string | null;
  /** X's source field: the app the author posted from. */
  readonly sourceApp: string | null;
  /** The community that it was posted in; null for none. */
  readonly communityId: string | null;
  /** X's address of the card below the text. */
  readonly cardUri: string | null;
  /** Whether the author says that it is advertising. */
  readonly paidPartnership: boolean | null;
  /** Other users X included: mentioned or replied to. */
  readonly includedUsers: readonly User[];
  /** The rules of the filtered stream that it matched; empty when it came by another way. */
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
  /** X's id (a snowflake); beyond 2^53, hence a string. */
  readonly id: string;
  /** Handle without @. */
  readonly username: string | null;
  /** The name that is shown, as the user wrote it. */
  readonly name: string | null;
  /** When the account was created. */
  readonly createdAt: number | null;
  /** The profile's text about the user. */
  readonly description: string | null;
  /** Free text. */
  readonly location: string | null;
  /** The profile's link, as a t.co address; where it leads is in urlEntities. */
  readonly url: string | null;
  /** Address of the picture. */
  readonly profileImageUrl: string | null;
  /** Address of the picture behind the profile. */
  readonly profileBannerUrl: string | null;
  /** Whether only followers that were let in can read the posts. */
  readonly protected: boolean | null;
  /** Whether the account has a badge, of whatever kind. */
  readonly verified: boolean | null;
  /** The kind of the badge: blue, business, government or none. */
  readonly verifiedType: string | null;
  /** Followers that have a badge. */
  readonly verifiedFollowersCount: number | null;
  /** What the user pays X for: None, Basic, Premium or PremiumPlus. */
  readonly subscriptionType: string | null;
  /** Whether X has seen a document of identity. */
  readonly isIdentityVerified: boolean | null;
  /** Whether the account calls itself a parody. */
  readonly parody: boolean | null;
  /** The post that the user keeps on top. */
  readonly pinnedTweetId: string | null;
  /** The user's newest post. */
  readonly mostRecentTweetId: string | null;
  readonly publicMetrics: UserPublicMetrics | null;
  /** Links of the profile's url field. */
  readonly urlEntities: readonly UrlEntity[];
  /** Links in the description. */
  readonly descriptionUrls: readonly UrlEntity[];
  /** Hashtags in the description. */
  readonly descriptionHashtags: readonly HashtagEntity[];
  /** Mentions in the description. */
  readonly descriptionMentions: readonly MentionEntity[];
  /** Cashtags in the description. */
  readonly descriptionCashtags: readonly CashtagEntity[];
  readonly withheld: Withheld | null;
}

/** Counts at observedAt; null when X did not send one. */
export interface UserPublicMetrics {
  /** Accounts that follow the user. */
  readonly followersCount: number | null;
  /** Accounts that the user follows. */
  readonly followingCount: number | null;
  /** Posts that the user has written. */
  readonly tweetCount: number | null;
  /** Lists that the user is on. */
  readonly listedCount: number | null;
  /** Posts that the user has liked. */
  readonly likeCount: number | null;
  /** Photos and videos that the user has posted. */
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
  /** What the author wrote. */
  readonly expandedUrl: string | null;
  /** What is shown instead of it, shortened. */
  readonly displayUrl: string | null;
  /** The end of the redirect chain. */
  readonly unwoundUrl: string | null;
  /** HTTP status of the link's target. */
  readonly status: number | null;
  /** The linked page's title. */
  readonly title: string | null;
  /** The linked page's description of itself. */
  readonly description: string | null;
  /** The photo or video that the link stands for; null for other links. */
  readonly mediaKey: string | null;
  readonly images: readonly UrlImage[];
}

/** A preview image of a linked page; pixels. */
export interface UrlImage {
  /** The picture's address. */
  readonly url: string | null;
  /** Pixels. */
  readonly width: number | null;
  /** Pixels. */
  readonly height: number | null;
}

/** A hashtag in a text; tag without #. */
export interface HashtagEntity {
  /** First code point, counted from 0. */
  readonly start: number | null;
  /** First code point after it. */
  readonly end: number | null;
  /** Without #. */
  readonly tag: string | null;
}

/** An @-mention in a text. */
export interface MentionEntity {
  /** First code point, counted from 0. */
  readonly start: number | null;
  /** First code point after it. */
  readonly end: number | null;
  /** Without @. */
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
  /** Without $. */
  readonly tag: string | null;
}

/** Where and why content is withheld. */
export interface Withheld {
  /** Whether because of a claim of copyright. */
  readonly copyright: boolean | null;
  /** ISO 3166-1 alpha-2, or XX, XY. */
  readonly countryCodes: readonly string[];
  /** What is withheld: tweet or user. */
  readonly scope: string | null;
}

/** Whether and how long the post can be edited. */
export interface EditControls {
  /** Whether it could be edited when it was posted. */
  readonly isEditEligible: boolean | null;
  /** The end of the time in which it can be edited. */
  readonly editableUntil: number | null;
  /** How often it can still be edited. */
  readonly editsRemaining: number | null;
}

/** What X found in a text. */
export interface Entities {
  /** In order. */
  readonly hashtags: readonly HashtagEntity[];
  /** In order. */
  readonly mentions: readonly MentionEntity[];
  /** In order. */
  readonly cashtags: readonly CashtagEntity[];
  /** In order; X repeats the link of several photos for each of them. */
  readonly urls: readonly UrlEntity[];
  /** In order. */
  readonly annotations: readonly AnnotationEntity[];
}

/** A named entity X recognised. Unlike the other entities its offsets count the text as people read it: X's &amp;, &lt; and &gt; are one character each. */
export interface AnnotationEntity {
  /** First code point of the unescaped text, counted from 0. */
  readonly start: number | null;
  /** Last code point of the unescaped text, inclusive. */
  readonly end: number | null;
  /** How sure X is, 0 to 1. */
  readonly probability: number | null;
  /** Person, Place, Product, Organization or Other. */
  readonly type: string | null;
  /** The entity as the text names it. */
  readonly normalizedText: string | null;
}

/** Full text of a post longer than 280 characters. */
export interface NoteTweet {
  /** The whole text, escaped as text is. */
  readonly text: string;
  /** What X found in it; null when X sent none. */
  readonly entities: Entities | null;
}

/** A long-form text published as a post, whose own text is only the link to it. */
export interface Article {
  /** The headline. */
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
  /** First code point that is shown, counted from 0. */
  readonly start: number;
  /** First code point after them. */
  readonly end: number;
}

/** A post this one replies to, quotes or reposts. */
export interface ReferencedTweet {
  /** replied_to, quoted or retweeted. */
  readonly type: string | null;
  /** The other post's id. */
  readonly id: string | null;
  /** Joined from includes.tweets; null when X did not include it (deleted, protected). */
  readonly tweet: Tweet | null;
}

/** A topic X assigned. */
export interface ContextAnnotation {
  /** The kind of topic. */
  readonly domain: ContextDomain | null;
  /** The topic itself. */
  readonly entity: ContextEntity | null;
}

/** Kind of topic. */
export interface ContextDomain {
  /** X's id of the kind. */
  readonly id: string | null;
  /** As Person, Brand, TV Shows. */
  readonly name: string | null;
  /** X's words about the kind. */
  readonly description: string | null;
}

/** The topic. */
export interface ContextEntity {
  /** X's id of the topic. */
  readonly id: string | null;
  /** What the topic is called. */
  readonly name: string | null;
  /** X's words about the topic. */
  readonly description: string | null;
}

/** A photo, video or animated GIF, joined from includes.media. */
export interface Media {
  /** X's key. */
  readonly mediaKey: string | null;
  /** photo, video or animated_gif. */
  readonly type: string | null;
  /** A photo's address; null for a video, whose addresses are in variants. */
  readonly url: string | null;
  /** Address of the picture that stands for a video. */
  readonly previewImageUrl: string | null;
  /** The author's description for those who cannot see it. */
  readonly altText: string | null;
  /** Of a video, in milliseconds. */
  readonly durationMs: number | null;
  /** Pixels. */
  readonly height: number | null;
  /** Pixels. */
  readonly width: number | null;
  /** How often a video was watched, at observedAt. */
  readonly viewCount: number | null;
  /** A video's encodings. */
  readonly variants: readonly MediaVariant[];
}

/** One encoding of a video. */
export interface MediaVariant {
  /** Bits per second. */
  readonly bitRate: number | null;
  /** As video/mp4. */
  readonly contentType: string | null;
  /** The encoding's address. */
  readonly url: string | null;
}

/** A poll, joined from includes.polls. */
export interface Poll {
  /** X's id. */
  readonly id: string | null;
  /** How long it is open. */
  readonly durationMinutes: number | null;
  /** When it closes, or closed. */
  readonly endAt: number | null;
  /** open or closed, at observedAt. */
  readonly votingStatus: string | null;
  /** The choices, in order. */
  readonly options: readonly PollOption[];
}

/** One choice. */
export interface PollOption {
  /** From 1. */
  readonly position: number | null;
  /** What is chosen. */
  readonly label: string | null;
  /** At observedAt. */
  readonly votes: number | null;
}

/** A place, joined from includes.places. */
export interface Place {
  /** X's id. */
  readonly id: string | null;
  /** As Manhattan, NY. */
  readonly fullName: string | null;
  /** As Manhattan. */
  readonly name: string | null;
  /** The country's name. */
  readonly country: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string | null;
  /** poi, neighborhood, city, admin or country. */
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
  /** Point. */
  readonly type: string;
  /** Longitude, latitude in degrees. */
  readonly coordinates: readonly number[];
}

/** Counts at observedAt; null when X did not send one. */
export interface PublicMetrics {
  /** Reposts without a comment. */
  readonly retweetCount: number | null;
  /** Replies. */
  readonly replyCount: number | null;
  /** Likes. */
  readonly likeCount: number | null;
  /** Reposts with a comment. */
  readonly quoteCount: number | null;
  /** Bookmarks. */
  readonly bookmarkCount: number | null;
  /** How often it was shown. */
  readonly impressionCount: number | null;
}

/** A filtered-stream rule that matched. */
export interface MatchingRule {
  /** X's id of the rule. */
  readonly id: string | null;
  /** The rule's name in rules.yaml. */
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
  /** How many hashtags there are. */
  readonly hashtagCount: number;
  /** In order. */
  readonly mentions: readonly MentionUse[];
  /** How many people are named. */
  readonly mentionCount: number;
  /** In order. */
  readonly cashtags: readonly CashtagUse[];
  /** How many cashtags there are. */
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
  /** The person's id; null when X did not say. */
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
  /** How many there are. */
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
  /** X's id of the place; null for a point without one. */
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
  /** As topics.yaml names it. */
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
  /** Whose text it is. */
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
  /** As 2026. */
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
  /** The user. */
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

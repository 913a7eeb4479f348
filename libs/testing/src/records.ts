import type { EnrichedTweet, Profile, Tweet, User } from '@tdp/contracts';

/** A fixed instant, so that records compare equal: 2026-01-15T10:35:00Z. */
export const AN_INSTANT = Date.UTC(2026, 0, 15, 10, 35);

/** A complete user; give what the test is about. */
export function buildUser(overrides: Partial<User> = {}): User {
  return {
    id: '2244994945',
    username: 'ann_lee',
    name: 'Ann Lee',
    createdAt: Date.UTC(2013, 11, 14),
    description: 'rail & rivers',
    location: 'Leeds',
    url: null,
    profileImageUrl: null,
    profileBannerUrl: null,
    protected: false,
    verified: false,
    verifiedType: null,
    verifiedFollowersCount: null,
    subscriptionType: null,
    isIdentityVerified: null,
    parody: null,
    pinnedTweetId: null,
    mostRecentTweetId: null,
    publicMetrics: {
      followersCount: 10,
      followingCount: 20,
      tweetCount: 30,
      listedCount: 1,
      likeCount: null,
      mediaCount: null,
    },
    urlEntities: [],
    descriptionUrls: [],
    descriptionHashtags: [],
    descriptionMentions: [],
    descriptionCashtags: [],
    withheld: null,
    ...overrides,
  };
}

/** A complete post; give what the test is about. */
export function buildTweet(overrides: Partial<Tweet> = {}): Tweet {
  const id = overrides.id ?? '1346889436626259968';
  return {
    id,
    text: 'a quiet day at the river',
    createdAt: AN_INSTANT,
    authorId: '2244994945',
    author: buildUser(),
    lang: 'en',
    conversationId: id,
    inReplyToUserId: null,
    editHistoryTweetIds: [id],
    editControls: null,
    entities: null,
    noteTweet: null,
    article: null,
    displayTextRange: null,
    referencedTweets: [],
    contextAnnotations: [],
    mediaKeys: [],
    media: [],
    pollIds: [],
    polls: [],
    placeId: null,
    place: null,
    coordinates: null,
    publicMetrics: {
      retweetCount: 0,
      replyCount: 0,
      likeCount: 0,
      quoteCount: 0,
      bookmarkCount: 0,
      impressionCount: 0,
    },
    withheld: null,
    possiblySensitive: false,
    replySettings: 'everyone',
    sourceApp: null,
    communityId: null,
    cardUri: null,
    paidPartnership: null,
    includedUsers: [],
    matchingRules: [{ id: '1', tag: 'rivers' }],
    source: 'stream',
    observedAt: AN_INSTANT + 1_000,
    ingestedAt: AN_INSTANT + 1_010,
    unmapped: null,
    ...overrides,
  };
}

/** A complete enriched post; its parts agree with the default tweet. */
export function buildEnrichedTweet(overrides: Partial<EnrichedTweet> = {}): EnrichedTweet {
  const tweet = overrides.tweet ?? buildTweet();
  return {
    tweet,
    enrichmentRevision: 13,
    enrichedAt: AN_INSTANT + 1_020,
    content: {
      fullText: tweet.text,
      plainText: tweet.text,
      textComplete: true,
      characterCount: [...tweet.text].length,
      wordCount: 6,
      sentenceCount: 1,
      quotedText: null,
      revision: 1,
    },
    conversation: { kind: 'post', threadRootId: tweet.conversationId, edges: [], revision: 1 },
    tags: {
      hashtags: [],
      hashtagCount: 0,
      mentions: [],
      mentionCount: 0,
      cashtags: [],
      cashtagCount: 0,
      revision: 1,
    },
    links: { links: [], linkCount: 0, webLinkCount: 0, revision: 1 },
    emoji: { sequences: [], count: 0, revision: 1 },
    attached: { mediaCount: 0, mediaKinds: [], revision: 1 },
    language: { tag: tweet.lang, origin: 'x', confidence: null, revision: 1 },
    sentiment: { compound: 0, label: 'neutral', notScored: null, revision: 1 },
    geo: null,
    topics: null,
    copies: { textHash: '0123456789abcdef', nearKeys: [], revision: 1 },
    reach: null,
    created: { date: '2026-01-15', year: 2026, month: 1, day: 15, hour: 10, weekday: 4, revision: 1 },
    enrichmentFailures: [],
    ...overrides,
  };
}

/** A complete profile; give what the test is about. */
export function buildProfile(overrides: Partial<Profile> = {}): Profile {
  return {
    user: buildUser(),
    source: 'stream',
    observedAt: AN_INSTANT + 1_000,
    ingestedAt: AN_INSTANT + 1_010,
    unmapped: null,
    ...overrides,
  };
}

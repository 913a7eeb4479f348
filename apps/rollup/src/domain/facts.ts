/** What of a stored post is counted; null when unknown. Kept of each counted post, so that it can be taken back. */
export interface Facts {
  readonly createdAt: Date;
  readonly authorId: string | null;
  /** post, reply, quote or repost. */
  readonly kind: string | null;
  readonly language: string | null;
  readonly countryCode: string | null;
  /** Keys, each once, in the order of the text. */
  readonly hashtags: readonly string[];
  /** Each once. */
  readonly topics: readonly string[];
  /** Registrable domains of web links, each once. */
  readonly domains: readonly string[];
  /** Sentiment in units of 1e-4: sums of integers do not drift. */
  readonly score: number | null;
  readonly label: string | null;
  readonly engagements: number | null;
  /** The post that the conversation began with; null of a repost, as the next. */
  readonly threadId: string | null;
  readonly textHash: string | null;
}

/** The fields of a document of `tweets` that are read; an earlier release may have stored it without some. */
export interface StoredPost {
  readonly createdAt?: Date | null;
  readonly authorId?: string | null;
  readonly conversation?: { readonly kind?: string; readonly threadRootId?: string | null } | null;
  readonly tags?: { readonly hashtags?: readonly { readonly key: string }[] } | null;
  readonly topics?: { readonly topics?: readonly { readonly name: string }[] } | null;
  readonly language?: { readonly tag?: string | null } | null;
  readonly sentiment?: { readonly compound?: number | null; readonly label?: string | null } | null;
  readonly geo?: { readonly countryCode?: string | null } | null;
  readonly links?: {
    readonly links?: readonly { readonly domain: string | null; readonly kind: string }[];
  } | null;
  readonly copies?: { readonly textHash?: string } | null;
  readonly reach?: { readonly engagements?: number | null } | null;
}

/** What is read of a post: a tenth of it. */
export const POST_FIELDS = {
  createdAt: 1,
  authorId: 1,
  'conversation.kind': 1,
  'conversation.threadRootId': 1,
  'tags.hashtags.key': 1,
  'topics.topics.name': 1,
  'language.tag': 1,
  'sentiment.compound': 1,
  'sentiment.label': 1,
  'geo.countryCode': 1,
  'links.links.domain': 1,
  'links.links.kind': 1,
  'copies.textHash': 1,
  'reach.engagements': 1,
} as const;

/** Units of `score` in a sentiment of 1. */
export const SCORE_UNITS = 10_000;

/** What is counted of a post; null for one that nobody knows the time of: it belongs to no hour. */
export function factsOf(post: StoredPost): Facts | null {
  const { createdAt, sentiment } = post;
  if (!createdAt || !isOfThisMillennium(createdAt)) {
    return null;
  }
  const kind = post.conversation?.kind ?? null;
  const isOwn = isOriginal({ kind });
  const compound = sentiment?.compound ?? null;
  return {
    createdAt,
    authorId: post.authorId ?? null,
    kind,
    language: post.language?.tag ?? null,
    countryCode: post.geo?.countryCode ?? null,
    hashtags: distinct((post.tags?.hashtags ?? []).map(({ key }) => key)),
    topics: distinct((post.topics?.topics ?? []).map(({ name }) => name)),
    domains: distinct(
      (post.links?.links ?? []).flatMap(({ domain, kind }) =>
        kind === 'web' && domain !== null ? [domain] : [],
      ),
    ),
    // + 0: no -0, which is another value to who compares.
    score: compound === null ? null : Math.round(compound * SCORE_UNITS) + 0,
    label: sentiment?.label ?? null,
    engagements: post.reach?.engagements ?? null,
    // A repost says nothing in a conversation, and is no copy: it says whose text it is.
    threadId: isOwn ? (post.conversation?.threadRootId ?? null) : null,
    textHash: isOwn ? (post.copies?.textHash ?? null) : null,
  };
}

/** A time that no calendar shows, or not in four digits, is a mistake of somebody's. */
const isOfThisMillennium = (time: Date): boolean =>
  time.getUTCFullYear() >= 2_000 && time.getUTCFullYear() < 3_000;

const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)];

/** Says again what another said: it is a post, but no text of its own. */
const REPOST = 'repost';

/** Whether a post is known to be no repost. */
export const isOriginal = ({ kind }: Pick<Facts, 'kind'>): boolean => kind !== null && kind !== REPOST;

import type { StoredPost } from '../src/domain/facts';

export const AN_HOUR = new Date('2026-01-15T10:00:00Z');

/** What a test says of a post. */
export interface PostOptions {
  readonly createdAt?: Date | null;
  readonly authorId?: string | null;
  readonly kind?: string | null;
  readonly threadId?: string | null;
  readonly hashtags?: readonly string[] | null;
  readonly topics?: readonly string[] | null;
  readonly language?: string | null;
  readonly compound?: number | null;
  readonly country?: string | null;
  readonly links?: readonly { readonly domain: string | null; readonly kind: string }[] | null;
  readonly textHash?: string | null;
  readonly engagements?: number | null;
}

/** A post as far as it is counted, in the shape that the sink stores. */
export function post(options: PostOptions = {}): StoredPost {
  const { createdAt = AN_HOUR, authorId = 'u1', kind = 'post', threadId = null, hashtags = [] } = options;
  const { topics = [], language = 'en', compound = null, country = null, links = [] } = options;
  const { textHash = null, engagements = null } = options;
  return {
    createdAt,
    authorId,
    conversation: kind === null ? null : { kind, threadRootId: threadId },
    tags: hashtags && { hashtags: hashtags.map((key) => ({ tag: key, key })) },
    topics: topics && { topics: topics.map((name) => ({ name })) },
    language: { tag: language },
    sentiment: { compound, label: compound === null ? null : labelOf(compound) },
    geo: country === null ? null : { countryCode: country },
    links: links && { links },
    copies: textHash === null ? null : { textHash },
    reach: { engagements },
  };
}

const labelOf = (compound: number): string =>
  compound >= 0.05 ? 'positive' : compound <= -0.05 ? 'negative' : 'neutral';

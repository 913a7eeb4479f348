import type { XEntities, XMedia, XPlace, XPost, XUrlEntity, XUser } from '../wire';
import { unescapeHtml } from './html-escapes';
import { fold, toTokenText, type TokenText } from './tokenize';

/** A post with its author. */
export interface AuthoredPost {
  readonly post: XPost;
  readonly author: XUser;
}

/** Whom a post answers, as far as it is known. */
export type AnsweredUser = Pick<XUser, 'id' | 'username' | 'affiliation'>;

/** What a rule may look at: X's objects for one post and what it refers to. */
export interface MatchSource extends AuthoredPost {
  readonly quoted?: AuthoredPost;
  /** The original, when the post is a repost. */
  readonly reposted?: AuthoredPost;
  /** Whom the post answers; without it `to:` knows a username only if the post mentions it. */
  readonly repliedTo?: AnsweredUser;
  /** The post's own place. */
  readonly place?: XPlace;
  /** Media of the post and of what it refers to. */
  readonly media?: readonly XMedia[];
}

/**
 * A post prepared for many rules: everything is folded and tokenized once, the rarer parts only when asked for.
 * The stream matches content operators on a quote and on what it quotes, and on the full text of what is reposted.
 */
export interface MatchInput {
  readonly source: MatchSource;
  readonly isRepost: boolean;
  /** The text of the post, then of the posts it quotes or reposts. */
  readonly texts: readonly TokenText[];
  readonly hashtags: ReadonlySet<string>;
  readonly cashtags: ReadonlySet<string>;
  readonly mentions: ReadonlySet<string>;
  /** The same posts, for conditions that are too rare to prepare for. */
  readonly contents: readonly XPost[];
  readonly urls: () => readonly XUrlEntity[];
  readonly urlTexts: () => readonly TokenText[];
  /** `domain.entity`, `domain.*` and `*.entity` of every context annotation. */
  readonly contexts: () => ReadonlySet<string>;
  readonly entityNames: () => ReadonlySet<string>;
  readonly mediaTypes: () => ReadonlySet<string>;
  readonly bio: () => TokenText;
  readonly name: () => TokenText;
  readonly location: () => TokenText;
}

const lazy = <T extends object>(compute: () => T): (() => T) => {
  let value: T | undefined;
  return () => (value ??= compute());
};

/** Entities of a long post's full text replace those of its first 280 characters. */
const entitiesOf = (post: XPost): XEntities => post.note_tweet?.entities ?? post.entities ?? {};

/** An article is matched by what it says: the post's text is a link to it. */
const fullTextOf = ({ note_tweet: long, article, text }: XPost): string =>
  article === undefined ? (long?.text ?? text) : `${article.title} ${article.plain_text}`;

const MEDIA_KEY_TYPES: Readonly<Record<string, XMedia['type']>> = {
  '3': 'photo',
  '7': 'video',
  '13': 'video',
  '16': 'animated_gif',
};

function collectMediaTypes(contents: readonly XPost[], media: readonly XMedia[]): Set<string> {
  const known = new Map(media.map(({ media_key, type }) => [media_key, type]));
  // Without the included object, the key's prefix still tells the type.
  const typeOf = (key: string) => known.get(key) ?? MEDIA_KEY_TYPES[key.split('_')[0] ?? ''] ?? 'photo';
  return new Set(contents.flatMap((post) => (post.attachments?.media_keys ?? []).map(typeOf)));
}

const collectContexts = (contents: readonly XPost[]): Set<string> =>
  new Set(
    contents
      .flatMap((post) => post.context_annotations ?? [])
      .flatMap(({ domain, entity }) => [`${domain.id}.${entity.id}`, `${domain.id}.*`, `*.${entity.id}`]),
  );

const collectEntityNames = (contents: readonly XPost[]): Set<string> =>
  new Set(
    contents
      .flatMap((post) => [
        ...(entitiesOf(post).annotations ?? []).map((annotation) => annotation.normalized_text),
        ...(post.context_annotations ?? []).map((annotation) => annotation.entity.name ?? ''),
      ])
      .map(fold),
  );

const hasReference = (post: XPost, type: 'retweeted' | 'quoted' | 'replied_to'): boolean =>
  post.referenced_tweets?.some((reference) => reference.type === type) ?? false;

/** Prepares one post; do it once per post, not per rule. */
export function createMatchInput(source: MatchSource): MatchInput {
  const { post, author, quoted, reposted, media = [] } = source;
  const isRepost = reposted !== undefined || hasReference(post, 'retweeted');
  // The repost's own text is the original's, cut off and with "RT @name:" before it.
  const own = reposted ? [] : [post];
  const contents = [...own, ...(reposted ? [reposted.post] : []), ...(quoted ? [quoted.post] : [])];
  const entities = contents.map(entitiesOf);
  const tagSet = (kind: 'hashtags' | 'cashtags') =>
    new Set(entities.flatMap((each) => (each[kind] ?? []).map(({ tag }) => fold(tag))));
  const urls = lazy(() => entities.flatMap((each) => each.urls ?? []));
  return {
    source,
    isRepost,
    contents,
    texts: contents.map((content) => toTokenText(unescapeHtml(fullTextOf(content)))),
    hashtags: tagSet('hashtags'),
    cashtags: tagSet('cashtags'),
    mentions: new Set(
      [...entities, ...(reposted ? [entitiesOf(post)] : [])].flatMap((each) =>
        (each.mentions ?? []).map(({ username }) => fold(username)),
      ),
    ),
    urls,
    urlTexts: lazy(() =>
      urls()
        .flatMap(({ url, expanded_url }) => [url, expanded_url ?? ''])
        .map(toTokenText),
    ),
    contexts: lazy(() => collectContexts(contents)),
    entityNames: lazy(() => collectEntityNames(contents)),
    mediaTypes: lazy(() => collectMediaTypes(contents, media)),
    bio: lazy(() => toTokenText(author.description ?? '')),
    name: lazy(() => toTokenText(author.name)),
    location: lazy(() => toTokenText(author.location ?? '')),
  };
}

/** The id of the post that this one quotes, reposts or answers. */
export const referencedId = (post: XPost, type: 'retweeted' | 'quoted' | 'replied_to'): string | undefined =>
  post.referenced_tweets?.find((reference) => reference.type === type)?.id;

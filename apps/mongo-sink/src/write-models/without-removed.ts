import type { EnrichedTweet, Entities, ReferencedTweet, Tweet } from '@tdp/contracts';
import { chainIds, postKey, previewedPost, REPOST, userKey, type RemovalKey } from './removal-keys';

/** What is known to be removed. */
export interface Removed {
  /** Whether the post, or everything of the user, is removed. */
  has(key: RemovalKey): boolean;
  /** Whether it must not be known where the post was written. */
  hasNoPlace(post: Tweet): boolean;
}

/**
 * A post without what has been removed of it; the same object when that is nothing, null when the post is gone: because
 * it, another version of it or all of its author is removed, or because it is a repost, which goes with its original.
 * Of other posts what they hold is cut out: posts they quote or answer, people they mention, previews of posts they
 * link to. Their own words stay.
 */
export function withoutRemoved(enriched: EnrichedTweet, removed: Removed): EnrichedTweet | null {
  const { tweet } = enriched;
  if (isGone(tweet, removed)) {
    return null;
  }
  const cut = cutOut(tweet, removed);
  if (cut === tweet) {
    return enriched;
  }
  const { content, geo } = enriched;
  const isQuoteCut = quotedBy(textPost(tweet)) !== null && quotedBy(textPost(cut)) === null;
  return {
    ...enriched,
    tweet: cut,
    content: content !== null && isQuoteCut ? { ...content, quotedText: null } : content,
    // Of the post whose text it is.
    geo: removed.hasNoPlace(textPost(tweet)) ? null : geo,
  };
}

function isGone(tweet: Tweet, removed: Removed): boolean {
  return (
    chainIds(tweet).some((id) => removed.has(postKey(id))) ||
    (tweet.authorId !== null && removed.has(userKey(tweet.authorId))) ||
    tweet.referencedTweets.some(
      (reference) => reference.type === REPOST && isReferenceGone(reference, removed),
    )
  );
}

const isReferenceGone = ({ id, tweet }: ReferencedTweet, removed: Removed): boolean =>
  (id !== null && removed.has(postKey(id))) || (tweet !== null && isGone(tweet, removed));

/** The same object when there is nothing to cut. */
function cutOut(tweet: Tweet, removed: Removed): Tweet {
  const references = mapped(tweet.referencedTweets, (reference) => cutReference(reference, removed));
  const people = tweet.includedUsers.filter(({ id }) => !removed.has(userKey(id)));
  const hasNoPlace = hasPlace(tweet) && removed.hasNoPlace(tweet);
  const noteEntities = cutPreviews(tweet.noteTweet?.entities ?? null, removed);
  const changes: Partial<Tweet> = {
    ...(references !== tweet.referencedTweets && { referencedTweets: references }),
    ...(people.length !== tweet.includedUsers.length && { includedUsers: people }),
    ...(hasNoPlace && { coordinates: null, place: null, placeId: null }),
    ...changed('entities', tweet.entities, cutPreviews(tweet.entities, removed)),
    ...(tweet.noteTweet !== null &&
      noteEntities !== tweet.noteTweet.entities && {
        noteTweet: { ...tweet.noteTweet, entities: noteEntities },
      }),
  };
  return Object.keys(changes).length === 0
    ? tweet
    : { ...tweet, ...changes, unmapped: withoutIncludes(tweet.unmapped, hasNoPlace) };
}

function cutReference(reference: ReferencedTweet, removed: Removed): ReferencedTweet {
  const { tweet } = reference;
  if (tweet === null) {
    return reference;
  }
  if (isReferenceGone(reference, removed)) {
    return { ...reference, tweet: null };
  }
  const cut = cutOut(tweet, removed);
  return cut === tweet ? reference : { ...reference, tweet: cut };
}

function cutPreviews(entities: Entities | null, removed: Removed): Entities | null {
  if (entities === null) {
    return null;
  }
  const urls = mapped(entities.urls, (url) => {
    const id = previewedPost(url);
    return id !== null && removed.has(postKey(id))
      ? { ...url, title: null, description: null, images: [] }
      : url;
  });
  return urls === entities.urls ? entities : { ...entities, urls };
}

/** What X sent and we have no field for may be about what is cut: all that came beside the post, and its place. */
function withoutIncludes(unmapped: string | null, hasNoPlace: boolean): string | null {
  if (unmapped === null) {
    return null;
  }
  const { includes: _cut, data, ...others } = JSON.parse(unmapped) as UnmappedTree;
  const { geo: _place, ...rest } = data ?? {};
  const kept = hasNoPlace ? rest : data;
  const left = { ...(kept !== undefined && Object.keys(kept).length > 0 && { data: kept }), ...others };
  return Object.keys(left).length === 0 ? null : JSON.stringify(left);
}

interface UnmappedTree {
  readonly includes?: unknown;
  readonly data?: Readonly<Record<string, unknown>>;
}

const hasPlace = ({ coordinates, place, placeId }: Tweet): boolean =>
  coordinates !== null || place !== null || placeId !== null;

/** The post whose text a post shows: the original for a repost. */
const textPost = (tweet: Tweet): Tweet =>
  tweet.referencedTweets.find(({ type }) => type === REPOST)?.tweet ?? tweet;

const quotedBy = (tweet: Tweet): Tweet | null =>
  tweet.referencedTweets.find(({ type }) => type === 'quoted')?.tweet ?? null;

/** The same array when no item changes. */
function mapped<T>(items: readonly T[], change: (item: T) => T): readonly T[] {
  const result = items.map(change);
  return result.every((item, index) => item === items[index]) ? items : result;
}

const changed = <K extends keyof Tweet>(field: K, before: Tweet[K], after: Tweet[K]): Partial<Tweet> =>
  before === after ? {} : { [field]: after };

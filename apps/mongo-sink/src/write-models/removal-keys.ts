import type { Entities, Tweet, UrlEntity } from '@tdp/contracts';

/** What can be removed, and the _id of its mark in `removals`. */
export type RemovalKey = `post/${string}` | `user/${string}`;

export const postKey = (id: string): RemovalKey => `post/${id}`;
export const userKey = (id: string): RemovalKey => `user/${id}`;

/** Every id that a version knows of its post: that of the edit chain first. */
export const chainIds = ({ id, editHistoryTweetIds }: Tweet): readonly string[] =>
  editHistoryTweetIds.includes(id) ? editHistoryTweetIds : [...editHistoryTweetIds, id];

/**
 * What may be removed of a record: the post and its versions, the posts and users inside it, the original of a repost
 * whether X sent it or not (its words are the repost's text), and the posts that its links give a preview of.
 */
export function keysOf(tweet: Tweet): ReadonlySet<RemovalKey> {
  const keys = new Set<RemovalKey>();
  addKeys(tweet, keys);
  return keys;
}

/** The keys of what a document holds beside its own post: to be found by when one of them is removed. */
export function heldKeys(tweet: Tweet): readonly RemovalKey[] {
  const keys = new Set<RemovalKey>();
  addKeys(tweet, keys);
  for (const id of chainIds(tweet)) {
    keys.delete(postKey(id));
  }
  return [...keys];
}

function addKeys(tweet: Tweet, keys: Set<RemovalKey>): void {
  for (const id of chainIds(tweet)) {
    keys.add(postKey(id));
  }
  if (tweet.authorId !== null) {
    keys.add(userKey(tweet.authorId));
  }
  for (const { id } of tweet.includedUsers) {
    keys.add(userKey(id));
  }
  for (const url of urlsOf(tweet)) {
    const id = previewedPost(url);
    if (id !== null) {
      keys.add(postKey(id));
    }
  }
  for (const { type, id, tweet: referenced } of tweet.referencedTweets) {
    if (referenced !== null) {
      addKeys(referenced, keys);
    } else if (type === REPOST && id !== null) {
      keys.add(postKey(id));
    }
  }
}

export const REPOST = 'retweeted';

const LINK_TO_POST = /\/status(?:es)?\/(\d+)/;

/** The post that a link gives a preview of, title, description or pictures; null when it is none. */
export function previewedPost({
  expandedUrl,
  unwoundUrl,
  title,
  description,
  images,
}: UrlEntity): string | null {
  if (title === null && description === null && images.length === 0) {
    return null;
  }
  return LINK_TO_POST.exec(unwoundUrl ?? expandedUrl ?? '')?.[1] ?? null;
}

function* urlsOf({ entities, noteTweet }: Tweet): Generator<UrlEntity> {
  for (const found of [entities, noteTweet?.entities] as readonly (Entities | null | undefined)[]) {
    if (found !== null && found !== undefined) {
      yield* found.urls;
    }
  }
}

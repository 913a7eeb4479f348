import type { InteractionEdge, Tweet } from '@tdp/contracts';
import { keyOf } from './key';
import { findUserId } from './user-ids';

const REFERENCES: Readonly<Record<string, string>> = {
  replied_to: 'reply',
  quoted: 'quote',
  retweeted: 'repost',
};

/**
 * Whom the author answers, quotes, reposts or names: each kind and person once. A repost's own text names the
 * original's people in the original's words, which is no interaction of who reposts.
 */
export function findEdges(tweet: Tweet, kind: string): readonly InteractionEdge[] {
  const edges = new Map<string, InteractionEdge>();
  const add = (edgeKind: string, toUserId: string | null, toUsername: string | null): void => {
    const person = toUserId ?? (toUsername === null ? '' : `@${keyOf(toUsername)}`);
    const key = `${edgeKind} ${person}`;
    if (!edges.has(key)) {
      edges.set(key, { kind: edgeKind, fromUserId: tweet.authorId, toUserId, toUsername });
    }
  };
  for (const { type, tweet: referenced } of tweet.referencedTweets) {
    const edgeKind = type === null ? undefined : REFERENCES[type];
    if (edgeKind === 'reply') {
      add(
        edgeKind,
        tweet.inReplyToUserId ?? referenced?.authorId ?? null,
        referenced?.author?.username ?? null,
      );
    } else if (edgeKind !== undefined) {
      add(edgeKind, referenced?.authorId ?? null, referenced?.author?.username ?? null);
    }
  }
  if (kind === 'reply' && tweet.inReplyToUserId !== null) {
    // Nothing new where the post that is answered was sent along.
    add('reply', tweet.inReplyToUserId, null);
  }
  if (kind !== 'repost') {
    const mentions = (tweet.noteTweet?.entities ?? tweet.entities)?.mentions ?? [];
    for (const { id, username } of mentions) {
      if (id !== null || username !== null) {
        add('mention', id ?? (username === null ? null : findUserId(username, [tweet])), username);
      }
    }
  }
  return [...edges.values()];
}

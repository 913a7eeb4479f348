import type { Entities, Tweet } from '@tdp/contracts';

/** The text a post stands for, and what X found in that very text. */
export interface Content {
  readonly text: string;
  readonly entities: Entities | null;
}

/**
 * The long post's text where there is one; for a repost the reposted original's, because X
 * cuts the repost's own text short; otherwise the text as it is.
 */
export function contentOf(tweet: Tweet): Content {
  const original = tweet.referencedTweets.find(({ type }) => type === 'retweeted')?.tweet ?? null;
  const { noteTweet, text, entities } = original ?? tweet;
  return noteTweet === null ? { text, entities } : { text: noteTweet.text, entities: noteTweet.entities };
}

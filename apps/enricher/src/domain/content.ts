import type { Entities, Tweet } from '@tdp/contracts';
import { languageOf, type Language } from './language';
import { plainTextOf } from './plain-text';
import { isCutShort } from './self-link';
import { unescapeText } from './unescape';

/** The post that people read, and its text. */
export interface Content {
  /**
   * The post itself; for a repost the original, whose text X cuts short in the repost. Whatever
   * is said about the text is said about this post, so that neighbours speak of one thing.
   */
  readonly post: Tweet;
  /** Whether `text` is all of it. */
  readonly isComplete: boolean;
  /** As people read it, without X's escapes. */
  readonly text: string;
  /** Its words alone: see plainTextOf. */
  readonly plainText: string;
  /** What X found in that very text; null when it sent nothing about it. */
  readonly entities: Entities | null;
  /** Of `plainText`. Found when first asked for and once only: where X has none, detecting it takes long. */
  language(this: void): Language;
}

/**
 * The long post's or the article's text where there is one, else the text as it is: of the post,
 * or of what it reposts.
 */
export function contentOf(tweet: Tweet): Content {
  const repost = tweet.referencedTweets.find(({ type }) => type === 'retweeted');
  const post = repost?.tweet ?? tweet;
  const isWithoutOriginal = repost !== undefined && repost.tweet === null;
  const { escaped, entities, isWhole } = textOf(post);
  const plainText = plainTextOf(escaped, entities);
  let language: Language | undefined;
  return {
    post,
    isComplete: isWhole && !isWithoutOriginal,
    text: unescapeText(escaped),
    plainText,
    entities,
    language() {
      return (language ??= languageOf(post.lang, plainText));
    },
  };
}

/** What people read of a post by itself. */
export const readableText = (post: Tweet): string => unescapeText(textOf(post).escaped);

interface EscapedText {
  readonly escaped: string;
  readonly entities: Entities | null;
  readonly isWhole: boolean;
}

function textOf(post: Tweet): EscapedText {
  const { noteTweet, article, text, entities } = post;
  const written = article?.text ?? article?.title;
  if (written !== undefined && written !== null) {
    // X's entities are those of the link that stands for the article, not of the article.
    return { escaped: written, isWhole: article?.text !== null, entities: null };
  }
  return noteTweet === null
    ? { escaped: text, isWhole: article === null && !isCutShort(post, text, entities), entities }
    : { escaped: noteTweet.text, isWhole: article === null, entities: noteTweet.entities };
}

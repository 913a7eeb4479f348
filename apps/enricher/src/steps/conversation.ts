import type { Tweet } from '@tdp/contracts';
import { findEdges } from '../domain/edges';
import type { Step } from './step';

/** Whether a post stands alone, answers, quotes or reposts, in which thread, and whom that concerns. */
export const createConversationStep = (): Step<'conversation'> => ({
  need: 'optional',
  revision: 2,
  run: (tweet) => {
    const kind = kindOf(tweet);
    return { kind, threadRootId: tweet.conversationId, edges: findEdges(tweet, kind) };
  },
});

function kindOf({ referencedTweets, inReplyToUserId }: Tweet): 'post' | 'reply' | 'quote' | 'repost' {
  const refersBy = (type: string): boolean => referencedTweets.some((reference) => reference.type === type);
  if (refersBy('retweeted')) {
    return 'repost';
  }
  // A reply to a deleted post has no reference left, but still the user it answers.
  if (refersBy('replied_to') || inReplyToUserId !== null) {
    return 'reply';
  }
  return refersBy('quoted') ? 'quote' : 'post';
}

import type { Tweet } from '@tdp/contracts';
import type { Step } from './step';

/** Whether a post stands alone, answers, quotes or reposts. */
export const createConversationStep = (): Step<'conversation'> => ({
  need: 'optional',
  run: (tweet) => ({ kind: kindOf(tweet) }),
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

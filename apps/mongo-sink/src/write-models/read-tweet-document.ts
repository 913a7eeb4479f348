import { latestSchema, type EnrichedTweet } from '@tdp/contracts';
import { compileReader } from './read-document';

/** The post of a stored document of `tweets` or `tweet_versions`: the inverse of toTweetDocument. */
export const toEnrichedTweet = compileReader<EnrichedTweet>(latestSchema('EnrichedTweet'), {
  subject: 'tweet',
});

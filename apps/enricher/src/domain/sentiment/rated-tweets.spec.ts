import { correlationOf, hasRatedTweets, readRatedTweets } from '../../../test-support/rated-tweets';
import { scoreSentiment } from './sentiment';

describe('scores of 2,000 tweets that people rated (skipped where ../shared/sentiment is absent)', () => {
  (hasRatedTweets ? it : it.skip)("go with the ratings as Python's do: r 0.8687", () => {
    const tweets = readRatedTweets();
    expect(tweets).toHaveLength(2_000);
    const correlation = correlationOf(
      tweets.map(({ text }) => scoreSentiment(text)),
      tweets.map(({ rating }) => rating),
    );
    expect(correlation).toBeCloseTo(0.8687, 4);
  });
});

import { hasRatedTweets, readRatedTweets } from '../../../test-support/rated-tweets';
import { generateSentimentTexts } from '../../../test-support/sentiment-texts';
import { scoreWithPython } from '../../../test-support/vader';
import { scoreSentiment } from './sentiment';

/** Downloading the package, the first time. */
const TIMEOUT_MS = 240_000;

/** The texts on which Python's vaderSentiment 3.3.2, run here and now, differs. */
function differences(texts: readonly string[]): readonly unknown[] {
  const { scores } = scoreWithPython(texts);
  expect(scores).toHaveLength(texts.length);
  return texts
    .map((text, index) => ({ text, ours: scoreSentiment(text), python: scores[index] }))
    .filter(({ ours, python }) => ours !== python);
}

describe("Python's vaderSentiment 3.3.2 gives the same scores to four decimals", () => {
  it(
    'for generated texts',
    () => expect(differences(generateSentimentTexts(20_000, 2))).toEqual([]),
    TIMEOUT_MS,
  );

  (hasRatedTweets ? it : it.skip)(
    'for the rated tweets (skipped where ../shared/sentiment is absent)',
    () => expect(differences(readRatedTweets().map(({ text }) => text))).toEqual([]),
    TIMEOUT_MS,
  );
});

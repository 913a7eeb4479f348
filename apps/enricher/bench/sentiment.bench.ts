/**
 * CPU time and accuracy of our sentiment scores beside npm's vader-sentiment and Python's vaderSentiment, which they
 * are to equal, in one run: npm run bench:sentiment -w @tdp/enricher
 */
import { SentimentIntensityAnalyzer } from 'vader-sentiment';
import { scoreSentiment } from '../src/domain/sentiment/sentiment';
import { correlationOf, hasRatedTweets, readRatedTweets, shareEqual } from '../test-support/rated-tweets';
import { generateSentimentTexts } from '../test-support/sentiment-texts';
import { scoreWithPython, type VaderScores } from '../test-support/vader';

const generated = generateSentimentTexts(10_000, 3);
const rated = hasRatedTweets ? readRatedTweets() : [];
const timed = hasRatedTweets ? rated.map(({ text }) => text) : generated;

/** Mean CPU time of scoring the texts so often; a quarter more of it beforehand, so that all is compiled. */
function score(texts: readonly string[], rounds: number, scoreOf: (text: string) => number): VaderScores {
  let scores: readonly number[] = [];
  for (let round = 0; round < rounds / 4; round += 1) {
    scores = texts.map(scoreOf);
  }
  const started = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) {
    scores = texts.map(scoreOf);
  }
  const { user, system } = process.cpuUsage(started);
  return { scores, seconds: (user + system) / 1e6 / rounds };
}

const npm = (text: string): number => SentimentIntensityAnalyzer.polarity_scores(text).compound;
const contestants = [
  ['ours', (texts: readonly string[]) => score(texts, 50, scoreSentiment)],
  ['npm vader-sentiment 1.1.3', (texts: readonly string[]) => score(texts, 1, npm)],
  ['Python vaderSentiment 3.3.2', scoreWithPython],
] as const;

const python = { timed: scoreWithPython(timed).scores, generated: scoreWithPython(generated).scores };
const ratings = rated.map(({ rating }) => rating);
const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

console.log(
  `${timed.length} ${hasRatedTweets ? 'rated tweets' : 'generated texts: ../shared/sentiment is absent'}`,
);
for (const [name, run] of contestants) {
  const { scores, seconds } = run(timed);
  const facts = [
    `${((seconds / timed.length) * 1e6).toFixed(1).padStart(6)} µs a text`,
    `equal to Python ${percent(shareEqual(scores, python.timed))}`,
    `of ${generated.length} generated texts ${percent(shareEqual(run(generated).scores, python.generated))}`,
    ...(hasRatedTweets ? [`r with the ratings ${correlationOf(scores, ratings).toFixed(4)}`] : []),
  ];
  console.log(`${name.padEnd(28)} ${facts.join(', ')}`);
}

import { createHash } from 'node:crypto';
import { generateSentimentTexts } from '../../../test-support/sentiment-texts';
import recorded from '../../../test-support/sentiment-scores.json';
import { labelOf, scoreSentiment } from './sentiment';

/** Scores are those of Python's vaderSentiment 3.3.2; sentiment.int.spec.ts asks it again. */
describe('scoreSentiment', () => {
  it.each([
    ['', 0],
    [' \n ', 0],
    ['...', 0],
    ['a plain day', 0],
    ['VADER is smart, handsome, and funny.', 0.8316],
  ])('sums up %j', (text, score) => expect(scoreSentiment(text)).toBe(score));

  it.each([
    ['good', 0.4404],
    ['GOOD', 0.4404],
    ['a GOOD day', 0.5622],
    ['A GOOD DAY', 0.4404],
    ['I HATE it', -0.6633],
    ['À GOOD a', 0.5622],
    ['GOOD Ⓐ', 0.4404],
    ['ǅA GOOD', 0.5622],
    ['Nº GOOD', 0.5622],
    ['İYİ good', 0.4404],
    ['😀😀 GOOD', 0.824],
  ])('heeds capitals only where other words have none: %j', (text, score) =>
    expect(scoreSentiment(text)).toBe(score),
  );

  it.each([
    ['very good', 0.4927],
    ['VERY good day', 0.6028],
    ['kinda good', 0.3832],
    ['very bad', -0.5849],
    ['really very good', 0.5379],
    ['so really very good', 0.5768],
    ['it is kind of good', 0.3832],
    ['it is of a kind of day', 0],
    ['she is kind', 0.5267],
    ['it was just enough good fun', 0.6822],
    ['sort of good', 0.4404],
  ])('heeds degrees, less the farther they are: %j', (text, score) =>
    expect(scoreSentiment(text)).toBe(score),
  );

  it.each([
    ['good!', 0.4926],
    ['good!!!!', 0.6209],
    ['good!!!!!', 0.6209],
    ['good?', 0.4404],
    ['good??', 0.504],
    ['good???', 0.533],
    ['good????', 0.594],
    ['!!! bad', -0.6571],
    ['day!!!', 0],
  ])('adds emphasis, up to a point: %j', (text, score) => expect(scoreSentiment(text)).toBe(score));

  it.each([
    ['not good', -0.3412],
    ["hardn't good", -0.3412],
    ['isn’t good', 0.4404],
    ['not very good', -0.3865],
    ['not all that good', -0.3412],
    ['not in any way good', 0.4404],
    ['without any doubt good', 0.6136],
    ['without doubt good', 0.6136],
    ['never so good', 0.5777],
    ['never so very good', 0.6236],
    ['so very much good', 0.5334],
    ['least good', -0.3412],
    ['the least good', -0.3412],
    ['at least good', 0.4404],
    ['the very least good', 0.4902],
  ])('turns around what is negated within three words: %j', (text, score) =>
    expect(scoreSentiment(text)).toBe(score),
  );

  it.each([
    ['no', -0.296],
    ['no day', -0.296],
    ['no good', -0.3412],
    ['no big good', -0.5583],
    ['no fun or good', -0.6259],
    ['no fun and good', 0.0511],
  ])('takes "no" for a word or a negation: %j', (text, score) => expect(scoreSentiment(text)).toBe(score));

  it.each([
    ['good but bad', -0.5859],
    ['bad but good', 0.3818],
    ['good but good', 0.7003],
    // Half of 1.8 is 0.9, what "okay" has: "nice" is halved again instead.
    ['nice but okay', 0.3291],
    ['good day but good but bad', 0.0129],
  ])('weighs what follows "but" more: %j', (text, score) => expect(scoreSentiment(text)).toBe(score));

  it.each([
    ['it is the shit', 0.6124],
    ['at the bus stop', 0],
    ['oh yeah right good', -0.2023],
    ['the kiss of death now', 0.0772],
    ['by far the bad ass', 0.6124],
    // Too near the beginning for Python to look.
    ['my beating heart', 0.296],
  ])('knows special cases after three words: %j', (text, score) => expect(scoreSentiment(text)).toBe(score));

  it.each([
    [':)', 0.4588],
    [':D', 0.5106],
    ['great:)', 0.6249],
    ['"good"', 0.4404],
    ['...good...', 0.4404],
    ["don't-good", 0],
    ['good\u00A0bad', -0.1531],
    ['good\u0085bad', -0.1531],
    ['good\u001Cbad', -0.1531],
    ['good\uFEFFbad', 0],
  ])('reads words and emoticons of %j', (text, score) => expect(scoreSentiment(text)).toBe(score));

  it.each([
    ['😀', 0.3612],
    ['good😀', 0.6597],
    ['😀bad', 0.3612],
    ['I am 😂😂', 0.7003],
    ['day\n😀', 0.3612],
    ['❤', 0.6369],
    // The selector clings to the description's last word.
    ['❤\uFE0F', 0],
    ['©', 0],
  ])('reads emoji by their descriptions: %j', (text, score) => expect(scoreSentiment(text)).toBe(score));

  it('gives what Python gave for 10,000 generated texts', () => {
    const scores = recorded.scores.flatMap((line) => line.split(' ')).map((score) => Number(score) / 10_000);
    const texts = generateSentimentTexts(scores.length, recorded.seed);
    // Other texts than were recorded: npm run record:sentiment -w @tdp/enricher
    expect(createHash('sha256').update(JSON.stringify(texts)).digest('hex')).toBe(recorded.textsSha256);
    expect(texts).toHaveLength(10_000);
    const wrong = texts
      .map((text, index) => ({ text, ours: scoreSentiment(text), python: scores[index] }))
      .filter(({ ours, python }) => ours !== python);
    expect(wrong).toEqual([]);
  });

  it('reads the longest post that X takes, whose every word counts', () => {
    expect(scoreSentiment('good but '.repeat(25_000 / 9))).toBe(1);
  });
});

describe('labelOf', () => {
  it.each([
    [0.05, 'positive'],
    [0.0499, 'neutral'],
    [0, 'neutral'],
    [-0.0499, 'neutral'],
    [-0.05, 'negative'],
  ] as const)('calls %d %s', (compound, label) => expect(labelOf(compound)).toBe(label));
});

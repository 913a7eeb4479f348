/**
 * Writes the data of src/domain/sentiment from the Python package vaderSentiment 3.3.2 (MIT):
 *
 *   pip download vaderSentiment==3.3.2 --no-deps && unzip vaderSentiment-*.whl
 *   node apps/enricher/tools/generate-sentiment.mjs vaderSentiment
 *
 * Left out is what the package's own tokens can never be: words with a capital or a space, emoji
 * of several code points.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const [, , packageFolder] = process.argv;
if (packageFolder === undefined) {
  throw new Error('usage: node generate-sentiment.mjs FOLDER, the one with vader_lexicon.txt');
}
const target = path.join(import.meta.dirname, '../src/domain/sentiment');

/** The first two columns of a file; what stands further down replaces what is above. */
function readPairs(file) {
  const lines = readFileSync(path.join(packageFolder, file), 'utf8').split('\n');
  const pairs = lines.map((line) => line.trim().split('\t')).filter(([key]) => key !== '');
  return new Map(pairs.map(([key, value]) => [key, value]));
}

function write(file, data) {
  writeFileSync(path.join(target, file), `${JSON.stringify(data, null, 2)}\n`);
}

const wordsByValence = {};
for (const [word, valence] of readPairs('vader_lexicon.txt')) {
  if (word === word.toLowerCase() && !/\s/.test(word)) {
    (wordsByValence[Number(valence)] ??= []).push(word);
  }
}
write(
  'lexicon.json',
  Object.fromEntries(
    Object.entries(wordsByValence)
      .toSorted(([a], [b]) => Number(a) - Number(b))
      .map(([valence, words]) => [valence, words.join(' ')]),
  ),
);

const emoji = [...readPairs('emoji_utf8_lexicon.txt')].filter(([key]) => [...key].length === 1);
write('emoji.json', Object.fromEntries(emoji));

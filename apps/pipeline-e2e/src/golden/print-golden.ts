/** Prints the golden line of each enriched post of a file: run by tools/golden.mjs. */
import { readFileSync } from 'node:fs';
import type { EnrichedTweet } from '@tdp/contracts';
import { fingerprint } from './fingerprint';

const [, , file = ''] = process.argv;
const records = readFileSync(file, 'utf8').trimEnd().split('\n');
records.forEach((line, post) => {
  const record = JSON.parse(line) as EnrichedTweet;
  process.stdout.write(`${JSON.stringify({ post, ...fingerprint(record) })}\n`);
});

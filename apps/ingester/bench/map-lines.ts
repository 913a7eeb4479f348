/**
 * Stream lines of X to the posts that the ingester makes of them, one in JSON a line, for benchmarks of what comes after
 * it: node ../../tools/bench.mjs bench/map-lines.ts FILE
 */
import { readFileSync } from 'node:fs';
import { mapBodyOf } from '../test-support/pages';

const [, , file = ''] = process.argv;
for (const line of readFileSync(file, 'utf8').split('\n')) {
  if (line.trim() !== '') {
    mapBodyOf(line).tweets.forEach((tweet) => console.log(JSON.stringify(tweet)));
  }
}

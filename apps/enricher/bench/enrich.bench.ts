/**
 * CPU time that all steps take, with the sample topics: npm run bench -w @tdp/enricher [-- FILE], where FILE holds
 * posts as the ingester makes them, one in JSON a line: `npm run bench:enrich` gives it recorded ones.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Tweet } from '@tdp/contracts';
import { buildTweet } from '@tdp/testing';
import { createEnrich, createSteps, revisionOf } from '../src/pipeline';
import type { Step, StepName } from '../src/steps/step';
import { createTopicMatcher } from '../src/topics/matcher';
import { parseTopics } from '../src/topics/parse-topics';
import { contentOf } from '../src/domain/content';
import { buildTypicalPost } from '../test-support/posts';

const POSTS = 60_000;
/** Keeps what was made, or the compiler would see that nobody needs it. */
const kept: unknown[] = Array.from({ length: 256 });

/** Microseconds of CPU for each post, once the code is compiled. */
function measure(posts: readonly Tweet[], work: (post: Tweet) => unknown): number {
  const rounds = Math.ceil(POSTS / posts.length);
  const run = (): void =>
    posts.forEach((post, index) => {
      kept[index % kept.length] = work(post);
    });
  for (let round = 0; round < rounds / 2; round += 1) {
    run();
  }
  const started = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) {
    run();
  }
  const { user, system } = process.cpuUsage(started);
  return (user + system) / rounds / posts.length;
}

const print = (what: string, micros: number): void =>
  console.log(`${what.padEnd(28)} ${micros.toFixed(1).padStart(6)} µs a post`);

const topicsFile = path.join(__dirname, '../topics.yaml');
const parsed = parseTopics(readFileSync(topicsFile, 'utf8'), topicsFile);
if (!parsed.ok) {
  throw new Error('topics.yaml has errors');
}
const topics = { match: createTopicMatcher(parsed.topics), version: 'bench' };
const steps = createSteps({ topics: { current: () => topics } });
const enrich = createEnrich(steps);
const all = (post: Tweet): unknown => enrich(post, 0);
console.log(`${Object.keys(steps).length} steps, revision ${revisionOf(steps)}`);

const [, , file] = process.argv;
if (file !== undefined) {
  const posts = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Tweet);
  print(`${posts.length} posts of the file`, measure(posts, all));
  print('  content read', measure(posts, contentOf));
  for (const [name, step] of Object.entries(steps) as readonly [StepName, Step][]) {
    print(`  ${name}`, measure(posts, (post) => step.run(post, contentOf(post))) - measure(posts, contentOf));
  }
}
print('without links and tags', measure([buildTweet()], all));
print('a repost of 5 kB', measure([buildTypicalPost()], all));
const emoji = buildTweet({ text: '👩‍👩‍👧‍👦 🇺🇳 4\u20E3 ❤ ☀ 👍🏽 🕵🏽\u200D♂ 😀😀😀' });
print('ten emoji', measure([emoji], all));

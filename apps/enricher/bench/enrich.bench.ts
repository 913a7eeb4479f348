/**
 * CPU time that the steps take, for typical posts and for one full of emoji: npm run bench -w @tdp/enricher
 */
import { buildTweet } from '@tdp/testing';
import { createEnrich, createSteps } from '../src/pipeline';
import { buildTypicalPost } from '../test-support/posts';

const ROUNDS = 200_000;
/** Keeps what was made, or the compiler would see that nobody needs it. */
const kept: unknown[] = Array.from({ length: 256 });

function measure(what: string, work: () => unknown): void {
  for (let round = 0; round < ROUNDS / 4; round += 1) {
    work();
  }
  const started = process.cpuUsage();
  for (let round = 0; round < ROUNDS; round += 1) {
    kept[round % kept.length] = work();
  }
  const { user, system } = process.cpuUsage(started);
  const micros = (user + system) / ROUNDS;
  console.log(`${what.padEnd(24)} ${micros.toFixed(1)} µs a post`);
}

const enrich = createEnrich(createSteps({ topics: null }));
const plain = buildTweet();
const typical = buildTypicalPost();
const emoji = buildTweet({ text: '👩‍👩‍👧‍👦 🇺🇳 4\u20E3 ❤ ☀ 👍🏽 🕵🏽\u200D♂ 😀😀😀' });
measure('without links and tags', () => enrich(plain, 0));
measure('a repost of 5 kB', () => enrich(typical, 0));
measure('ten emoji', () => enrich(emoji, 0));

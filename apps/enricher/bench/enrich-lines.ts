/**
 * Posts as the ingester makes them to records as they go to tweets-enriched, both one in JSON a line, with the topics of a
 * file: node ../../tools/bench.mjs bench/enrich-lines.ts POSTS TOPICS
 */
import { readFileSync } from 'node:fs';
import type { Tweet } from '@tdp/contracts';
import { createEnrich, createSteps } from '../src/pipeline';
import { createTopicMatcher } from '../src/topics/matcher';
import { describeProblem, parseTopics } from '../src/topics/parse-topics';

const [, , postsFile = '', topicsFile = ''] = process.argv;
const parsed = parseTopics(readFileSync(topicsFile, 'utf8'), topicsFile);
if (!parsed.ok) {
  throw new Error(parsed.problems.map(describeProblem).join('\n'));
}
const topics = { match: createTopicMatcher(parsed.topics), version: 'recorded' };
const enrich = createEnrich(createSteps({ topics: { current: () => topics } }));
for (const line of readFileSync(postsFile, 'utf8').split('\n')) {
  if (line !== '') {
    const result = enrich(JSON.parse(line) as Tweet, 0);
    if (result.kind !== 'ok') {
      throw result.kind === 'dlq' ? result.error : new Error(result.kind);
    }
    console.log(JSON.stringify(result.value.record));
  }
}

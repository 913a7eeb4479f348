/**
 * What a document costs before it is on the wire, part by part: npm run bench -w @tdp/mongo-sink
 */
import { buildEnrichedTweet, buildTweet, buildUser } from '@tdp/testing';
import { mongo } from 'mongoose';
import { toTweetDocument } from '../src/write-models/tweet-document';

const topic = (id: string) => ({
  domain: { id, name: 'Entities [Entity Service]', description: 'Posts about entities' },
  entity: { id: '848920371311001600', name: 'Technology', description: null },
});
const span = { start: 10, end: 20 };
const entities = {
  hashtags: [{ ...span, tag: 'rivers' }],
  mentions: [{ ...span, username: 'ann_lee', id: '2244994945' }],
  cashtags: [],
  urls: [],
  annotations: [],
};
const original = buildTweet({ id: '1', entities, contextAnnotations: ['30', '46', '47'].map(topic) });
/** A repost with what X sends beside it: about five kilobytes as JSON, as most of the stream is. */
const post = buildEnrichedTweet({
  tweet: buildTweet({
    text: 'RT @ann_lee: a quiet day at the river, and a long way home by the last train #rivers',
    entities,
    contextAnnotations: ['30', '46', '47'].map(topic),
    referencedTweets: [{ type: 'retweeted', id: '1', tweet: original }],
    includedUsers: [buildUser({ id: '3' })],
  }),
});
const storedAt = new Date();
const document = toTweetDocument(post, storedAt);

const ROUNDS = 20_000;
/** Keeps what was made, or the compiler would see that nobody needs it. */
const kept: unknown[] = Array.from({ length: 256 });

function measure(what: string, work: () => unknown): void {
  for (let round = 0; round < ROUNDS / 4; round += 1) {
    work();
  }
  const started = performance.now();
  for (let round = 0; round < ROUNDS; round += 1) {
    kept[round % kept.length] = work();
  }
  const micros = ((performance.now() - started) * 1_000) / ROUNDS;
  console.log(`${what.padEnd(36)} ${micros.toFixed(1)} µs a post`);
}

console.log(`${JSON.stringify(post).length} bytes as JSON, ${mongo.BSON.serialize(document).length} as BSON`);
measure('to document', () => toTweetDocument(post, storedAt));
measure('serialize (insert command)', () => mongo.BSON.serialize(document));
measure('walk for its size (insertMany also)', () => mongo.BSON.calculateObjectSize(document));

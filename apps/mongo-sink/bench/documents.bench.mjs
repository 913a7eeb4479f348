/**
 * What a document costs before it is on the wire, per part.
 * Run: node apps/mongo-sink/bench/documents.bench.mjs STREAM.ndjson
 */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.join(import.meta.dirname, '../../..');
const outfile = path.join(mkdtempSync(path.join(tmpdir(), 'documents-bench-')), 'bench.cjs');
await build({
  stdin: {
    contents: `
      export { mapLine } from './apps/ingester/src/mapping/map-line';
      export { toTweetDocument } from './apps/mongo-sink/src/write-models/tweet-document';
      export { enrichTweet } from './apps/enricher/src/pipeline';
      export { createCodec } from './libs/streaming/src/codec/codec';
      export { latestSchema } from '@tdp/contracts';
      export { systemClock } from '@tdp/service';
      export { Type } from 'avsc';
      export { BSON } from 'mongodb';
    `,
    resolveDir: root,
  },
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  logLevel: 'error',
});
const { mapLine, toTweetDocument, enrichTweet, createCodec, latestSchema, systemClock, Type, BSON } = (
  await import(outfile)
).default;

const lines = readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean);
const registry = {
  idOf: async () => 1,
  writerType: async () => Type.forSchema(latestSchema('EnrichedTweet')),
};
const codec = createCodec({ registryUrl: 'http://unused', clock: systemClock, registry });
await codec.prepare(['tweets-enriched']);
const tweets = lines
  .map((line) => mapLine(JSON.parse(line), { source: 'replay', observedAt: 1, ingestedAt: 1 }))
  .map((r) => r.tweet ?? r.value?.tweet ?? r);
const enriched = tweets.map((tweet) => enrichTweet(tweet, 1).value);
const values = enriched.map((record) => codec.encode('tweets-enriched', record));
await codec.load('tweets-enriched', values);
const decoded = values.map((value) => codec.decode('tweets-enriched', value));
const documents = decoded.map((record) => toTweetDocument(record, new Date()));

function time(label, items, work) {
  for (let round = 0; round < 5; round += 1) items.forEach(work);
  const rounds = 20;
  const started = process.hrtime.bigint();
  for (let round = 0; round < rounds; round += 1) items.forEach(work);
  const micros = Number(process.hrtime.bigint() - started) / 1_000 / rounds / items.length;
  console.log(`${label.padEnd(28)} ${micros.toFixed(1)} µs`);
}
console.log(
  `${values.length} posts, ${Math.round(values.reduce((sum, v) => sum + v.length, 0) / values.length)} bytes of Avro each`,
);
time('enrich', tweets, (tweet) => enrichTweet(tweet, 1));
time('encode Avro', enriched, (record) => codec.encode('tweets-enriched', record));
time('decode Avro', values, (value) => codec.decode('tweets-enriched', value));
time('to document', decoded, (record) => toTweetDocument(record, new Date()));
time('serialize BSON', documents, (document) => BSON.serialize(document));
time('calculate BSON size', documents, (document) => BSON.calculateObjectSize(document));

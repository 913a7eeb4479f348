/**
 * Decodes per second: our codec beside the registry client's own decode with a reader
 * schema, in one run on the same records. Run: node libs/streaming/bench/codec.bench.mjs
 */
import { createServer } from 'node:http';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.join(import.meta.dirname, '..');
const outfile = path.join(mkdtempSync(path.join(tmpdir(), 'codec-bench-')), 'bench.cjs');
await build({
  stdin: {
    contents: `
      export { createCodec } from './src/codec/codec';
      export { systemClock } from '@tdp/service';
      export { latestSchema } from '@tdp/contracts';
      export { buildTweet } from '@tdp/testing';
      export { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
    `,
    resolveDir: root,
  },
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  logLevel: 'error',
});
const { createCodec, systemClock, latestSchema, buildTweet, SchemaRegistry } = (await import(outfile))
  .default;

const schema = JSON.stringify(latestSchema('Tweet'));
const server = createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(request.method === 'POST' ? { id: 1, version: 1 } : { schema }));
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const registryUrl = `http://127.0.0.1:${server.address().port}`;

const codec = createCodec({ registryUrl, clock: systemClock });
await codec.prepare(['tweets-raw']);
const bytes = codec.encode('tweets-raw', buildTweet({ text: 'a post of ordinary length, with #one tag' }));
await codec.load('tweets-raw', [bytes]);
const registry = new SchemaRegistry({ host: registryUrl });

const buildTweetOnce = buildTweet({ text: 'a post of ordinary length, with #one tag' });

async function perSecond(rounds, work) {
  await work(Math.ceil(rounds / 10));
  const started = process.hrtime.bigint();
  await work(rounds);
  return rounds / (Number(process.hrtime.bigint() - started) / 1e9);
}
const times = async (rounds, work) =>
  perSecond(rounds, async (n) => {
    for (let i = 0; i < n; i += 1) await work();
  });
const timesSync = async (rounds, work) =>
  perSecond(rounds, (n) => {
    for (let i = 0; i < n; i += 1) work();
  });

const ours = await timesSync(400_000, () => codec.decode('tweets-raw', bytes));
const encode = await timesSync(200_000, () => codec.encode('tweets-raw', buildTweetOnce));
const peer = await times(2_000, () => registry.decode(bytes, { AVRO: { readerSchema: JSON.parse(schema) } }));
const writer = await times(50_000, () => registry.decode(bytes));
console.log(`record of ${bytes.length} bytes`);
console.log(`our decode, cached resolver:              ${Math.round(ours)} /s`);
console.log(
  `registry client, reader schema:           ${Math.round(peer)} /s  (ours ${(ours / peer).toFixed(0)}x)`,
);
console.log(
  `registry client, writer's schema only:    ${Math.round(writer)} /s  (ours ${(ours / writer).toFixed(1)}x)`,
);
console.log(`our encode:                               ${Math.round(encode)} /s`);
server.close();

/**
 * Decodes a second: our codec beside the registry client's own decode, in one run on the same
 * record: npm run bench -w @tdp/streaming
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { latestSchema } from '@tdp/contracts';
import { systemClock } from '@tdp/service';
import { buildTweet } from '@tdp/testing';
import { createCodec } from '../src/codec/codec';

const TOPIC = 'tweets-raw';
const readerSchema = latestSchema('Tweet');

/** A registry that knows one schema. */
async function startRegistry() {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    const answer =
      request.method === 'POST' ? { id: 1, version: 1 } : { schema: JSON.stringify(readerSchema) };
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function perSecond(rounds: number, work: () => unknown): Promise<number> {
  for (let round = 0; round < rounds / 10; round += 1) {
    await work();
  }
  const started = performance.now();
  for (let round = 0; round < rounds; round += 1) {
    const result = work();
    if (result instanceof Promise) {
      await result;
    }
  }
  return rounds / ((performance.now() - started) / 1_000);
}

async function main(): Promise<void> {
  const { server, url } = await startRegistry();
  const tweet = buildTweet({ text: 'a post of ordinary length, with #one tag' });
  const codec = createCodec({ registryUrl: url, clock: systemClock });
  await codec.prepare([TOPIC]);
  const bytes = codec.encode(TOPIC, tweet);
  await codec.load(TOPIC, [bytes]);
  const peer = new SchemaRegistry({ host: url });

  const ours = await perSecond(400_000, () => codec.decode(TOPIC, bytes));
  const theirs = await perSecond(2_000, () => peer.decode(bytes, { AVRO: { readerSchema } as never }));
  const writerOnly = await perSecond(50_000, () => peer.decode(bytes));
  const encoded = await perSecond(200_000, () => codec.encode(TOPIC, tweet));
  const row = (what: string, rate: number, ratio = '') =>
    console.log(`${what.padEnd(40)} ${Math.round(rate).toLocaleString('en-US')} /s${ratio}`);
  console.log(`record of ${bytes.length} bytes`);
  row('our decode, cached resolver', ours);
  row('registry client, reader schema', theirs, `  (ours ${(ours / theirs).toFixed(0)}x)`);
  row("registry client, writer's schema only", writerOnly, `  (ours ${(ours / writerOnly).toFixed(1)}x)`);
  row('our encode', encoded);
  server.close();
}

void main();

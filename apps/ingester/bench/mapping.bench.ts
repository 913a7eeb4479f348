/**
 * Framing, parsing and mapping of stream lines: npm run bench -w @tdp/ingester [-- FILE], where FILE
 * holds one stream line a line (default: the committed fixture).
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { mapPage } from '../src/mapping/map-page';
import type { Observation } from '../src/observation';
import type { JsonObject } from '../src/reading/json';
import { createLineFramer } from '../src/sources/framing/line-framer';

const file = process.argv[2] ?? path.join(__dirname, '../test-support/fixtures/posts.ndjson');
const bytes = readFileSync(file);
const lines = bytes
  .toString('utf8')
  .split('\n')
  .filter((line) => line !== '');
const rounds = Math.ceil(20_000 / lines.length);
const asObservation = (line: Buffer): Observation => ({
  kind: 'observation',
  origin: 'stream',
  observedAt: 1,
  body: JSON.parse(line.toString('utf8')) as JsonObject,
  bytes: line,
});
const buffers = lines.map((line) => Buffer.from(line));

function measure(what: string, once: () => void): void {
  for (let round = 0; round < rounds / 4; round += 1) {
    once();
  }
  const started = performance.now();
  for (let round = 0; round < rounds; round += 1) {
    once();
  }
  const micros = ((performance.now() - started) * 1_000) / rounds / lines.length;
  console.log(`${what.padEnd(28)} ${micros.toFixed(1)} µs a line`);
}

console.log(`${lines.length} lines, ${Math.round(bytes.length / lines.length)} bytes on average`);
measure('JSON.parse', () => lines.forEach((line) => JSON.parse(line)));
measure('JSON.parse and map', () => buffers.forEach((line) => mapPage(asObservation(line), 2)));
measure('frame', () => {
  const framer = createLineFramer({ maxLineBytes: 1_000_000, onTooLong: () => undefined });
  for (let at = 0; at < bytes.length; at += 65_536) {
    framer.push(bytes.subarray(at, at + 65_536));
  }
});

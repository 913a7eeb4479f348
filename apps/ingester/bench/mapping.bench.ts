/**
 * A line's way through the ingester, without Kafka: npm run bench -w @tdp/ingester [-- FILE], where FILE holds one
 * stream line a line (default: the committed fixture). CPU time, which a busy machine disturbs less than a clock.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createLogger, systemClock } from '@tdp/service';
import { mapPage } from '../src/mapping/map-page';
import { createBatchMaker } from '../src/publish/batch';
import { createChangedProfiles } from '../src/publish/changed-profiles';
import { createLineFramer } from '../src/sources/framing/line-framer';
import { sortLines } from '../src/sources/filtered-stream/sort-lines';

const file = process.argv[2] ?? path.join(__dirname, '../test-support/fixtures/posts.ndjson');
const bytes = readFileSync(file);
const lines = bytes
  .toString('utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => Buffer.from(line));
const rounds = Math.ceil(20_000 / lines.length);

function measure(what: string, once: () => void): void {
  for (let round = 0; round < rounds / 2; round += 1) {
    once();
  }
  const started = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) {
    once();
  }
  const { user, system } = process.cpuUsage(started);
  console.log(`${what.padEnd(34)} ${((user + system) / rounds / lines.length).toFixed(1)} µs CPU a line`);
}

console.log(`${lines.length} lines, ${Math.round(bytes.length / lines.length)} bytes on average`);
measure('frame', () => {
  const framer = createLineFramer({ maxLineBytes: 1_000_000, onTooLong: () => undefined });
  for (let at = 0; at < bytes.length; at += 65_536) {
    framer.push(bytes.subarray(at, at + 65_536));
  }
});
measure('JSON.parse', () => lines.forEach((line) => JSON.parse(line.toString('utf8'))));
measure('tell apart', () => sortLines(lines, 1));
measure('tell apart, map', () => {
  for (const delivery of sortLines(lines, 1).deliveries) {
    if (delivery.kind === 'observation') {
      mapPage(delivery, 2);
    }
  }
});

const makeBatch = createBatchMaker({
  producer: {
    encode: ({ topic, key }) => ({ topic, message: { key, value: null }, bytes: 1 }),
  },
  profiles: createChangedProfiles({ maxUsers: 200_000, daily: true }),
  logger: createLogger({ service: 'bench', version: 'bench', level: 'silent' }),
  clock: systemClock,
});
measure('tell apart, map, compare profiles', () => makeBatch(sortLines(lines, 1).deliveries));

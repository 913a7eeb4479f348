/**
 * What the enrichments make of the recorded posts beside the repository, a line each: npm run golden prints it,
 * npm run golden:write makes it what is expected from now on.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { enrichLines, runScript } from './enrich-lines.mjs';

const ROOT = path.join(import.meta.dirname, '..');
const RECORDED = path.join(ROOT, '../shared/x-api/recorded/stream.ndjson');
const GOLDEN = path.join(ROOT, 'apps/pipeline-e2e/golden/recorded-posts.ndjson');

if (!existsSync(RECORDED)) {
  throw new Error(`there are no recorded posts: ${RECORDED}`);
}
const records = await enrichLines(readFileSync(RECORDED, 'utf8'));
const golden = await runScript('pipeline-e2e/src/golden/print-golden.ts', records);
if (process.argv.includes('--write')) {
  writeFileSync(GOLDEN, golden);
} else {
  process.stdout.write(golden);
}

/**
 * What the enrichments make of the recorded posts beside the repository, a line each: npm run golden prints it,
 * npm run golden:write makes it what is expected from now on. Each app is run by a script of its own, bundled as the app
 * is, because apps may not import each other.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleApp } from './app-bundle.mjs';

const APPS = path.join(import.meta.dirname, '../apps');
const RECORDED = path.join(APPS, '../../shared/x-api/recorded/stream.ndjson');
const GOLDEN = path.join(APPS, 'pipeline-e2e/golden/recorded-posts.ndjson');

const dir = mkdtempSync(path.join(tmpdir(), 'tdp-golden-'));

async function run(script, ...args) {
  const outfile = path.join(dir, `${path.basename(script, '.ts')}.js`);
  await bundleApp({ entry: path.join(APPS, script), outfile });
  const { status, stdout } = spawnSync(process.execPath, [outfile, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) {
    throw new Error(`${script} ended with exit code ${status}`);
  }
  const output = path.join(dir, `${path.basename(script)}.ndjson`);
  writeFileSync(output, stdout);
  return { output, text: stdout };
}

if (!existsSync(RECORDED)) {
  throw new Error(`there are no recorded posts: ${RECORDED}`);
}
try {
  const posts = await run('ingester/bench/map-lines.ts', RECORDED);
  const topics = path.join(APPS, 'enricher/topics.yaml');
  const records = await run('enricher/bench/enrich-lines.ts', posts.output, topics);
  const { text } = await run('pipeline-e2e/src/golden/print-golden.ts', records.output);
  if (process.argv.includes('--write')) {
    writeFileSync(GOLDEN, text);
  } else {
    process.stdout.write(text);
  }
} finally {
  rmSync(dir, { recursive: true });
}

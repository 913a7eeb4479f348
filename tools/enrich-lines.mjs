/**
 * Lines of X to the records that go to tweets-enriched, one in JSON a line, with the sample topics:
 * node tools/enrich-lines.mjs < LINES. Each app is run by a script of its own, bundled as the app is, because apps may not
 * import each other.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleApp } from './app-bundle.mjs';

const APPS = path.join(import.meta.dirname, '../apps');

/** Runs a script of an app and gives what it printed. */
export async function runScript(script, input, ...args) {
  const dir = mkdtempSync(path.join(tmpdir(), 'tdp-script-'));
  try {
    const outfile = path.join(dir, 'script.js');
    const file = path.join(dir, 'input.ndjson');
    writeFileSync(file, input);
    await bundleApp({ entry: path.join(APPS, script), outfile });
    const { status, stdout } = spawnSync(process.execPath, [outfile, file, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    if (status !== 0) {
      throw new Error(`${script} ended with exit code ${status}`);
    }
    return stdout;
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** The lines of X as records of tweets-enriched. */
export async function enrichLines(lines) {
  const posts = await runScript('ingester/bench/map-lines.ts', lines);
  return await runScript('enricher/bench/enrich-lines.ts', posts, path.join(APPS, 'enricher/topics.yaml'));
}

if (process.argv[1] === import.meta.filename) {
  process.stdout.write(await enrichLines(readFileSync(0, 'utf8')));
}

/**
 * What enrichment costs and how right it is, beside others: npm run bench:enrich. The mix of posts is
 * X's own where recorded ones lie beside the repository, else the ingester's few test lines.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '..');
const RECORDED = path.join(ROOT, '../shared/x-api/recorded/stream.ndjson');
const FIXTURES = path.join(ROOT, 'apps/ingester/test-support/fixtures/posts.ndjson');

/** Runs a benchmark of a project and gives what it printed, where that is asked for. */
function bench(project, args, stdout = 'inherit') {
  const { status, stdout: printed } = spawnSync(
    process.execPath,
    [path.join(ROOT, 'tools/bench.mjs'), ...args],
    {
      cwd: path.join(ROOT, 'apps', project),
      env: { ...process.env, INIT_CWD: path.join(ROOT, 'apps', project) },
      stdio: ['inherit', stdout, 'inherit'],
      maxBuffer: 2 ** 28,
    },
  );
  if (status !== 0) {
    process.exit(status ?? 1);
  }
  return printed;
}

const lines = existsSync(RECORDED) ? RECORDED : FIXTURES;
const dir = mkdtempSync(path.join(tmpdir(), 'tdp-bench-'));
try {
  const posts = path.join(dir, 'posts.ndjson');
  writeFileSync(posts, bench('ingester', ['bench/map-lines.ts', lines], 'pipe'));
  console.log(`\nAll steps, posts of ${path.relative(ROOT, lines)}`);
  bench('enricher', ['bench/enrich.bench.ts', posts]);
  console.log('\nSentiment');
  bench('enricher', ['bench/sentiment.bench.ts']);
  console.log('\nTopics');
  bench('enricher', ['bench/topics.bench.ts']);
} finally {
  rmSync(dir, { recursive: true });
}

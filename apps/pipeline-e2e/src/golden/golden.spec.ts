import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const REPO = path.join(__dirname, '../../../..');
/** Real posts of X, recorded by others: no part of this repository, but they may lie beside it. */
const hasRecordings = existsSync(path.join(REPO, '../shared/x-api/recorded/stream.ndjson'));

const parse = (lines: string): readonly unknown[] =>
  lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

(hasRecordings ? it : it.skip)(
  'recorded posts are enriched as the golden file has it (skipped where there are none; npm run golden:write rewrites it)',
  () => {
    const expected = parse(
      readFileSync(path.join(REPO, 'apps/pipeline-e2e/golden/recorded-posts.ndjson'), 'utf8'),
    );
    const given = parse(
      execFileSync(process.execPath, [path.join(REPO, 'tools/golden.mjs')], { encoding: 'utf8' }),
    );
    expect(given.filter((post, index) => JSON.stringify(post) !== JSON.stringify(expected[index]))).toEqual(
      [],
    );
    expect(given).toHaveLength(expected.length);
  },
  60_000,
);

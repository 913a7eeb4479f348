import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const PACKAGE = 'vaderSentiment-3.3.2';
const REQUIREMENT =
  'vaderSentiment==3.3.2 --hash=sha256:3bf1d243b98b1afad575b9f22bc2cb1e212b94ff89ca74f8a23a588d024ea311\n';

/** From here as well as from the bundle of a benchmark, in dist. */
const PROGRAM = path.join(__dirname, '../test-support/vader.py');

export interface VaderScores {
  readonly scores: readonly number[];
  /** CPU time of the scoring alone. */
  readonly seconds: number;
}

/** The compound scores that Python's vaderSentiment gives; needs python3, and the first time pip. */
export function scoreWithPython(texts: readonly string[]): VaderScores {
  const output = execFileSync('python3', [PROGRAM], {
    input: JSON.stringify(texts),
    env: { ...process.env, PYTHONPATH: installVader() },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
  });
  return JSON.parse(output) as VaderScores;
}

/** The folder with the package, kept where the local stack keeps its downloads; installed once, whole or not at all. */
function installVader(): string {
  const caches = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');
  const cache = process.env['TDP_CACHE_DIR'] ?? path.join(caches, 'twitter-data-pipeline');
  const folder = path.join(cache, PACKAGE);
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    const temporary = mkdtempSync(path.join(cache, `.tmp-${process.pid}-`));
    try {
      const requirements = path.join(temporary, 'requirements.txt');
      const site = path.join(temporary, 'site');
      writeFileSync(requirements, REQUIREMENT);
      const flags = ['--quiet', '--no-deps', '--only-binary=:all:', '--require-hashes', '--target', site];
      execFileSync('python3', ['-m', 'pip', 'install', ...flags, '-r', requirements], { stdio: 'pipe' });
      renameSync(site, folder);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  }
  return folder;
}

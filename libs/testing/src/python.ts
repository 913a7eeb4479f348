import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A Python with packages, or why there is none. */
export type Python = { readonly program: string } | { readonly missing: string };

/**
 * A Python of its own with exactly these packages, made once and kept beside the stack's downloads. On a machine without
 * Python or without a way to its packages, what needs it is skipped and says why.
 */
export function preparePython(
  requirementsFile: string,
  env: NodeJS.ProcessEnv,
  pipFlags: readonly string[] = [],
): Python {
  const requirements = readFileSync(requirementsFile, 'utf8');
  const cache = env['TDP_CACHE_DIR'] ?? path.join(os.homedir(), '.cache/twitter-data-pipeline');
  const venv = path.join(
    cache,
    `python-${createHash('sha256').update(requirements).digest('hex').slice(0, 12)}`,
  );
  const program = path.join(venv, 'bin/python');
  const done = path.join(venv, 'complete');
  if (existsSync(done)) {
    return { program };
  }
  try {
    // Half of one, of a run that was interrupted.
    rmSync(venv, { recursive: true, force: true });
    run('python3', ['-m', 'venv', venv]);
    run(program, ['-m', 'pip', 'install', '--quiet', ...pipFlags, '--requirement', requirementsFile]);
    writeFileSync(done, '');
    return { program };
  } catch (error) {
    rmSync(venv, { recursive: true, force: true });
    return {
      missing: (error as Error).message.split('\n').slice(0, 2).join(' '),
    };
  }
}

function run(program: string, args: readonly string[]): void {
  execFileSync(program, args, { encoding: 'utf8', stdio: 'pipe', timeout: 180_000 });
}

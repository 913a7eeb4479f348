import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryDirs } from '../../test/temporary-dir';
import { installPackages } from './install';
import { createProgress } from './progress';

const newDir = temporaryDirs();
const progress = createProgress({ write: () => undefined });

const NODE = `node-${process.platform}-${process.arch}`;
const INSTALLS_NODE = `mkdir -p node_modules/${NODE}/bin && touch node_modules/${NODE}/bin/node`;

interface Checkout {
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  /** How npm was called so far. */
  calls(): string[];
}

/** A checkout that pins a Node, and a PATH whose npm is this script. */
function checkout(npm = INSTALLS_NODE): Checkout {
  const root = newDir();
  const bin = newDir();
  const manifest = { optionalDependencies: { [NODE]: '1.0.0' } };
  writeFileSync(path.join(root, 'package.json'), JSON.stringify(manifest));
  writeFileSync(path.join(root, 'package-lock.json'), '{}');
  mkdirSync(path.join(root, 'node_modules'));
  writeFileSync(path.join(bin, 'npm'), `#!/bin/sh\necho "$@" >> '${bin}/calls'\n${npm}\n`);
  chmodSync(path.join(bin, 'npm'), 0o755);
  const file = path.join(bin, 'calls');
  return {
    root,
    env: { PATH: `${bin}:/usr/bin:/bin` },
    calls: () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []),
  };
}

describe('installPackages', () => {
  it('installs what the lockfile says, whatever the settings of the user leave out', async () => {
    const { root, env, calls } = checkout();
    await installPackages(root, { env, progress });
    expect(calls()).toEqual([
      expect.stringMatching(/^ci .*--include=dev --include=optional --ignore-scripts/),
    ]);
  });

  it('installs again only after the lockfile has changed, or the pinned Node is gone', async () => {
    const { root, env, calls } = checkout();
    await installPackages(root, { env, progress });
    await installPackages(root, { env, progress });
    expect(calls()).toHaveLength(1);
    writeFileSync(path.join(root, 'package-lock.json'), '{ }');
    await installPackages(root, { env, progress });
    expect(calls()).toHaveLength(2);
    rmSync(path.join(root, `node_modules/${NODE}`), { recursive: true });
    await installPackages(root, { env, progress });
    expect(calls()).toHaveLength(3);
  });

  it("passes npm's own words on when it fails, and tries again the next time", async () => {
    const { root, env, calls } = checkout('echo "npm error code ENOSPC"; exit 228');
    await expect(installPackages(root, { env, progress })).rejects.toThrow(
      /npm error code ENOSPC[^]*npm ci .* ended with exit code 228/,
    );
    await expect(installPackages(root, { env, progress })).rejects.toThrow('ENOSPC');
    expect(calls()).toHaveLength(2);
  });

  it('says when there is no npm', async () => {
    const { root } = checkout();
    await expect(installPackages(root, { env: { PATH: newDir() }, progress })).rejects.toThrow(
      /^npm is needed and cannot be started: .*ENOENT/,
    );
  });

  it('uses the npm that it was started with', async () => {
    const { root, env, calls } = checkout();
    const cli = path.join(newDir(), 'npm-cli.js');
    writeFileSync(cli, `require('node:fs').writeFileSync('${root}/called', process.argv.slice(2).join(' '))`);
    await installPackages(root, { env: { ...env, npm_execpath: cli }, progress });
    expect(calls()).toEqual([]);
    expect(readFileSync(path.join(root, 'called'), 'utf8')).toContain('ci --no-progress');
  });
});

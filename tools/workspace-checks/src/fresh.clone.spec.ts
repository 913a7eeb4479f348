import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pinnedNodeVersion, ROOT } from './repository';

/** What a new machine has: the newest npm, which has not always been the one before. */
const NPM = 'npm@latest';

const scratch = mkdtempSync(path.join(tmpdir(), 'tdp-clone-'));
const clone = path.join(scratch, 'clone');
const bin = path.join(scratch, 'bin');
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** What npm, nx and jest have set for these tests. Where npm gets packages from stays as it is. */
const OF_THIS_RUN =
  /^(npm_(?!config_)|npm_config_((local_|global_)?prefix$|ignore_scripts)|NODE_|NX_|JEST_|INIT_CWD)/i;

/** The environment of a user whose PATH has this Node and the newest npm, and no checkout's programs. */
function newMachine(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !OF_THIS_RUN.test(name));
  const dirs = (process.env['PATH'] ?? '').split(':').filter((dir) => !dir.includes('node_modules'));
  return { ...Object.fromEntries(kept), PATH: [bin, ...dirs].join(':') };
}

function npm(...args: readonly string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(path.join(bin, 'npm'), args, {
    cwd: clone,
    env: newMachine(),
    encoding: 'utf8',
  });
  return { status, output: `${stdout}${stderr}` };
}

beforeAll(() => {
  execFileSync('git', ['clone', '--quiet', ROOT, clone], { stdio: 'pipe' });
  const prefix = path.join(scratch, 'npm');
  const flags = ['--no-audit', '--no-fund', '--prefix', prefix];
  execFileSync('npm', ['install', ...flags, NPM], { cwd: tmpdir(), stdio: 'pipe' });
  mkdirSync(bin);
  symlinkSync(process.execPath, path.join(bin, 'node'));
  for (const name of ['npm', 'npx']) {
    const cli = path.join(prefix, `node_modules/npm/bin/${name}-cli.js`);
    writeFileSync(path.join(bin, name), `#!/bin/sh\nexec node '${cli}' "$@"\n`);
    chmodSync(path.join(bin, name), 0o755);
  }
}, 600_000);

describe('a fresh clone with the newest npm', () => {
  it('installs, builds and hands over to the program that npm start is', () => {
    const { status, output } = npm('start', '--', '--help');
    expect(output).toMatch(/✓ install npm packages[^]*✓ build[^]*Runs the whole pipeline on this machine/);
    expect(status).toBe(0);
  }, 1_200_000);

  it('runs every later npm command on the pinned Node', () => {
    const { output } = npm('exec', '--', 'node', '--print', 'process.version + process.execPath');
    expect(output).toContain(`v${pinnedNodeVersion()}${clone}/node_modules/`);
  });
});

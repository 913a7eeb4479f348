import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryDirs } from '../../test/temporary-dir';
import { findPython, removePixel } from './superset';

const newDir = temporaryDirs();
const REQUIREMENTS = path.resolve(__dirname, '../../superset/requirements.txt');

function pythons(versions: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const dir = newDir();
  for (const [name, version] of Object.entries(versions)) {
    writeFileSync(path.join(dir, name), `#!/bin/sh\n${version === '' ? 'exit 1' : `echo ${version}`}\n`);
    chmodSync(path.join(dir, name), 0o755);
  }
  return { PATH: dir };
}

describe("Superset's Python", () => {
  it.each([
    [{ 'python3.11': '3.11', python3: '3.13' }, 'python3.11'],
    [{ python3: '3.11' }, 'python3'],
    [{ 'python3.11': '', python3: '3.12', python: '3.11' }, 'python'],
  ])('of %j is %s', async (versions, command) => {
    expect(await findPython(pythons(versions))).toBe(command);
  });

  it('is asked for where there is none of its version with pip', async () => {
    await expect(findPython(pythons({ 'python3.11': '', python3: '3.13' }))).rejects.toThrow(
      'Superset needs Python 3.11 with pip',
    );
  });
});

describe("Superset's pages", () => {
  const page = (text: string): [string, string] => {
    const site = newDir();
    const assets = path.join(site, 'superset/static/assets');
    mkdirSync(assets, { recursive: true });
    const file = path.join(assets, 'menu.js');
    writeFileSync(file, text);
    return [site, file];
  };

  it('lose the picture by which installations are counted', async () => {
    const [site, file] = page('let l=`https://apachesuperset.gateway.scarf.sh/pixel/0d34/${e}`;');
    await removePixel(site);
    expect(readFileSync(file, 'utf8')).toMatch(/^let l=`data:image\/gif;base64,[^#]+#0d34\/\$\{e\}`;$/);
  });

  it('are refused when they are others than it was removed from', async () => {
    const [site] = page('let l=1');
    await expect(removePixel(site)).rejects.toThrow('do not have');
  });
});

it('has a hash for every package', () => {
  const packages = readFileSync(REQUIREMENTS, 'utf8').match(/^\S+==.*\\\n {4}--hash=sha256:/gm) ?? [];
  const named = readFileSync(REQUIREMENTS, 'utf8').match(/^[a-z].*==/gm) ?? [];
  expect(packages).toHaveLength(named.length);
  expect(named.length).toBeGreaterThan(100);
  expect(readFileSync(REQUIREMENTS, 'utf8')).not.toMatch(/https?:/);
});

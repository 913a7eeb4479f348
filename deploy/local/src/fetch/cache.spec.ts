import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryDirs } from '../../test/temporary-dir';
import { cacheDir, fillEntry, isIntact, removeLeftovers, sizeOf } from './cache';

const newDir = temporaryDirs();

async function filledEntry(): Promise<string> {
  const entry = path.join(newDir(), 'kafka-1');
  await fillEntry(entry, (dir) => {
    mkdirSync(path.join(dir, 'jars'));
    writeFileSync(path.join(dir, 'jars', 'a.jar'), 'aaaa');
    writeFileSync(path.join(dir, 'b.txt'), 'b');
    return Promise.resolve();
  });
  return entry;
}

describe('fillEntry', () => {
  it('makes an entry that is intact', async () => {
    const entry = await filledEntry();
    expect(await isIntact(entry)).toBe(true);
    expect(await sizeOf(entry)).toBe(5);
  });

  it('leaves nothing behind when filling fails', async () => {
    const root = newDir();
    const filling = fillEntry(path.join(root, 'kafka-1'), (dir) => {
      writeFileSync(path.join(dir, 'half'), 'x');
      return Promise.reject(new Error('connection lost'));
    });
    await expect(filling).rejects.toThrow('connection lost');
    expect(readdirSync(root)).toEqual([]);
  });

  it('replaces a damaged entry', async () => {
    const entry = await filledEntry();
    rmSync(path.join(entry, 'b.txt'));
    await fillEntry(entry, (dir) => Promise.resolve(writeFileSync(path.join(dir, 'new'), 'n')));
    expect(await isIntact(entry)).toBe(true);
    expect(readFileSync(path.join(entry, 'new'), 'utf8')).toBe('n');
    expect(existsSync(path.join(entry, 'jars'))).toBe(false);
  });
});

describe('isIntact', () => {
  it.each<[string, (entry: string) => void]>([
    ['a truncated file', (entry) => writeFileSync(path.join(entry, 'jars', 'a.jar'), 'aa')],
    ['a missing file', (entry) => rmSync(path.join(entry, 'b.txt'))],
    ['a file too many', (entry) => writeFileSync(path.join(entry, 'c.txt'), 'c')],
    ['no entry', (entry) => rmSync(entry, { recursive: true })],
  ])('notices %s', async (_what, damage) => {
    const entry = await filledEntry();
    damage(entry);
    expect(await isIntact(entry)).toBe(false);
  });
});

describe('removeLeftovers', () => {
  it('removes what dead processes left and nothing else', async () => {
    const root = newDir();
    const beyondAnyPid = 2 ** 22 + 1;
    for (const name of [`.tmp-${beyondAnyPid}-kafka`, `.tmp-${process.pid}-kafka`, 'kafka-1']) {
      mkdirSync(path.join(root, name));
    }
    await removeLeftovers(root);
    expect(readdirSync(root).sort()).toEqual([`.tmp-${process.pid}-kafka`, 'kafka-1']);
  });
});

describe('cacheDir', () => {
  it.each([
    [{ TDP_CACHE_DIR: '/a', XDG_CACHE_HOME: '/b' }, '/a'],
    [{ XDG_CACHE_HOME: '/b' }, '/b/twitter-data-pipeline'],
  ])('for %j is %s', (env, dir) => {
    expect(cacheDir(env)).toBe(dir);
  });
});

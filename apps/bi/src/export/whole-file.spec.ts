import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { writeChunks, writeWhole } from './whole-file';

const dir = mkdtempSync(path.join(os.tmpdir(), 'tdp-whole-'));
const file = path.join(dir, 'file');
afterAll(() => rmSync(dir, { recursive: true }));

async function* chunks(...texts: readonly string[]): AsyncIterable<string> {
  yield* texts;
}

describe('a file that is written whole', () => {
  it('has its name when it is whole', async () => {
    await writeWhole(file, async (part) => {
      await writeChunks(part, chunks('a', 'b'));
      expect(readdirSync(dir)).toEqual([path.basename(part)]);
    });
    expect([readdirSync(dir), readFileSync(file, 'utf8')]).toEqual([['file'], 'ab']);
  });

  it('says that the disk is full, and leaves what was there', async () => {
    writeFileSync(file, 'before');
    const writing = writeWhole(file, async (part) => {
      await writeFile(part, 'half');
      // The device of Linux on which there is never any room.
      await writeFile('/dev/full', 'x');
    });
    await expect(writing).rejects.toThrow(`--out ${file}: the disk is full (ENOSPC); nothing was left there`);
    expect([readdirSync(dir), readFileSync(file, 'utf8')]).toEqual([['file'], 'before']);
  });

  it('passes on what was no trouble with the file', async () => {
    const error = new Error('MongoDB is away');
    await expect(writeWhole(file, () => Promise.reject(error))).rejects.toBe(error);
  });
});

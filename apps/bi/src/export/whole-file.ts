import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PipelineError } from '@tdp/service';
import type { Chunks } from './formats/text-formats';

/**
 * Writes a file under a name of its own beside it, and gives it its name when it is whole: whoever opens it sees all of it,
 * or what was there before.
 * @throws PipelineError CONFIG_INVALID that says why it cannot be written; whatever `write` throws
 */
export async function writeWhole(file: string, write: (part: string) => Promise<void>): Promise<void> {
  const directory = path.dirname(file);
  if (!(await stat(directory).catch(() => null))?.isDirectory()) {
    throw new PipelineError('CONFIG_INVALID', `--out ${file}: there is no directory ${directory}`);
  }
  if ((await stat(file).catch(() => null))?.isDirectory()) {
    throw new PipelineError('CONFIG_INVALID', `--out ${file} is a directory; name a file in it`);
  }
  const part = `${file}.part-${process.pid}`;
  try {
    await write(part);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw describe(error, file);
  }
}

/** Writes chunks as they come. */
export const writeChunks = (part: string, chunks: Chunks): Promise<void> =>
  pipeline(Readable.from(chunks), createWriteStream(part));

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EACCES: 'this user may not write there',
  EROFS: 'the file system is read-only',
  EFBIG: 'the file system takes no file as large',
};

function describe(error: unknown, file: string): unknown {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const reason = REASONS[code];
  return reason === undefined
    ? error
    : new PipelineError('CONFIG_INVALID', `--out ${file}: ${reason} (${code}); nothing was left there`, {
        cause: error,
      });
}

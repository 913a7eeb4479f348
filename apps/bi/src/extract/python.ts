import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { errorMessage, PipelineError } from '@tdp/service';

const run = promisify(execFile);

export interface PythonOptions {
  /** For people: "Tableau's Hyper API". */
  readonly what: string;
  /** Names each package with its hash. */
  readonly requirements: string;
  /** Where it is kept. */
  readonly cache: string;
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
}

const ADVICE =
  'it takes Python 3.9 or newer with venv and pip (for example: sudo apt-get install python3-venv python3-pip), a way to its ' +
  'package index, and Linux x86-64, macOS or Windows; without them npm run export writes csv and Parquet';

/**
 * A Python with exactly these packages, made once and kept; the program's path.
 * @throws PipelineError CONFIG_INVALID that says what is missing
 */
export async function preparePython(options: PythonOptions): Promise<string> {
  const { what, requirements, cache, progress, signal } = options;
  const text = await readFile(requirements, 'utf8').catch((error: unknown) => {
    throw new PipelineError(
      'CONFIG_INVALID',
      'an extract is written from a clone of the repository, where apps/bi/hyper is; an image has no Python',
      { cause: error },
    );
  });
  const name = `hyper-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
  const venv = path.join(cache, name);
  const program = path.join(venv, 'bin/python');
  if (await isFile(program)) {
    return program;
  }
  progress(`fetching ${what}, once`);
  const part = `${venv}.part-${process.pid}`;
  try {
    await run('python3', ['-m', 'venv', part], { signal });
    const flags = ['--quiet', '--disable-pip-version-check', '--only-binary=:all:', '--require-hashes'];
    const packages = ['-m', 'pip', 'install', ...flags, '--requirement', requirements];
    await run(path.join(part, 'bin/python'), packages, { signal });
    // A Python finds its packages by where it is itself. Where another run was faster, its own is the same.
    await rename(part, venv).catch(async (error: unknown) => {
      if (!(await isFile(program))) {
        throw error;
      }
    });
    return program;
  } catch (error) {
    signal.throwIfAborted();
    throw new PipelineError(
      'CONFIG_INVALID',
      `fetching ${what}: ${lastLine(errorMessage(error))}; ${ADVICE}`,
      { cause: error },
    );
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

const isFile = async (file: string): Promise<boolean> => (await stat(file).catch(() => null)) !== null;

/** What a program said last is why it failed. */
const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

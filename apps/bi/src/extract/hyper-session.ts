import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { HyperColumn } from '@tdp/bi';

/** Hyper's server with one file, through Tableau's library, which is Python's. */
export interface HyperSession {
  /** Opens a .hyper, or makes one. */
  open(file: string): Promise<void>;
  /** Answers with the number of rows that it was about. @throws Error in Hyper's words */
  execute(sql: string): Promise<number>;
  /** Numbers, texts, booleans and nulls; what JSON has no word for is text. */
  query(sql: string): Promise<readonly (readonly unknown[])[]>;
  /** The tables of the file. */
  tables(): Promise<Readonly<Record<string, readonly HyperColumn[]>>>;
  /** Writes into the file what is not in it yet, and lets it go. */
  close(): Promise<void>;
  /** Makes an archive of files by their names in it. */
  pack(file: string, members: Readonly<Record<string, string>>): Promise<void>;
  /** Takes the .hyper out of an archive. */
  unpack(file: string, to: string): Promise<void>;
}

export interface SessionOptions {
  /** A Python that has the Hyper API. */
  readonly python: string;
  /** Of session.py. */
  readonly scripts: string;
  /** For Hyper's log. */
  readonly logs: string;
  readonly signal: AbortSignal;
}

type Answer = { readonly value: unknown } | { readonly error: string };

/** Python's words, and those of Hyper's server, which has none of its own for it. */
const FULL_DISK = /no space left|growing the database file failed/i;
const LAST_WORDS = 2_000;

/**
 * Has a session for one piece of work; however that ends, no process is left.
 * @throws the signal's reason; an Error with code ENOSPC for a full disk
 */
export async function withHyper<T>(
  { python, scripts, logs, signal }: SessionOptions,
  work: (session: HyperSession) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  // In a group of its own: a Ctrl-C is for this process. The end of its input ends the other, whoever ends this one.
  const child = spawn(python, [path.join(scripts, 'session.py')], { detached: true, stdio: 'pipe' });
  const waiting: ((answer: Answer) => void)[] = [];
  let words = '';
  const settle = (error: string): void => waiting.splice(0).forEach((answer) => answer({ error }));
  const exited = new Promise<void>((resolve) => {
    child.on('error', (error) => {
      settle(error.message);
      resolve();
    });
    child.on('close', () => {
      settle(`Hyper ended: ${words.trim()}`);
      resolve();
    });
  });
  child.stderr.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-LAST_WORDS)));
  child.stdin.on('error', () => undefined);
  createInterface(child.stdout).on('line', (line) => waiting.shift()?.(JSON.parse(line) as Answer));
  const end = (): void => void child.stdin.end();
  signal.addEventListener('abort', end, { once: true });

  async function ask<A>(request: Readonly<Record<string, unknown>>): Promise<A> {
    signal.throwIfAborted();
    const answer = await new Promise<Answer>((resolve) => {
      waiting.push(resolve);
      child.stdin.write(`${JSON.stringify(request)}\n`);
    });
    signal.throwIfAborted();
    if ('error' in answer) {
      const error = new Error(answer.error);
      throw FULL_DISK.test(answer.error) ? Object.assign(error, { code: 'ENOSPC' }) : error;
    }
    return answer.value as A;
  }
  try {
    return await work({
      open: (file) => ask({ do: 'open', file, log: logs }),
      execute: (sql) => ask({ do: 'execute', sql }),
      query: (sql) => ask({ do: 'query', sql }),
      tables: () => ask({ do: 'tables' }),
      close: () => ask({ do: 'close' }),
      pack: (file, members) => ask({ do: 'pack', file, members }),
      unpack: (file, to) => ask({ do: 'unpack', file, to }),
    });
  } finally {
    signal.removeEventListener('abort', end);
    child.stdin.end();
    await exited;
  }
}

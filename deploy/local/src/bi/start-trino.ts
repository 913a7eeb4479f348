import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '@tdp/service';
import { HOST, START_TIMEOUT_MS } from '../native/part';
import { pickPort } from '../native/ports';
import { envFor } from '../native/service-env';
import type { StackDir } from '../supervise/stack-dir';
import type { Supervisor } from '../supervise/supervisor';
import { waitUntil } from '../supervise/wait-until';
import { probeTrino } from './ask-trino';
import { trinoArgs, trinoFiles, URI_VARIABLE } from './trino-files';

export interface TrinoOptions {
  readonly javaHome: string;
  readonly trinoApp: string;
  readonly dir: StackDir;
  readonly env: NodeJS.ProcessEnv;
  /** Preferred; a free one where it is taken. */
  readonly port: number;
  /** What Trino reads MongoDB as. */
  readonly mongodbUri: string;
  readonly supervisor: Supervisor;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** The largest of all parts: on two busy processors it has taken longer than the others may. */
const TRINO_START_TIMEOUT_MS = 2 * START_TIMEOUT_MS;

/** Starts Trino and waits until it takes questions; answers with where it is: `http://127.0.0.1:port`. */
export async function startTrino(options: TrinoOptions): Promise<string> {
  const { javaHome, trinoApp: app, dir, env, mongodbUri, supervisor, clock, signal } = options;
  const home = path.join(dir.data, 'trino');
  const port = await pickPort(options.port);
  for (const [file, text] of Object.entries(trinoFiles({ app, home, port }))) {
    const target = path.join(home, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
  }
  const process = await supervisor.start({
    name: 'trino',
    command: path.join(javaHome, 'bin/java'),
    args: trinoArgs({ app }),
    cwd: home,
    env: { ...envFor('infrastructure', env), [URI_VARIABLE]: mongodbUri },
  });
  const url = `http://${HOST}:${port}`;
  await waitUntil({
    what: 'Trino',
    check: () => probeTrino(url),
    timeoutMs: TRINO_START_TIMEOUT_MS,
    clock,
    process,
    signal,
  });
  return url;
}

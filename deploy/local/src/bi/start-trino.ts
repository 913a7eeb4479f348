import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock, TlsSettings } from '@tdp/service';
import { HOST } from '../native/part';
import { pickPort } from '../native/ports';
import { envFor } from '../native/service-env';
import type { StackDir } from '../supervise/stack-dir';
import type { Supervisor } from '../supervise/supervisor';
import { waitUntil } from '../supervise/wait-until';
import { probeTrino } from './ask-trino';
import { CERTIFICATES_DIR, PASSPHRASE_VARIABLE, trinoArgs, trinoFiles, URI_VARIABLE } from './trino-files';

/** Half a minute where nothing else is done; some minutes on a machine that is busy. */
const TIMEOUT_MS = 600_000;

export interface TrinoOptions {
  readonly javaHome: string;
  readonly trinoApp: string;
  readonly dir: StackDir;
  readonly env: NodeJS.ProcessEnv;
  /** Preferred; a free one where it is taken. */
  readonly port: number;
  /** What Trino reads MongoDB as. */
  readonly mongodbUri: string;
  readonly tls: TlsSettings;
  readonly supervisor: Supervisor;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const homeOf = (dir: StackDir): string => path.join(dir.data, 'trino');

/** Starts Trino and waits until it takes questions; answers with where it is: `http://127.0.0.1:port`. */
export async function startTrino(options: TrinoOptions): Promise<string> {
  const { javaHome, trinoApp: app, dir, env, mongodbUri, tls, supervisor, clock, signal } = options;
  const home = homeOf(dir);
  const port = await pickPort(options.port);
  for (const [file, text] of Object.entries(trinoFiles({ app, home, port, tls }))) {
    const target = path.join(home, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text, { mode: 0o600 });
  }
  const process = await supervisor.start({
    name: 'trino',
    command: path.join(javaHome, 'bin/java'),
    args: trinoArgs({ app }),
    cwd: home,
    env: {
      ...envFor('infrastructure', env),
      [URI_VARIABLE]: mongodbUri,
      ...(tls.passphrase !== undefined && { [PASSPHRASE_VARIABLE]: tls.passphrase }),
    },
  });
  const url = `http://${HOST}:${port}`;
  await waitUntil({
    what: 'Trino',
    check: () => probeTrino(url),
    timeoutMs: TIMEOUT_MS,
    clock,
    process,
    signal,
  });
  return url;
}

/** A key has no business on the disk when Trino has stopped. */
export const removeCertificates = (dir: StackDir): Promise<void> =>
  rm(path.join(homeOf(dir), CERTIFICATES_DIR), { recursive: true, force: true });

import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The checkout's root. */
export const REPO = path.resolve(__dirname, '../../../..');

/** One built app running as a process of its own. */
export interface AppProcess {
  readonly name: string;
  readonly child: ChildProcess;
  /** Resolves with the exit code, or the signal's name. */
  readonly exited: Promise<number | string>;
  /** Everything it has printed so far. */
  output(): string;
  /** SIGTERM, then waits for the end. */
  stop(): Promise<number | string>;
  /** SIGKILL, then waits for the end: a crash. */
  kill(): Promise<void>;
}

export interface AppOptions {
  /** Folder of the app in the checkout, e.g. apps/enricher. */
  readonly project: string;
  /** The bundle to run; default: the built one. */
  readonly main?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly logDir: string;
}

let started = 0;

/** Starts the bundle of an app with nothing but the given environment (and PATH). */
export function startApp({ project, main, env, logDir }: AppOptions): AppProcess {
  const name = path.basename(project);
  started += 1;
  mkdirSync(logDir, { recursive: true });
  const logFile = path.join(logDir, `${name}-${started}.log`);
  const log = createWriteStream(logFile);
  const child = spawn(process.execPath, [main ?? path.join(REPO, project, 'dist/main.js')], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const exited = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve(code ?? String(signal));
    });
  });
  return {
    name,
    child,
    exited,
    output: () => readFileSync(logFile, 'utf8'),
    stop() {
      child.kill('SIGTERM');
      return exited;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

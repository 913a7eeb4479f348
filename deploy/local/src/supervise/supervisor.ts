import { spawn, type ChildProcess } from 'node:child_process';
import { openSync, closeSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '@tdp/service';
import { formatIdentity, identify } from './process-identity';
import type { StackDir } from './stack-dir';
import { StackError } from './stack-error';
import { startWatchdog } from './watchdog';

export interface ProcessSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Between SIGTERM and SIGKILL. */
  readonly graceMs?: number;
  /** SIGKILL does it no harm, and it cannot always stop by itself: no unclean end then. */
  readonly expendable?: boolean;
}

export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ManagedProcess {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Resolves once the process is gone, however it ended. */
  readonly exited: Promise<ProcessExit>;
  /** Null while it runs. */
  exit(): ProcessExit | null;
  /** Whether it had to be killed because it did not stop in time. */
  wasKilled(): boolean;
  /** Whether SIGKILL ended it as was intended: by `crash`, or because it is expendable. */
  wasCrashed(): boolean;
  /** Whether it ended and nobody had asked for it. */
  diedByItself(): boolean;
  /** SIGTERM, then SIGKILL after the grace period. Idempotent; a paused process goes on first. */
  stop(): Promise<ProcessExit>;
  /** SIGKILL, without a report: a test wants it so. */
  crash(): Promise<ProcessExit>;
  /** SIGSTOP: it keeps its connections and answers nothing. */
  pause(): void;
  /** SIGCONT. */
  resume(): void;
}

export interface Supervisor {
  /** A process of a name that ran before appends to that one's log. */
  start(spec: ProcessSpec): Promise<ManagedProcess>;
  /** Every process started so far, ended ones too. */
  readonly processes: () => readonly ManagedProcess[];
  /** Resolves with the report of the first process that ends without being asked to. */
  readonly failed: Promise<StackError>;
  /** Stops what still runs, all at once. */
  stopAll(): Promise<void>;
}

const DEFAULT_GRACE_MS = 20_000;

/**
 * Starts processes that must not outlive this one: each logs to a file, is
 * reported when it dies by itself, and is stopped by its own pid.
 */
export function createSupervisor(dir: StackDir, clock: Clock): Supervisor {
  const processes: ManagedProcess[] = [];
  const failed = Promise.withResolvers<StackError>();
  const watchdog = startWatchdog(dir.pids);
  const starting = new Set<Promise<unknown>>();
  let stopping = false;

  async function spawnNext(spec: ProcessSpec): Promise<ManagedProcess> {
    const flags = processes.some(({ name }) => name === spec.name) ? 'a' : 'w';
    const managed = await spawnManaged(spec, flags, dir, clock, (error) => failed.resolve(error));
    processes.push(managed);
    return managed;
  }

  async function start(spec: ProcessSpec): Promise<ManagedProcess> {
    if (stopping) {
      throw new StackError(`${spec.name} is not started: everything is being stopped`);
    }
    const spawned = spawnNext(spec);
    starting.add(spawned);
    return await spawned.finally(() => starting.delete(spawned));
  }

  async function stopAll(): Promise<void> {
    stopping = true;
    await Promise.allSettled(starting); // else it would be missed, and outlive this process
    await Promise.all(processes.map((managed) => managed.stop()));
    watchdog.stop();
  }

  return { start, processes: () => processes, failed: failed.promise, stopAll };
}

async function spawnManaged(
  spec: ProcessSpec,
  logFlags: 'a' | 'w',
  dir: StackDir,
  clock: Clock,
  onDeath: (error: StackError) => void,
): Promise<ManagedProcess> {
  const { name, graceMs = DEFAULT_GRACE_MS } = spec;
  const logFile = path.join(dir.logs, `${name}.log`);
  const { child, pid, exited: ended } = await spawnLogging(spec, logFile, logFlags);
  const pidFile = path.join(dir.pids, `${name}.pid`);
  await writeFile(pidFile, formatIdentity(identify(pid)));

  let exit: ProcessExit | null = null;
  let killed = false;
  let crashed = false;
  let died = false;
  let stopping: Promise<ProcessExit> | undefined;
  // The file is gone before anyone hears of the end: who starts the process again writes the next one.
  const exited = ended.then(async (how) => {
    exit = how;
    died = stopping === undefined;
    await rm(pidFile, { force: true });
    return how;
  });
  void exited.then(async (how) => {
    if (died) {
      onDeath(new StackError(await describeDeath(name, how, logFile)));
    }
  });

  async function terminate(): Promise<ProcessExit> {
    if (exit) {
      return exit;
    }
    const patience = new AbortController();
    child.kill('SIGTERM');
    child.kill('SIGCONT');
    const timeout = clock.sleep(graceMs, patience.signal).then(
      () => {
        killed = spec.expendable !== true;
        crashed = !killed;
        child.kill('SIGKILL');
      },
      () => undefined, // it ended in time
    );
    const how = await exited;
    patience.abort();
    await timeout;
    return how;
  }

  async function crash(): Promise<ProcessExit> {
    crashed = exit === null;
    child.kill('SIGKILL');
    return await exited;
  }

  return {
    name,
    pid,
    logFile,
    exited,
    exit: () => exit,
    wasKilled: () => killed,
    wasCrashed: () => crashed,
    diedByItself: () => died,
    stop: () => (stopping ??= terminate()),
    crash: () => (stopping ??= crash()),
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
  };
}

interface Spawned {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly exited: Promise<ProcessExit>;
}

async function spawnLogging(
  { name, command, args, env, cwd }: ProcessSpec,
  logFile: string,
  logFlags: 'a' | 'w',
): Promise<Spawned> {
  const log = openSync(logFile, logFlags);
  // A group of its own: Ctrl-C reaches only the runner, which then stops everything in order.
  const child = spawn(command, args, { env, cwd, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  const exited = new Promise<ProcessExit>((resolve) =>
    child.on('exit', (code, signal) => resolve({ code, signal })),
  );
  await new Promise<void>((resolve, reject) => {
    child.on('spawn', resolve);
    child.on('error', (error) => reject(new StackError(`${name} cannot be started: ${error.message}`)));
  });
  return { child, pid: child.pid as number, exited }; // it has an id once it is spawned
}

export async function describeDeath(
  name: string,
  { code, signal }: ProcessExit,
  logFile: string,
): Promise<string> {
  const how = signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
  return `${name} ${how}. The end of ${logFile}:\n${await logTail(logFile)}`;
}

export async function logTail(logFile: string, lines = 15): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  return text
    .trimEnd()
    .split('\n')
    .slice(-lines)
    .flatMap((line) => readable(line).split('\n'))
    .map((line) => `  ${line}`)
    .join('\n');
}

/** What one of our services logs is JSON; people want its level, its message and what it is about. */
function readable(line: string): string {
  try {
    const { level, msg, detail } = JSON.parse(line) as Record<string, unknown>;
    if (typeof level !== 'string' || typeof msg !== 'string') {
      return line;
    }
    return `${level.padEnd(5)} ${msg}${typeof detail === 'string' ? `: ${detail}` : ''}`;
  } catch {
    return line;
  }
}

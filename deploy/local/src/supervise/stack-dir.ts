import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '@tdp/service';
import { formatIdentity, identify, isRunning, parseIdentity, type ProcessIdentity } from './process-identity';
import { StackError } from './stack-error';

/** The folder that holds everything of one stack. */
export interface StackDir {
  readonly path: string;
  readonly data: string;
  readonly logs: string;
  /** One file per running process, so that a later run can stop what a killed one left behind. */
  readonly pids: string;
  readonly release: () => Promise<void>;
}

const OWNER = 'owner.pid';
const KILL_AFTER_MS = 10_000;

export interface OpenOptions {
  /** Removes the data of earlier runs. */
  readonly fresh: boolean;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

/** Takes the folder for this process; refuses while another process has it. */
export async function openStackDir(dir: string, { fresh, clock, log }: OpenOptions): Promise<StackDir> {
  const stackDir = {
    path: path.resolve(dir),
    data: path.resolve(dir, 'data'),
    logs: path.resolve(dir, 'logs'),
    pids: path.resolve(dir, 'pids'),
  };
  await mkdir(stackDir.pids, { recursive: true });
  const owner = path.join(stackDir.path, OWNER);
  await assertUnowned(owner, stackDir.path);
  await writeFile(owner, formatIdentity(identify(process.pid)));

  await stopLeftovers(stackDir.pids, clock, log);
  if (fresh) {
    await rm(stackDir.data, { recursive: true, force: true });
  }
  await mkdir(stackDir.data, { recursive: true });
  await mkdir(stackDir.logs, { recursive: true });
  return { ...stackDir, release: () => rm(owner, { force: true }) };
}

/** The process that runs the stack in this folder, or null. */
export async function findOwner(dir: string): Promise<number | null> {
  const identity = await readIdentity(path.join(dir, OWNER));
  return identity && isRunning(identity) ? identity.pid : null;
}

async function assertUnowned(owner: string, dir: string): Promise<void> {
  const identity = await readIdentity(owner);
  if (identity && identity.pid !== process.pid && isRunning(identity)) {
    throw new StackError(
      `A stack is already running in ${dir} (process ${identity.pid}). Stop it first:  kill ${identity.pid}`,
    );
  }
}

/** A run that was killed outright could not stop its children. */
async function stopLeftovers(pids: string, clock: Clock, log: (line: string) => void): Promise<void> {
  for (const name of await readdir(pids)) {
    const identity = await readIdentity(path.join(pids, name));
    if (identity && isRunning(identity)) {
      log(`stopping ${path.basename(name, '.pid')} (process ${identity.pid}) of an earlier run`);
      await terminate(identity, clock);
    }
    await rm(path.join(pids, name), { force: true });
  }
}

async function terminate(identity: ProcessIdentity, clock: Clock): Promise<void> {
  process.kill(identity.pid, 'SIGTERM');
  const deadline = clock.monotonic() + KILL_AFTER_MS;
  while (isRunning(identity)) {
    if (clock.monotonic() > deadline) {
      process.kill(identity.pid, 'SIGKILL');
    }
    await clock.sleep(50);
  }
}

async function readIdentity(file: string): Promise<ProcessIdentity | null> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return parseIdentity(text);
}

import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Endpoints } from '../native/start-stack';
import type { NamedProcess } from './backend';

/** Where everything of a running stack is; what is not running is left out. */
export interface StackFile extends Endpoints {
  pid: number;
  simulatorUrl?: string | null;
  services?: Record<string, string>;
  processes: Record<string, number>;
  dataDir: string;
  logDir: string;
}

export function processIds(processes: readonly NamedProcess[]): Record<string, number> {
  return Object.fromEntries(processes.map(({ name, pid }) => [name, pid]));
}

/** Announces a running stack to other programs, in `stack.json`. */
export async function writeStackFile(dir: string, content: StackFile): Promise<void> {
  await writeFile(stackFileOf(dir), `${JSON.stringify(content, null, 2)}\n`);
}

export async function removeStackFile(dir: string): Promise<void> {
  await rm(stackFileOf(dir), { force: true });
}

const stackFileOf = (dir: string): string => path.join(dir, 'stack.json');

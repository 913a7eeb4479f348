import { readFileSync } from 'node:fs';

/**
 * A process id alone may be reused; together with the moment the process
 * started it names one process for as long as the machine is up.
 */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks since boot; empty where there is no /proc. */
  readonly startTime: string;
}

export function identify(pid: number): ProcessIdentity {
  return { pid, startTime: readStat(pid)?.startTime ?? '' };
}

export function isRunning({ pid, startTime }: ProcessIdentity): boolean {
  const stat = readStat(pid);
  if (stat) {
    return stat.state !== 'Z' && stat.startTime === startTime;
  }
  return startTime === '' && answersSignals(pid);
}

export function formatIdentity({ pid, startTime }: ProcessIdentity): string {
  return `${pid} ${startTime}\n`;
}

export function parseIdentity(text: string): ProcessIdentity | null {
  const match = /^(\d+) (\d*)\s*$/.exec(text);
  return match ? { pid: Number(match[1]), startTime: match[2] ?? '' } : null;
}

export interface ProcessStat {
  readonly state: string;
  readonly startTime: string;
  /** User and system CPU time so far. */
  readonly cpuTicks: number;
}

/** Reads /proc/PID/stat; null when there is no such process or no /proc. */
export function readStat(pid: number): ProcessStat | null {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return null;
  }
}

/** The command in parentheses may itself hold spaces and parentheses, so fields count from its end. */
export function parseStat(text: string): ProcessStat {
  const [state = '', ...fields] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const field = (number: number): string => fields[number - 4] ?? '';
  return { state, startTime: field(22), cpuTicks: Number(field(14)) + Number(field(15)) };
}

function answersSignals(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

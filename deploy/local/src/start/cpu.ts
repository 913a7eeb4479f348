import { readStat } from '../supervise/process-identity';
import type { NamedProcess } from './backend';

/** Linux reports CPU time to programs in hundredths of a second, whatever its own tick is. */
const TICKS_PER_SECOND = 100;

export type CpuSeconds = Record<string, number>;

/** CPU time so far of each process that is measurable, this program included. */
export function readCpuSeconds(processes: readonly NamedProcess[]): CpuSeconds {
  const measured = [...processes, { name: 'runner', pid: process.pid }];
  return Object.fromEntries(
    measured.flatMap(({ name, pid }) => {
      const stat = readStat(pid);
      return stat ? [[name, stat.cpuTicks / TICKS_PER_SECOND]] : [];
    }),
  );
}

export function cpuBetween(before: CpuSeconds, after: CpuSeconds): CpuSeconds {
  const spent = Object.entries(after).map(([name, seconds]) => [name, round(seconds - (before[name] ?? 0))]);
  return Object.fromEntries(spent) as CpuSeconds;
}

export function cpuMicrosPerPost(cpu: CpuSeconds, posts: number): Record<string, number> {
  if (posts === 0) {
    return {};
  }
  return Object.fromEntries(
    Object.entries(cpu).map(([name, seconds]) => [name, Math.round((seconds * 1e6) / posts)]),
  );
}

const round = (seconds: number): number => Math.round(seconds * 100) / 100;

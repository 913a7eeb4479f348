import { readFileSync } from 'node:fs';
import { cpuBetween, readCpuSeconds, type CpuSeconds, type ManagedProcess } from '@tdp/local-stack';
import { systemClock } from '@tdp/service';
import type { Attempt, Contestant } from './contestant';

/** What one contestant did in one run, from when it was warm until its topic was drained. */
export interface Run {
  readonly contestant: string;
  readonly perSecond: number;
  /** Of the contestant itself, for all that was measured. */
  readonly cpuSeconds: number;
  readonly serverCpuSeconds: number;
  /** MiB, since it was started. */
  readonly peakResident: number;
}

export interface MeasureOptions {
  /** Done before the measurement begins: all compile their code meanwhile. */
  readonly warm: number;
  readonly total: number;
  /** The servers whose work is shown beside, by the beginning of their processes' names. */
  readonly server: string;
  readonly signal: AbortSignal;
}

const POLL_MS = 100;
const PATIENCE_MS = 120_000;

/** Starts a contestant, waits until everything is done, and stops it. @throws Error when it stands still */
export async function measure(
  contestant: Contestant,
  attempt: Attempt,
  { warm, total, server, signal }: MeasureOptions,
): Promise<Run> {
  const before = await contestant.done(attempt);
  const managed = await contestant.start(attempt);
  const others = attempt.cluster.stack.processes().filter((one) => one.name.startsWith(server));
  const reach = async (target: number): Promise<Moment> => {
    let most = 0;
    let deadline = systemClock.monotonic() + PATIENCE_MS;
    for (;;) {
      signal.throwIfAborted();
      const count = (await contestant.done(attempt)) - before;
      const at = systemClock.monotonic();
      if (count >= target) {
        return { at, count, cpu: readCpuSeconds([managed, ...others]) };
      }
      if (managed.exit() !== null) {
        throw new Error(`${contestant.label} ended: see ${managed.logFile}`);
      }
      if (count > most) {
        deadline = at + PATIENCE_MS;
      }
      if (at > deadline) {
        throw new Error(`${contestant.label} stands still at ${count}: see ${managed.logFile}`);
      }
      most = count;
      await systemClock.sleep(POLL_MS, signal);
    }
  };
  try {
    const begin = await reach(warm);
    const end = await reach(total);
    return summarize(contestant.label, begin, end, { managed, others });
  } finally {
    await managed.stop();
  }
}

interface Moment {
  readonly at: number;
  readonly count: number;
  readonly cpu: CpuSeconds;
}

function summarize(
  contestant: string,
  begin: Moment,
  end: Moment,
  { managed, others }: { managed: ManagedProcess; others: readonly ManagedProcess[] },
): Run {
  const cpu = cpuBetween(begin.cpu, end.cpu);
  return {
    contestant,
    perSecond: ((end.count - begin.count) / (end.at - begin.at)) * 1000,
    cpuSeconds: cpu[managed.name] ?? NaN,
    serverCpuSeconds: others.reduce((sum, { name }) => sum + (cpu[name] ?? 0), 0),
    peakResident: peakResident(managed.pid),
  };
}

/** NaN where there is no /proc. */
function peakResident(pid: number): number {
  try {
    const kib = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Math.round(Number(kib) / 1024);
  } catch {
    return NaN;
  }
}

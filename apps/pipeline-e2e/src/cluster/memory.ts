import { readFileSync } from 'node:fs';
import { systemClock } from '@tdp/service';
import type { Cluster } from './cluster';

export interface MemoryRange {
  /** MiB. */
  readonly first: number;
  readonly highest: number;
  readonly last: number;
}

/** Samples the resident memory of every service, until it is stopped. */
export interface MemorySampler {
  stop(): Promise<Readonly<Record<string, MemoryRange>>>;
}

const EVERY_MS = 1_000;

export function sampleMemory(cluster: Cluster): MemorySampler {
  const ranges: Record<string, MemoryRange> = {};
  const stopping = new AbortController();
  const sampling = (async () => {
    while (!stopping.signal.aborted) {
      for (const member of cluster.serviceMembers()) {
        const now = residentMiB(member.process().pid);
        if (now === null) {
          continue;
        }
        const { first, highest } = ranges[member.name] ?? { first: now, highest: now };
        ranges[member.name] = { first, highest: Math.max(highest, now), last: now };
      }
      await systemClock.sleep(EVERY_MS, stopping.signal).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await sampling;
      return ranges;
    },
  };
}

/** Null where there is no such process or no /proc. */
function residentMiB(pid: number): number | null {
  try {
    const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kib === undefined ? null : Math.round(Number(kib) / 1024);
  } catch {
    return null;
  }
}

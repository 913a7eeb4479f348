import type { Clock } from '@tdp/service';
import type { Version } from '../oracle/emissions';

export interface LatencyMs {
  readonly p50: number | null;
  readonly p99: number | null;
  readonly max: number | null;
  /** Posts that were followed and found. */
  readonly samples: number;
}

export interface Latency {
  /** Of every post that was followed. */
  readonly all: LatencyMs;
  /** Without those sent while the processes were still warming up: how a pipeline that runs for days does. */
  readonly steady: LatencyMs;
  /** Posts that were followed and not found. */
  readonly unresolved: number;
}

export interface LatencyProbeOptions {
  readonly emissions: AsyncIterable<Version>;
  /** Which of these posts can be read now. */
  readonly findReadable: (posts: readonly Version[]) => Promise<readonly string[]>;
  readonly clock: Clock;
}

export interface LatencyProbe {
  /** Call when nothing more can arrive. */
  finish(): Promise<Latency>;
}

interface Sample {
  readonly emittedAt: number;
  readonly latency: number;
}

const POLL_MS = 10;
/** Compilers and caches of the JVM, of Node and of mongod need about this long under load. */
export const WARM_UP_MS = 15_000;

/**
 * Measures from outside how long a post takes from leaving X until a reader of
 * MongoDB gets it, by asking for the posts it follows until they are there.
 */
export function startLatencyProbe({ emissions, findReadable, clock }: LatencyProbeOptions): LatencyProbe {
  const startedAt = clock.now();
  const pending = new Map<string, Version>();
  const samples: Sample[] = [];
  let finishing = false;

  async function follow(): Promise<void> {
    for await (const post of emissions) {
      pending.set(post.id, post);
    }
  }

  async function poll(): Promise<void> {
    const readable = pending.size > 0 ? await findReadable([...pending.values()]) : [];
    const now = clock.now();
    for (const id of readable) {
      const emittedAt = pending.get(id)?.emittedAt ?? now;
      samples.push({ emittedAt, latency: now - emittedAt });
      pending.delete(id);
    }
  }

  async function pollUntilFinished(): Promise<void> {
    while (!finishing) {
      await poll();
      await clock.sleep(POLL_MS);
    }
    await poll();
  }

  const following = follow().catch(() => undefined); // its connection ends with the run
  const polling = pollUntilFinished();
  polling.catch(() => undefined); // reported by finish()
  return {
    async finish() {
      finishing = true;
      await polling;
      await following;
      const steady = samples.filter(({ emittedAt }) => emittedAt - startedAt >= WARM_UP_MS);
      return { all: summarize(samples), steady: summarize(steady), unresolved: pending.size };
    },
  };
}

export function summarize(samples: readonly Pick<Sample, 'latency'>[]): LatencyMs {
  const sorted = samples.map(({ latency }) => latency).sort((a, b) => a - b);
  return {
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    max: sorted.at(-1) ?? null,
    samples: sorted.length,
  };
}

/** Nearest rank. */
function percentile(sorted: readonly number[], fraction: number): number | null {
  return sorted[Math.ceil(sorted.length * fraction) - 1] ?? null;
}

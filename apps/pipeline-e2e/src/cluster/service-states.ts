import { waitFor, type Member } from '@tdp/local-stack';
import { systemClock } from '@tdp/service';
import type { Cluster } from './cluster';

/** What a service says of itself. */
export interface Readiness {
  readonly status: number;
  readonly body: string;
}

const TIMEOUT_MS = 5_000;

/** Asks a service whether it is ready; status 0 when it does not answer. */
export async function readiness(cluster: Cluster, name: string): Promise<Readiness> {
  try {
    const response = await fetch(`${cluster.services.urls[name]}/health/ready`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, body: await response.text() };
  } catch (error) {
    return { status: 0, body: String(error) };
  }
}

/** Waits until each service is ready; answers with how long that took, in seconds. */
export async function waitAllReady(
  cluster: Cluster,
  signal: AbortSignal,
  timeoutMs = 120_000,
): Promise<number> {
  const startedAt = systemClock.monotonic();
  for (const { name } of cluster.serviceMembers()) {
    await waitFor({
      what: `${name} to be ready`,
      check: async () => {
        const { status, body } = await readiness(cluster, name);
        if (status !== 200) {
          throw new Error(`${status} ${body.slice(0, 300)}`);
        }
      },
      timeoutMs,
      clock: systemClock,
      signal,
    });
  }
  return Math.round((systemClock.monotonic() - startedAt) / 100) / 10;
}

/** The value of a metric of a service, its samples added up; those with the given labels where there are some. */
export async function metric(
  cluster: Cluster,
  name: string,
  metricName: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<number> {
  const response = await fetch(`${cluster.services.urls[name]}/metrics`, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return sumSamples(await response.text(), metricName, labels);
}

/** Adds up samples of the Prometheus text format. */
export function sumSamples(
  text: string,
  metricName: string,
  labels: Readonly<Record<string, string>> = {},
): number {
  let sum = 0;
  for (const line of text.split('\n')) {
    const [, name, given = '', value] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/.exec(line) ?? [];
    if (name !== metricName) {
      continue;
    }
    if (Object.entries(labels).every(([key, wanted]) => given.includes(`${key}="${wanted}"`))) {
      sum += Number(value);
    }
  }
  return sum;
}

/** Services that ended although nobody had asked them to, with how they ended. */
export function deathsOf(cluster: Cluster): string[] {
  return cluster.stack
    .processes()
    .filter((process) => process.diedByItself())
    .map((process) => {
      const how = process.exit();
      return `${process.name} ended with ${how?.signal ?? `exit code ${how?.code}`}`;
    });
}

/** Starts services again that ended by themselves, as an orchestrator does, until the signal aborts. */
export async function keepServicesRunning(
  cluster: Cluster,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<void> {
  const starting = new Set<Member>();
  while (!signal.aborted) {
    for (const member of cluster.serviceMembers()) {
      if (starting.has(member) || member.state() !== 'down' || !member.process().diedByItself()) {
        continue;
      }
      starting.add(member);
      say(`${member.name} ended by itself and is started again`);
      void member
        .start()
        .catch((error: unknown) => say(`${member.name} does not start: ${String(error)}`))
        .finally(() => starting.delete(member));
    }
    await systemClock.sleep(500, signal).catch(() => undefined);
  }
}

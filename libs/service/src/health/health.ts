import type { Clock } from '../clock';
import { errorMessage } from '../error-message';
import { redactText } from '../redact';

export interface HealthStatus {
  readonly ok: boolean;
  /** Why not, or what is going on. */
  readonly detail?: string;
}

/** One thing that must hold for a service to be live or ready. */
export interface HealthCheck {
  readonly name: string;
  check(): HealthStatus | Promise<HealthStatus>;
}

export interface HealthReport {
  readonly ok: boolean;
  readonly checks: Readonly<Record<string, HealthStatus>>;
}

const CHECK_TIMEOUT_MS = 2_000;

/** Returns what runs all checks at once; one that throws or takes longer than 2 s has failed. */
export function createHealthReporter(
  checks: readonly HealthCheck[],
  clock: Clock,
): () => Promise<HealthReport> {
  const probes = checks.map((check) => [check.name, createProbe(check, clock)] as const);
  return async () => {
    const results = await Promise.all(probes.map(async ([name, probe]) => [name, await probe()] as const));
    return { ok: results.every(([, { ok }]) => ok), checks: Object.fromEntries(results) };
  };
}

function createProbe(check: HealthCheck, clock: Clock): () => Promise<HealthStatus> {
  // Shared by overlapping probes: one that hangs must not be started anew by each of them.
  let running: Promise<HealthStatus> | undefined;
  return async () => {
    running ??= Promise.resolve()
      .then(() => check.check())
      .finally(() => {
        running = undefined;
      });
    const { ok, detail } = await bounded(running, clock);
    return { ok, ...(detail === undefined ? {} : { detail: redactText(detail) }) };
  };
}

async function bounded(running: Promise<HealthStatus>, clock: Clock): Promise<HealthStatus> {
  const done = new AbortController();
  const timeout = clock
    .sleep(CHECK_TIMEOUT_MS, done.signal)
    .then((): HealthStatus => ({ ok: false, detail: `no answer within ${CHECK_TIMEOUT_MS / 1_000} s` }))
    // Cut short below, once the check has answered.
    .catch((): HealthStatus => ({ ok: false }));
  try {
    return await Promise.race([running, timeout]);
  } catch (error) {
    return { ok: false, detail: errorMessage(error) };
  } finally {
    done.abort();
  }
}

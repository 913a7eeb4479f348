import type { Clock } from '../clock';
import { errorMessage } from '../error-message';

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

/** Runs all checks at once; one that throws or takes longer than 2 s has failed. */
export async function runChecks(checks: readonly HealthCheck[], clock: Clock): Promise<HealthReport> {
  const results = await Promise.all(
    checks.map(async ({ name, check }) => [name, await bounded(check, clock)] as const),
  );
  return { ok: results.every(([, { ok }]) => ok), checks: Object.fromEntries(results) };
}

async function bounded(check: HealthCheck['check'], clock: Clock): Promise<HealthStatus> {
  const done = new AbortController();
  const timeout = clock
    .sleep(CHECK_TIMEOUT_MS, done.signal)
    .then((): HealthStatus => ({ ok: false, detail: `no answer within ${CHECK_TIMEOUT_MS / 1_000} s` }))
    // Cut short below, once the check has answered.
    .catch((): HealthStatus => ({ ok: false }));
  try {
    return await Promise.race([Promise.resolve().then(check), timeout]);
  } catch (error) {
    return { ok: false, detail: errorMessage(error) };
  } finally {
    done.abort();
  }
}

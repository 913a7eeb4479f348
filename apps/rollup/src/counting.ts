import {
  errorMessage,
  PipelineError,
  type Clock,
  type Component,
  type HealthStatus,
  type Logger,
} from '@tdp/service';
import { countChanges } from './counter';
import { prepareDatabase, type Database } from './database';
import { claimLease, createState, LeaseLost, type Lease } from './lease';
import type { RollupMetrics } from './metrics';
import { mongoFailure } from './mongo-faults';
import { createOutage } from './outage';

export interface CountingDeps {
  readonly database: Database;
  readonly uri: string;
  /** Of this process; no other has the same. */
  readonly owner: string;
  readonly maxPosts: number;
  readonly waitMs: number;
  readonly leaseMs: number;
  readonly metrics: RollupMetrics;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly fatal: (error: Error) => void;
}

/** Counts, or stands by until the process that counts is gone. */
export interface Counting extends Component {
  live(): HealthStatus;
  ready(): HealthStatus;
}

/** A standby looks so often within the time of a lease. */
const LOOKS = 10;
const RETRY_MS = 2_000;
/** A transaction ends after 60 s at the latest, and is tried again for as long. */
const STALLED_AFTER_MS = 300_000;

/** Creates it; start() waits for MongoDB. */
export function createCounting(deps: CountingDeps): Counting {
  const { database, uri, owner, leaseMs, metrics, clock, logger, fatal } = deps;
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let lease: Lease | null = null;
  const outage = createOutage(clock, logger);
  let steppedAt = clock.monotonic();
  let isStarted = false;

  function onStep(): void {
    steppedAt = clock.monotonic();
    outage.succeeded();
  }

  async function countOnce(): Promise<void> {
    lease = await claimLease(database, { owner, leaseMs });
    metrics.owner.set(lease === null ? 0 : 1);
    metrics.lag.set(NaN);
    if (lease === null) {
      onStep();
      await clock.sleep(leaseMs / LOOKS, stopping.signal);
      return;
    }
    logger.info({ term: lease.state.term }, 'this process counts');
    try {
      await countChanges({ ...deps, stopping: stopping.signal, onStep }, lease);
    } finally {
      metrics.owner.set(0);
    }
  }

  /** Waits out what waiting cures. @throws what it does not */
  async function afterFailure(error: unknown): Promise<void> {
    if (error instanceof LeaseLost) {
      lease = null;
      logger.warn({}, 'another process has taken over: standing by');
      return;
    }
    const failure = mongoFailure(error, { doing: 'counting posts', uri });
    // A login that is withdrawn ends nothing: it may be given back.
    if (!(failure instanceof PipelineError) || failure.code === 'MONGO_WRITE_FAILED') {
      throw failure;
    }
    outage.failed(failure.code, failure.message);
    await clock.sleep(RETRY_MS, stopping.signal);
    await reconnect();
  }

  /** The rights of a connection do not come back when the login's do. */
  async function reconnect(): Promise<void> {
    await database.client.close();
    await database.client.connect().catch(() => undefined);
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await countOnce();
      } catch (error) {
        if (!stopping.signal.aborted) {
          await afterFailure(error).catch(endUnlessStopping);
        }
      }
    }
  }

  function endUnlessStopping(error: unknown): void {
    if (!stopping.signal.aborted) {
      stopping.abort();
      fatal(error as Error);
    }
  }

  return {
    name: 'counting',
    async start(signal) {
      await prepareDatabase(database, { uri, clock, logger, stopping: signal });
      await createState(database);
      isStarted = true;
      steppedAt = clock.monotonic();
      running = run();
    },
    async stop() {
      stopping.abort();
      await running;
      // The next process need not wait for the end of the lease; if nobody can be told, it must.
      await lease
        ?.release()
        .catch((error: unknown) =>
          logger.warn({ detail: errorMessage(error) }, 'the lease could not be given up'),
        );
      lease = null;
      await database.client.close();
    },
    live() {
      const stalledMs = clock.monotonic() - steppedAt;
      return isStarted && !outage.isOn && stalledMs > STALLED_AFTER_MS
        ? { ok: false, detail: `nothing has moved for ${Math.round(stalledMs / 1_000)} s` }
        : { ok: true };
    },
    ready() {
      if (!isStarted) {
        return { ok: false, detail: 'waiting for MongoDB' };
      }
      const status = outage.status();
      return status.ok ? { ok: true, detail: lease === null ? 'standing by' : 'counting' } : status;
    },
  };
}

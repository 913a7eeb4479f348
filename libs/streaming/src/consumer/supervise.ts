import { PipelineError, type Clock, type Component, type ErrorCode, type Logger } from '@tdp/service';
import { isAuthorizationError } from '../kafka/kafka-errors';
import type { StreamingMetrics } from '../metrics';
import type { ConsumerHealth } from './consumer-health';
import { judge } from './failure';
import type { ConsumerSession } from './kafka-session';
import { createOutageLog } from './outage-log';
import { doublingDelayMs } from './retry';

export interface SupervisorDeps {
  readonly group: string;
  readonly openSession: () => ConsumerSession;
  readonly health: Pick<ConsumerHealth, 'interrupted'>;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly logger: Logger;
  readonly metrics: StreamingMetrics;
  /** A failure in one line. */
  readonly describe: (error: unknown) => string;
  /** Ends the process with exit code 1; for what happens after start() has returned. */
  readonly fatal: (error: Error) => void;
  /** Aborts when no session is wanted any more. */
  readonly stopping: AbortSignal;
}

const WAIT = { firstMs: 500, maxMs: 10_000 };
/** A session that lived this long was well: what ends it is a new outage. */
const WELL_AFTER_MS = 60_000;

/**
 * Keeps a consumer consuming: opens a session, and a new one whenever it gives up for a reason that
 * waiting may cure, for as long as that takes (ADR 0010). start() returns when the group is joined for
 * the first time. @throws PipelineError KAFKA_UNAUTHORIZED, CONSUMER_CRASHED for what waiting does not cure
 */
export function createSupervisor(deps: SupervisorDeps): Component & { pause(): void } {
  const { group, health, clock, metrics, stopping } = deps;
  const outages = createOutageLog({ ...deps, doing: `consuming as group ${group}` });
  const stopped = aborted(stopping);
  let session: ConsumerSession | null = null;
  let hasJoined = false;

  /** Lets a session live until it fails; returns why. */
  async function live(current: ConsumerSession, onJoined: () => void): Promise<unknown> {
    try {
      await current.join();
      hasJoined = true;
      onJoined();
      outages.over();
      return await current.lost;
    } catch (error) {
      return error;
    }
  }

  /** Returns when stopping. @throws PipelineError when a new session would fail as well */
  async function run(onJoined: () => void): Promise<void> {
    let failures = 0;
    let surprises = 0;
    while (!stopping.aborted) {
      session = deps.openSession();
      const openedAt = clock.monotonic();
      const error = await Promise.race([live(session, onJoined), stopped]);
      if (stopping.aborted) {
        return;
      }
      const wasWell = clock.monotonic() - openedAt >= WELL_AFTER_MS;
      failures = wasWell ? 1 : failures + 1;
      const verdict = judge(error, { hasJoined, surprises: wasWell ? 0 : surprises });
      surprises = verdict === 'surprising' ? 1 : 0;
      metrics.crashes.inc({ group, restart: String(verdict !== 'hopeless') });
      if (verdict === 'hopeless') {
        const message = `consuming as group ${group}: ${deps.describe(error)}`;
        throw new PipelineError(codeOf(error), message, { cause: error });
      }
      health.interrupted(deps.describe(error));
      outages.failed(error, { group });
      await session.close();
      // Rejects when stopping, which ends the loop as well.
      await clock.sleep(doublingDelayMs(failures, WAIT, deps.random), stopping).catch(() => undefined);
    }
  }

  return {
    name: `consumer ${group}`,
    async start(signal) {
      const joined = Promise.withResolvers<void>();
      run(() => joined.resolve()).catch((error: unknown) => {
        const cause = error instanceof Error ? error : new Error(String(error));
        if (hasJoined) {
          deps.fatal(cause);
        }
        joined.reject(cause);
      });
      await Promise.race([joined.promise, aborted(signal).then(() => signal?.throwIfAborted()), stopped]);
    },
    stop: async () => session?.close(),
    pause: () => session?.pause(),
  };
}

const codeOf = (error: unknown): ErrorCode =>
  isAuthorizationError(error) ? 'KAFKA_UNAUTHORIZED' : 'CONSUMER_CRASHED';

/** Resolves when the signal aborts. */
function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve();
    }
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}

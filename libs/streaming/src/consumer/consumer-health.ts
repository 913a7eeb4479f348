import type { Consumer } from 'kafkajs';
import type { Clock, HealthStatus } from '@tdp/service';
import { PipelineError } from '@tdp/service';
import type { StreamingMetrics } from '../metrics';

export interface ConsumerHealth {
  live(): HealthStatus;
  ready(): HealthStatus;
}

export interface ConsumerHealthDeps {
  readonly consumer: Consumer;
  readonly group: string;
  readonly clock: Clock;
  readonly metrics: StreamingMetrics;
  readonly fatal: (error: Error) => void;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
}

/**
 * Follows the consumer's own events. kafkajs answers a non-retriable error by consuming
 * nothing while the process lives on; here that ends the process instead.
 */
export function watchConsumer(deps: ConsumerHealthDeps): ConsumerHealth {
  const { consumer, clock, metrics, group } = deps;
  let lastHeartbeat: number | null = null;
  let rebalancingSince: number | null = null;
  let stopped: string | null = 'has not joined its group yet';
  let dead = false;

  function alive(): void {
    lastHeartbeat = clock.monotonic();
    metrics.lastHeartbeat.set({ group }, clock.now() / 1_000);
  }

  consumer.on(consumer.events.HEARTBEAT, alive);
  consumer.on(consumer.events.GROUP_JOIN, () => {
    stopped = null;
    rebalancingSince = null;
    metrics.rebalances.inc({ group });
    alive();
  });
  consumer.on(consumer.events.REBALANCING, () => {
    rebalancingSince ??= clock.monotonic();
  });
  consumer.on(consumer.events.STOP, () => {
    stopped = 'stopped';
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    metrics.crashes.inc({ group, restart: String(payload.restart) });
    stopped = `crashed: ${payload.error.message}`;
    if (!payload.restart) {
      dead = true;
      const cause = payload.error;
      deps.fatal(new PipelineError('CONSUMER_CRASHED', `consuming as group ${group}`, { cause }));
    }
  });

  return {
    live: () => (dead ? { ok: false, detail: stopped ?? 'crashed' } : { ok: true }),
    ready() {
      if (stopped !== null) {
        return { ok: false, detail: `the consumer ${stopped}` };
      }
      if (rebalancingSince !== null && clock.monotonic() - rebalancingSince < deps.rebalanceTimeoutMs) {
        return { ok: true, detail: 'rebalancing' };
      }
      const silence = lastHeartbeat === null ? Infinity : clock.monotonic() - lastHeartbeat;
      return silence < deps.sessionTimeoutMs
        ? { ok: true }
        : { ok: false, detail: `no heartbeat answered for ${Math.round(silence / 1_000)} s` };
    },
  };
}

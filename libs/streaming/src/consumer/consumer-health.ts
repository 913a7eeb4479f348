import type { Clock, HealthStatus } from '@tdp/service';
import type { StreamingMetrics } from '../metrics';

/** What the loop knows of itself, told by its parts and asked by probes. */
export interface ConsumerHealth {
  live(): HealthStatus;
  /** Not ready: out of the group or waiting for a dependency for 30 s, paused, stopped. Says why. */
  ready(): HealthStatus;
  /** Whether a slice is being tried again, so that no progress is to be expected. */
  isRetrying(): boolean;

  joined(): void;
  /** The group rebalances; this member is to join again. */
  rebalancing(): void;
  /** The coordinator answered. */
  heartbeat(): void;
  /** Consuming ended against our will and is about to be tried again. */
  interrupted(reason: string): void;
  /** A slice waits to be tried again, and why. */
  retrying(slice: string, reason: string): void;
  /** A slice that was tried again is done with: finished, or given up to be read again. */
  goesOn(slice: string): void;
  /** Whether it was not paused already. */
  paused(reason: string): boolean;
  /** Nothing will make it consume again. */
  ended(reason: string): void;
  stopped(): void;
}

export interface ConsumerHealthDeps {
  readonly group: string;
  readonly clock: Clock;
  readonly metrics: StreamingMetrics;
  readonly sessionTimeoutMs: number;
}

/** How long something may be waited for before it counts as an outage, ms. */
const PATIENCE_MS = 30_000;
const TICK_MS = 5_000;

/** Creates the loop's view of itself, before it has joined its group. */
export function createConsumerHealth(deps: ConsumerHealthDeps): ConsumerHealth & { close(): void } {
  const { group, clock, metrics, sessionTimeoutMs } = deps;
  const retries = new Map<string, { readonly since: number; readonly reason: string }>();
  let lastHeartbeat: number | null = null;
  let away: { readonly since: number; reason: string } | null = null;
  let state: 'starting' | 'running' | 'stopped' | 'dead' = 'starting';
  let detail = 'has not joined its group yet';
  let pausedFor: string | null = null;

  const secondsSince = (since: number): number => (clock.monotonic() - since) / 1_000;
  const isLong = (since: number): boolean => clock.monotonic() - since >= PATIENCE_MS;
  const longestRetry = () => [...retries.values()].toSorted((a, b) => a.since - b.since)[0];

  function tick(): void {
    const since = [longestRetry()?.since, away?.since].filter((time) => time !== undefined);
    metrics.retryingSeconds.set({ group }, since.length === 0 ? 0 : secondsSince(Math.min(...since)));
  }
  const timer = clock.setInterval(tick, TICK_MS);
  tick();
  metrics.paused.set({ group }, 0);

  function outOfGroup(reason: string): void {
    away = { since: away?.since ?? clock.monotonic(), reason };
    tick();
  }

  function running(): HealthStatus {
    const retry = longestRetry();
    if (retry !== undefined && isLong(retry.since)) {
      const seconds = Math.round(secondsSince(retry.since));
      return { ok: false, detail: `waiting for ${seconds} s: ${retry.reason}` };
    }
    if (away !== null) {
      const seconds = Math.round(secondsSince(away.since));
      return { ok: !isLong(away.since), detail: `out of the group for ${seconds} s: ${away.reason}` };
    }
    const silence = lastHeartbeat === null ? 0 : clock.monotonic() - lastHeartbeat;
    return silence < sessionTimeoutMs
      ? { ok: true }
      : { ok: false, detail: `no heartbeat answered for ${Math.round(silence / 1_000)} s` };
  }

  return {
    live: () => (state === 'dead' ? { ok: false, detail } : { ok: true }),
    ready() {
      if (pausedFor !== null) {
        return { ok: false, detail: pausedFor };
      }
      return state === 'running' ? running() : { ok: false, detail: `the consumer ${detail}` };
    },
    isRetrying: () => retries.size > 0,
    joined() {
      state = 'running';
      away = null;
      lastHeartbeat = clock.monotonic();
      tick();
    },
    rebalancing: () => outOfGroup('the group is rebalancing'),
    heartbeat() {
      lastHeartbeat = clock.monotonic();
      metrics.lastHeartbeat.set({ group }, clock.now() / 1_000);
    },
    interrupted(reason) {
      detail = `has not joined its group yet: ${reason}`;
      outOfGroup(reason);
    },
    retrying(slice, reason) {
      retries.set(slice, { since: retries.get(slice)?.since ?? clock.monotonic(), reason });
    },
    goesOn(slice) {
      if (retries.delete(slice)) {
        tick();
      }
    },
    paused(reason) {
      const isNew = pausedFor === null;
      pausedFor = reason;
      metrics.paused.set({ group }, 1);
      return isNew;
    },
    ended(reason) {
      state = 'dead';
      detail = reason;
    },
    stopped() {
      state = state === 'dead' ? 'dead' : 'stopped';
      detail = state === 'dead' ? detail : 'stopped';
    },
    close: () => timer.stop(),
  };
}

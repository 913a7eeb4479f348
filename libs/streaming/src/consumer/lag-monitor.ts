import type { TopicName } from '@tdp/contracts';
import { PipelineError, type Clock, type Logger } from '@tdp/service';
import type { PartitionLag } from '../kafka/offsets';
import type { StreamingMetrics } from '../metrics';
import { judge } from './failure';
import { createOutageLog } from './outage-log';

/** A partition, by its contract name. */
export interface PartitionId {
  readonly topic: TopicName;
  readonly partition: number;
}

/** Exports the lag of the partitions this process owns, and notices when one of them stands still. */
export interface LagMonitor {
  start(): void;
  stop(): void;
  /** What this process owns from now on; the series of what it no longer owns are removed. */
  assigned(partitions: readonly PartitionId[]): void;
  owns(partition: PartitionId): boolean;
  /** Records are in work; the oldest that is not done with has this timestamp, epoch ms. */
  working(partition: PartitionId, oldestTimestamp: number): void;
  /**
   * Nothing of the partition is in work any more.
   *
   * @param lastTimestamp - of the last record done with, epoch ms
   * @param atEnd - whether that was the partition's last record
   */
  resting(partition: PartitionId, lastTimestamp: number, atEnd: boolean): void;
}

export interface LagMonitorDeps {
  readonly group: string;
  /** Where the group stands now; rejects while the brokers do not answer. */
  readonly readLags: () => Promise<readonly PartitionLag[]>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: StreamingMetrics;
  /** A failure in one line. */
  readonly describe: (error: unknown) => string;
  /** Whether something is waited for, or consuming is paused: no progress, yet nothing stalled. */
  readonly isExcused: () => boolean;
  /**
   * Ends the process: a partition of ours had lag, and its committed offset stood still, for five minutes;
   * or the lag cannot be read for a reason that waiting does not cure.
   */
  readonly fatal: (error: PipelineError) => void;
}

/** Kept over a rebalance, which is no progress. */
type Tracked = {
  readonly labels: { readonly group: string; readonly topic: string; readonly partition: string };
  owned: boolean;
  lag: number;
  committed: number;
  /** When it was committed, or that was last excused; monotonic ms. */
  committedAt: number;
  /** Timestamp of the oldest record in work. */
  oldest: number | null;
  /** What waits to be read is younger than this: than the last record done with, than the time when nothing was left. */
  youngerThan: number;
};

const POLL_MS = 15_000;
const TICK_MS = 5_000;
const STALLED_MS = 5 * 60_000;
/** Between two readings that are further apart a broker was away, or the process itself was frozen. */
const UNSEEN_MS = 4 * POLL_MS;

const idOf = ({ topic, partition }: { readonly topic: string; readonly partition: number }): string =>
  `${topic}/${partition}`;

/** The partitions of this process and their gauges. */
function createPartitions({ group, clock, metrics, isExcused, fatal }: LagMonitorDeps) {
  const tracked = new Map<string, Tracked>();

  function track({ topic, partition }: PartitionId): Tracked {
    const created: Tracked = {
      labels: { group, topic, partition: String(partition) },
      owned: true,
      lag: 0,
      committed: -1,
      committedAt: clock.monotonic(),
      oldest: null,
      youngerThan: clock.now(),
    };
    tracked.set(idOf({ topic, partition }), created);
    return created;
  }

  function disown(partition: Tracked): void {
    partition.owned = false;
    metrics.lagMessages.remove(partition.labels);
    metrics.lagSeconds.remove(partition.labels);
  }

  function exportAge(partition: Tracked): void {
    const since = partition.oldest ?? (partition.lag > 0 ? partition.youngerThan : clock.now());
    metrics.lagSeconds.set(partition.labels, Math.max(0, (clock.now() - since) / 1_000));
  }

  function judgeProgress(
    partition: Tracked,
    { topic, committed, lag, partition: number }: PartitionLag,
  ): void {
    if (lag === 0 || partition.committed !== committed || isExcused()) {
      partition.committed = committed;
      partition.committedAt = clock.monotonic();
    } else if (clock.monotonic() - partition.committedAt > STALLED_MS) {
      const message = `consuming as group ${group}: ${topic}/${number} has stood at offset ${committed}, ${lag} records behind, for five minutes`;
      fatal(new PipelineError('CONSUMER_STALLED', message));
    }
  }

  return {
    owned: (): readonly Tracked[] => [...tracked.values()].filter((partition) => partition.owned),
    ownedOf(id: { readonly topic: string; readonly partition: number }): Tracked | undefined {
      const found = tracked.get(idOf(id));
      return found?.owned === true ? found : undefined;
    },
    exportAge,
    assign(partitions: readonly PartitionId[]): void {
      const ids = new Set(partitions.map(idOf));
      for (const [id, partition] of tracked) {
        if (partition.owned && !ids.has(id)) {
          disown(partition);
        }
        if (ids.size > 0 && !ids.has(id)) {
          tracked.delete(id);
        }
      }
      for (const partition of partitions) {
        (tracked.get(idOf(partition)) ?? track(partition)).owned = true;
      }
      metrics.assignedPartitions.set({ group }, ids.size);
    },
    note(read: PartitionLag): void {
      const partition = this.ownedOf(read);
      if (partition === undefined) {
        return;
      }
      partition.lag = read.lag;
      if (read.lag === 0) {
        partition.oldest = null;
        partition.youngerThan = clock.now();
      }
      metrics.lagMessages.set(partition.labels, read.lag);
      exportAge(partition);
      judgeProgress(partition, read);
    },
    /** What was not seen cannot be judged: the five minutes begin anew. */
    forgetProgress(): void {
      for (const partition of tracked.values()) {
        partition.committed = -1;
      }
    },
  };
}

/** Creates the monitor. readLags is to use a connection of its own, so that a stuck consumer does not freeze its lag. */
export function createLagMonitor(deps: LagMonitorDeps): LagMonitor {
  const { group, clock, metrics } = deps;
  const outages = createOutageLog({ ...deps, doing: 'reading the lag' });
  const partitions = createPartitions(deps);
  let timers: readonly { stop(): void }[] = [];
  let polling = false;
  let running = false;
  let surprises = 0;
  let lastReadAt = deps.clock.monotonic();

  function notRead(error: unknown): void {
    metrics.lagPollFailures.inc({ group });
    const verdict = judge(error, { hasJoined: true, surprises });
    if (verdict === 'hopeless') {
      deps.fatal(new PipelineError('INTERNAL', `reading the lag of group ${group}`, { cause: error }));
      return;
    }
    surprises += verdict === 'surprising' ? 1 : 0;
    outages.failed(error, { group });
    partitions.forgetProgress();
  }

  async function poll(): Promise<void> {
    // An idle replica has nothing to tell; a poll that hangs is not joined by others.
    if (!running || polling || partitions.owned().length === 0) {
      return;
    }
    polling = true;
    const read = await deps.readLags().catch((error: unknown) => ({ error }));
    polling = false;
    if (!running) {
      return;
    }
    if ('error' in read) {
      notRead(read.error);
      return;
    }
    surprises = 0;
    outages.over();
    if (clock.monotonic() - lastReadAt > UNSEEN_MS) {
      partitions.forgetProgress();
    }
    lastReadAt = clock.monotonic();
    read.forEach((lag) => partitions.note(lag));
  }

  return {
    start() {
      running = true;
      timers = [
        clock.setInterval(() => void poll(), POLL_MS),
        clock.setInterval(() => partitions.owned().forEach(partitions.exportAge), TICK_MS),
      ];
    },
    stop() {
      running = false;
      timers.forEach((timer) => timer.stop());
    },
    assigned(assignment) {
      partitions.assign(assignment);
      void poll();
    },
    owns: (partition) => partitions.ownedOf(partition) !== undefined,
    working(id, oldestTimestamp) {
      const partition = partitions.ownedOf(id);
      if (partition !== undefined) {
        partition.oldest = oldestTimestamp;
        partitions.exportAge(partition);
      }
    },
    resting(id, lastTimestamp, atEnd) {
      const partition = partitions.ownedOf(id);
      if (partition !== undefined) {
        partition.oldest = null;
        partition.youngerThan = Math.max(partition.youngerThan, lastTimestamp);
        partition.lag = atEnd ? 0 : partition.lag;
        partitions.exportAge(partition);
      }
    },
  };
}

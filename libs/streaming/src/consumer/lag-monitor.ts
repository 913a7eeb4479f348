import type { RecordTopicName } from '@tdp/contracts';
import type { Clock, Component, Logger } from '@tdp/service';
import type { KafkaClient } from '../kafka/kafka-client';
import { fetchPartitionLags } from '../kafka/offsets';
import type { StreamingMetrics } from '../metrics';

const POLL_MS = 15_000;
const STALLED_MS = 5 * 60_000;

/** Exports the group's lag and notices when it stands still. */
export interface LagMonitor extends Component {
  sliceStarted(topic: RecordTopicName, partition: number, firstTimestamp: number): void;
  /** A slice was finished. */
  progressed(): void;
  /** A dependency is down and the slice waits for it: no progress, yet nothing stalled. */
  retrying(): void;
}

export interface LagMonitorDeps {
  readonly kafka: KafkaClient;
  readonly group: string;
  readonly topics: readonly RecordTopicName[];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: StreamingMetrics;
  /** Told when there was lag and no progress for five minutes. */
  readonly onStalled: () => void;
}

/** Polls on a connection of its own, so that a stuck consumer does not freeze its lag. */
export function createLagMonitor(deps: LagMonitorDeps): LagMonitor {
  const { kafka, group, clock, metrics } = deps;
  const admin = kafka.kafka.admin();
  let timer: { stop(): void } | null = null;
  let lastProgress = clock.monotonic();

  async function poll(): Promise<void> {
    const lags = await fetchPartitionLags(admin, kafka, group, deps.topics);
    const total = lags.reduce((sum, { lag }) => sum + lag, 0);
    for (const { topic, partition, lag } of lags) {
      const labels = { group, topic, partition: String(partition) };
      metrics.lagMessages.set(labels, lag);
      if (lag === 0) {
        metrics.lagSeconds.set(labels, 0);
      }
    }
    if (total === 0) {
      lastProgress = clock.monotonic();
    } else if (clock.monotonic() - lastProgress > STALLED_MS) {
      deps.onStalled();
    }
  }

  return {
    name: `lag of ${group}`,
    async start() {
      await admin.connect();
      lastProgress = clock.monotonic();
      timer = clock.setInterval(() => {
        poll().catch((error: unknown) => {
          deps.logger.warn({ err: error, group }, 'reading the lag failed; the metric keeps its last value');
        });
      }, POLL_MS);
    },
    async stop() {
      timer?.stop();
      timer = null;
      await admin.disconnect();
    },
    sliceStarted(topic, partition, firstTimestamp) {
      const seconds = Math.max(0, (clock.now() - firstTimestamp) / 1_000);
      metrics.lagSeconds.set({ group, topic, partition: String(partition) }, seconds);
    },
    progressed() {
      lastProgress = clock.monotonic();
    },
    retrying() {
      lastProgress = clock.monotonic();
    },
  };
}

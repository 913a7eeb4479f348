import type { Message } from 'kafkajs';
import { errorMessage, type Clock, type Logger } from '@tdp/service';
import type { Cluster, ProducerId } from '../kafka/cluster';
import { rethrowBug } from '../kafka/rethrow-bug';
import type { StreamingMetrics } from '../metrics';
import { createPartitionQueues, type PartitionQueues, type Placed, type Refused } from './partition-queues';
import { createPartitioner } from './partitioner';
import { sendRound } from './send-round';
import { createSequences } from './sequences';
import { createTrouble } from './trouble';

/** Brings messages to the leaders of their partitions. */
export interface Delivery<T extends Placed> {
  /** Waits for a broker, however long that takes. @throws the signal's reason */
  connect(stopping?: AbortSignal): Promise<void>;
  /** The partition a key of this topic goes to; null while the topic's partitions are unknown. */
  partitionOf(topic: string, key: Message['key']): number | null;
  /**
   * Resolves when Kafka has acknowledged each message or refused it for good, and not before: an
   * outage is waited out. One call at a time: the order of a partition is that of the calls.
   * @throws PipelineError PRODUCE_FAILED for what no waiting cures
   */
  deliver(messages: readonly T[]): Promise<readonly Refused<T>[]>;
  /** What is waited for; null while messages get on. */
  trouble(): string | null;
  disconnect(): Promise<void>;
}

export interface DeliveryDeps {
  readonly cluster: Cluster;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: StreamingMetrics;
}

const FIRST_WAIT_MS = 50;
const MAX_WAIT_MS = 2_000;

/**
 * Creates the delivery. Every partition has its own acknowledgement: what has none is sent again,
 * with the numbers it had, so that a broker that has it already says so instead of writing it
 * twice (ADR 0009).
 */
export function createDelivery<T extends Placed>(deps: DeliveryDeps): Delivery<T> {
  const { cluster, clock } = deps;
  const sequences = createSequences();
  const partitioner = createPartitioner();
  const trouble = createTrouble(deps);

  /** Knows the topics' leaders afterwards. */
  async function prepare(topics: readonly string[]): Promise<ProducerId> {
    if (!cluster.isConnected()) {
      await cluster.connect();
    }
    await cluster.addMultipleTargetTopics([...topics]);
    // What went wrong, most often went wrong because a leader moved.
    await (trouble.current() === null ? cluster.refreshMetadataIfNecessary() : cluster.refreshMetadata());
    return sequences.identify(cluster);
  }

  function partitionOf(topic: string, key: Message['key']): number | null {
    const count = partitionCount(cluster, topic);
    return count === 0 ? null : partitioner.partitionOf(topic, key, count);
  }

  function place(messages: readonly T[]): PartitionQueues<T> {
    const placed = messages.map((item): [number, T] => {
      const partition = item.partition ?? partitionOf(item.topic, item.message.key);
      if (partition === null) {
        throw new Error(`nothing is known of topic ${item.topic} yet`);
      }
      return [partition, item];
    });
    return createPartitionQueues(placed, sequences);
  }

  /** One try; returns what was refused for good. */
  async function round(queues: PartitionQueues<T>, identity: ProducerId): Promise<readonly Refused<T>[]> {
    const refused: Refused<T>[] = [];
    const settled = await sendRound(cluster, identity, queues.heads());
    // A new producer id takes their numbers from all batches that are left: those that are done come first.
    for (const [batch, outcome] of settled.toSorted(([, a], [, b]) => rank(a.kind) - rank(b.kind))) {
      refused.push(...queues.settle(batch, outcome));
      if (outcome.kind === 'again' || outcome.kind === 'again-as-another') {
        trouble.met(outcome.kind === 'again' ? 'partition' : 'producer_id', {
          what: `${batch.topic}/${batch.partition}: ${outcome.cause}`,
        });
      }
      if (outcome.kind === 'again-as-another') {
        break;
      }
    }
    return refused;
  }

  return {
    async connect(stopping) {
      for (let attempt = 1; ; attempt += 1) {
        stopping?.throwIfAborted();
        try {
          await prepare([]);
          trouble.over();
          return;
        } catch (error) {
          rethrowBug(error);
          trouble.met('connection', { what: errorMessage(error) });
        }
        await clock.sleep(waitMs(attempt), stopping);
      }
    },
    partitionOf,
    async deliver(messages) {
      const topics = [...new Set(messages.map(({ topic }) => topic))];
      const refused: Refused<T>[] = [];
      let queues: PartitionQueues<T> | undefined;
      for (let attempt = 1; ; attempt += 1) {
        const before = trouble.total();
        try {
          const identity = await prepare(topics);
          queues ??= place(messages);
          refused.push(...(await round(queues, identity)));
        } catch (error) {
          rethrowBug(error);
          // A broker that does not know a topic does not say which one.
          trouble.met('connection', { what: `${topics.join(', ')}: ${errorMessage(error)}` });
        }
        if (queues?.isEmpty()) {
          trouble.over();
          return refused;
        }
        if (trouble.total() > before) {
          await clock.sleep(waitMs(attempt));
        }
      }
    },
    trouble: () => trouble.current(),
    disconnect: () => cluster.disconnect(),
  };
}

const RANKS = { acknowledged: 0, refused: 0, impossible: 1, again: 2, 'again-as-another': 3 };
const rank = (kind: keyof typeof RANKS): number => RANKS[kind];

const waitMs = (attempt: number): number =>
  Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt - 1, 10));

function partitionCount(cluster: Cluster, topic: string): number {
  try {
    return cluster.findTopicPartitionMetadata(topic).length;
  } catch {
    // kafkajs throws until it has loaded the metadata of some topic.
    return 0;
  }
}

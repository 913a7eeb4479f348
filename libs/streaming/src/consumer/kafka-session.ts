import type { Consumer, EachBatchPayload, IMemberAssignment } from 'kafkajs';
import type { Clock } from '@tdp/service';
import type { KafkaClient } from '../kafka/kafka-client';
import { withHooks, type ConsumerHooks, type OffsetReset } from './kafkajs-hooks';
import { waitAtMost } from './retry';

/** One life of a consumer: from connecting until it gives up or is closed. Never used again after that. */
export interface ConsumerSession {
  /** Connects and joins the group. @throws why that failed; close the session then */
  join(): Promise<void>;
  /** Rejects when the client has given up after it joined; never resolves. */
  readonly lost: Promise<never>;
  /** Fetches nothing any more, whatever will be assigned; heartbeats go on. */
  pause(): void;
  /** Lets slices in work finish, commits and leaves the group. Never rejects; bounded but for the slices. */
  close(): Promise<void>;
}

/** What a session tells while it lives. Partitions by topic, as the cluster names them. */
export interface SessionListener {
  assigned(assignment: IMemberAssignment): void;
  /** Nothing is assigned any more: the group rebalances, or the session is over. */
  revoked(): void;
  heartbeat(): void;
  offsetReset(reset: OffsetReset): void;
  eachBatch(payload: EachBatchPayload): Promise<void>;
  /** Resolves once no slice is in work. */
  idle(): Promise<void>;
}

export interface KafkaSessionOptions {
  readonly kafka: KafkaClient;
  readonly group: string;
  /** As the cluster names them. */
  readonly topics: readonly string[];
  /** Partitions that are likely to have records at once: a fetch is divided among them. */
  readonly busyPartitions: number;
  readonly partitionsConsumedConcurrently: number;
  /** See KAFKA_GROUP_INSTANCE_ID. */
  readonly groupInstanceId: string | undefined;
  readonly clock: Clock;
  readonly listener: SessionListener;
}

export const SESSION_TIMEOUT_MS = 30_000;
export const HEARTBEAT_MS = 3_000;
const REBALANCE_TIMEOUT_MS = 60_000;
const MAX_WAIT_MS = 250;
/**
 * What all partitions together may have in memory: kafkajs fetches from each broker, in an order of its own, and not
 * again before everything fetched is handled. A record batch that is larger comes alone. Compressed batches are
 * larger in memory; no producer of the pipeline compresses. ADR 0023 has what each MiB costs and brings.
 */
const FETCH_BYTES = 3 * 1024 * 1024;
const MIN_PARTITION_BYTES = 128 * 1024;
/** Commits happen after each batch, and after a slice when the last one is this long ago. */
const COMMIT_INTERVAL_MS = 5_000;
/** For the last commit and to leave the group; a join that is under way is not waited for any longer. */
const CLOSE_GRACE_MS = 5_000;

/** Creates a session on kafkajs. Does no IO until join. */
export function createKafkaSession(options: KafkaSessionOptions): ConsumerSession {
  const { group, topics, clock, listener } = options;
  const consumer = createConsumer(options);
  const hooks: ConsumerHooks = {
    onOffsetReset: (reset) => listener.offsetReset(reset),
    groupInstanceId: options.groupInstanceId,
  };
  const lost = Promise.withResolvers<never>();
  // Before join() has returned, it is join() that throws; after it, nobody may be listening.
  lost.promise.catch(() => undefined);
  let crash: Error | null = null;
  let joining: Promise<void> = Promise.resolve();

  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => listener.assigned(payload.memberAssignment));
  consumer.on(consumer.events.HEARTBEAT, () => listener.heartbeat());
  consumer.on(consumer.events.REBALANCING, () => listener.revoked());
  consumer.on(
    consumer.events.END_BATCH_PROCESS,
    ({ payload: { topic, partition, batchSize, lastOffset } }) => {
      if (batchSize === 0) {
        // Marks of transactions and what compaction left: kafkajs passes by, and commits that only after a record
        // that may be long in coming. Till then it would look like lag, and like a consumer that stands still.
        const offset = String(BigInt(lastOffset) + 1n);
        consumer.commitOffsets([{ topic, partition, offset }]).catch(() => undefined);
      }
    },
  );
  consumer.on(consumer.events.STOP, () => listener.revoked());
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    crash = payload.error;
    listener.revoked();
    lost.reject(payload.error);
  });

  async function connectAndRun(): Promise<void> {
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    // Resolves when the group is joined, and just so when that failed: then it has crashed.
    await consumer.run({
      eachBatchAutoResolve: false,
      autoCommitInterval: COMMIT_INTERVAL_MS,
      partitionsConsumedConcurrently: options.partitionsConsumedConcurrently,
      eachBatch: (payload) => listener.eachBatch(payload),
    });
    if (crash !== null) {
      throw crash;
    }
  }

  return {
    lost: lost.promise,
    join() {
      const attempt = withHooks(hooks, connectAndRun);
      joining = attempt.catch(() => undefined);
      return attempt;
    },
    pause: () => consumer.pause(topics.map((topic) => ({ topic }))),
    async close() {
      // A client must not be disconnected while it connects (kafkajs #1639).
      const closed = joining.then(() => withHooks(hooks, () => consumer.disconnect()));
      closed.catch(() => undefined);
      // Slices in work take what they take; after them there is the last commit, and the group to leave.
      await Promise.race([closed, listener.idle()]).catch(() => undefined);
      await waitAtMost(CLOSE_GRACE_MS, closed, clock);
    },
  };

  function createConsumer({ kafka }: KafkaSessionOptions): Consumer {
    // It reports nothing itself: what it gives up for is reported by who supervises it.
    return kafka.impatient.consumer({
      groupId: group,
      sessionTimeout: SESSION_TIMEOUT_MS,
      rebalanceTimeout: REBALANCE_TIMEOUT_MS,
      heartbeatInterval: HEARTBEAT_MS,
      maxWaitTimeInMs: MAX_WAIT_MS,
      maxBytesPerPartition: Math.max(MIN_PARTITION_BYTES, Math.floor(FETCH_BYTES / options.busyPartitions)),
      maxBytes: FETCH_BYTES,
      metadataMaxAge: 60_000,
      allowAutoTopicCreation: false,
      // Explicit: kafkajs has other defaults when NODE_ENV is "test".
      retry: {
        initialRetryTime: 100,
        maxRetryTime: 5_000,
        factor: 0.2,
        multiplier: 2,
        retries: 8,
        // A restarted kafkajs consumer keeps what confused it; a new one does not (ADR 0010).
        restartOnFailure: () => Promise.resolve(false),
      },
    });
  }
}

import { randomInt } from 'node:crypto';
import type { IMemberAssignment } from 'kafkajs';
import { TOPICS, type TopicName } from '@tdp/contracts';
import type { Clock, Component, ErrorCode, HealthStatus, Logger, Metrics } from '@tdp/service';
import type { Codec } from '../codec/codec';
import { createDeadLetters } from '../dead-letters/dead-letters';
import { DECODE_REASONS, OUTPUT_REASONS } from '../errors';
import { physicalGroup, physicalTopic, type KafkaClient } from '../kafka/kafka-client';
import { createLagReader } from '../kafka/offsets';
import { startAtZero, streamingMetrics, type StreamingMetrics } from '../metrics';
import type { Producer } from '../producer/producer';
import { createBatchLoop } from './batch-loop';
import { createConsumerHealth } from './consumer-health';
import {
  createDeadLetterLimit,
  DEFAULT_DEAD_LETTER_LIMIT,
  type DeadLetterLimit,
  type DeadLetterLimitOptions,
} from './dead-letter-limit';
import { describeFailure } from './failure';
import type { Handle } from './handle';
import { createKafkaSession, HEARTBEAT_MS, SESSION_TIMEOUT_MS, type SessionListener } from './kafka-session';
import { missedRecords, type OffsetReset } from './kafkajs-hooks';
import { createLagMonitor, type PartitionId } from './lag-monitor';
import type { ProcessSliceDeps } from './process-slice';
import { waitAtMost } from './retry';
import { createSupervisor } from './supervise';

/** Everything a service's handler may say of a record; series of metrics exist at zero from the start. */
export interface ConsumerReasons<D extends string = string, P extends string = string> {
  /** Why it dead-letters; the library adds its own. */
  readonly deadLetters: readonly D[];
  /** Why it drops. */
  readonly drops: readonly P[];
  /** Codes of the retriable errors it throws. */
  readonly retries: readonly ErrorCode[];
}

export interface ConsumerLoopOptions<D extends string = string, P extends string = string> {
  readonly kafka: KafkaClient;
  readonly codec: Codec;
  /** For outputs and dead letters; start it before the loop and stop it after. */
  readonly producer: Producer;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** Ends the process with exit code 1. */
  readonly fatal: (error: Error) => void;
  /** The app's name: in metrics and dead letters. */
  readonly groupId: string;
  /** Id of the consumer group, before the prefix; default: the app's name. */
  readonly consumerGroup?: string;
  readonly topics: readonly TopicName[];
  readonly deadLetterTopic: TopicName;
  readonly handle: Handle<D, P>;
  readonly reasons: ConsumerReasons<D, P>;
  /** See KAFKA_GROUP_INSTANCE_ID. */
  readonly groupInstanceId?: string | undefined;
  /** Records whose outputs are produced together, and resolved; fewer where they have more than 2 MiB. */
  readonly maxSliceRecords?: number;
  /**
   * Records of a slice handed to handle at once; default: all. With few, decoded records are garbage before they have
   * been copied by the collector (ADR 0028): for whoever has no use for many.
   */
  readonly maxHandledRecords?: number;
  readonly partitionsConsumedConcurrently?: number;
  readonly deadLetterLimit?: DeadLetterLimitOptions;
}

/** Reads topics at least once: an offset is resolved only after everything it led to is acknowledged. */
export interface ConsumerLoop extends Component {
  live(): HealthStatus;
  ready(): HealthStatus;
}

/** How long a poll that is under way may delay the stop. */
const LAST_POLL_MS = 2_000;
const MAX_SLICE_BYTES = 2 * 1024 * 1024;
/** What the library itself waits out. */
const OWN_RETRIES: readonly ErrorCode[] = ['REGISTRY_UNAVAILABLE', 'REGISTRY_UNAUTHORIZED', 'SCHEMA_NEWER'];

const random = (): number => randomInt(2 ** 32) / 2 ** 32;

/**
 * Creates the loop. start() returns when the group is joined, and waits for brokers that are away; that
 * its topics exist, KafkaParts.dependencies has seen to.
 */
export function createConsumerLoop<D extends string, P extends string>(
  options: ConsumerLoopOptions<D, P>,
): ConsumerLoop {
  const { kafka, logger, clock, producer, groupId: stage } = options;
  const group = physicalGroup(kafka, options.consumerGroup ?? stage);
  const metrics = streamingMetrics(options.metrics);
  const topicOf = new Map(options.topics.map((topic) => [physicalTopic(kafka, topic), topic]));
  startSeriesAtZero(metrics, options, group);
  const stopping = new AbortController();
  const limit = createDeadLetterLimit(options.deadLetterLimit ?? DEFAULT_DEAD_LETTER_LIMIT);
  const health = createConsumerHealth({ group, clock, metrics, sessionTimeoutMs: SESSION_TIMEOUT_MS });
  const lagReader = createLagReader(kafka, group, options.topics);

  function fatal(error: Error): void {
    // The first tells why; what else fails meanwhile fails for the same reason, or with the end.
    if (health.live().ok) {
      health.ended(`has ended: ${error.message}`);
      stopping.abort(error);
      options.fatal(error);
    }
  }

  const parts = {
    group,
    clock,
    random,
    logger,
    metrics,
    health,
    fatal,
    stopping: stopping.signal,
    describe: (error: unknown): string => describeFailure(error, kafka),
  };
  const lag = createLagMonitor({
    ...parts,
    readLags: () => lagReader.read(),
    isExcused: () => health.isRetrying() || limit.tripped() !== null || !producer.ready().ok,
  });
  const batches = createBatchLoop({
    ...parts,
    topicOf,
    slice: sliceDeps(options, limit, metrics),
    limits: { maxRecords: options.maxSliceRecords ?? 500, maxBytes: MAX_SLICE_BYTES },
    heartbeatMs: HEARTBEAT_MS,
    lag,
    onRefused: pause,
  });
  const listener: SessionListener = {
    assigned,
    revoked() {
      health.rebalancing();
      lag.assigned([]);
    },
    heartbeat: () => health.heartbeat(),
    offsetReset: (reset) => reportReset(reset, topicOf, parts),
    eachBatch: (payload) => batches.eachBatch(payload),
    idle: () => batches.idle(),
  };
  const supervisor = createSupervisor({
    ...parts,
    openSession: () =>
      createKafkaSession({
        kafka,
        group,
        topics: [...topicOf.keys()],
        busyPartitions: partitionsOfLargest(options.topics),
        partitionsConsumedConcurrently:
          options.partitionsConsumedConcurrently ?? partitionsOfLargest(options.topics),
        groupInstanceId: options.groupInstanceId,
        clock,
        listener,
      }),
  });

  function assigned(assignment: IMemberAssignment): void {
    health.joined();
    metrics.rebalances.inc({ group });
    lag.assigned(partitionsOf(assignment, topicOf));
    if (limit.tripped() !== null) {
      supervisor.pause();
    }
  }

  function pause(): void {
    supervisor.pause();
    const detail = `too many dead letters (${String(limit.tripped())}): consuming is paused; look into ${options.deadLetterTopic}, remove the cause, then restart`;
    if (health.paused(detail)) {
      logger.error({ group, code: 'DEAD_LETTER_LIMIT' }, detail);
    }
  }

  return {
    name: `consumer ${group}`,
    async start(signal) {
      lag.start();
      await supervisor.start(signal);
    },
    async stop() {
      stopping.abort(new Error('the consumer is stopping'));
      await supervisor.stop();
      lag.assigned([]);
      lag.stop();
      await waitAtMost(LAST_POLL_MS, lagReader.close(), clock);
      health.stopped();
      health.close();
    },
    live: () => health.live(),
    ready() {
      const status = health.ready();
      return status.ok ? producer.ready() : status;
    },
  };
}

function sliceDeps(
  options: ConsumerLoopOptions,
  limit: DeadLetterLimit,
  metrics: StreamingMetrics,
): ProcessSliceDeps {
  const { kafka, codec, producer, handle, clock, groupId: stage } = options;
  const deadLetters = createDeadLetters({
    producer,
    topic: options.deadLetterTopic,
    stage,
    metrics: options.metrics,
    clock,
  });
  return {
    codec,
    producer,
    deadLetters,
    limit,
    handle,
    maxHandledRecords: options.maxHandledRecords ?? Infinity,
    stage,
    metrics,
    physicalTopic: (topic) => physicalTopic(kafka, topic),
  };
}

function partitionsOf(
  assignment: IMemberAssignment,
  topicOf: ReadonlyMap<string, TopicName>,
): readonly PartitionId[] {
  return Object.entries(assignment).flatMap(([name, partitions]) => {
    const topic = topicOf.get(name);
    return topic === undefined ? [] : partitions.map((partition) => ({ topic, partition }));
  });
}

function reportReset(
  reset: OffsetReset,
  topicOf: ReadonlyMap<string, TopicName>,
  { group, metrics, logger }: { group: string; metrics: StreamingMetrics; logger: Logger },
): void {
  const topic = topicOf.get(reset.topic) ?? reset.topic;
  metrics.offsetResets.inc({ topic });
  logger.error(
    { group, ...reset, topic, missed: missedRecords(reset) },
    'the committed offset is out of range: going on at the earliest record; what lies between was not read',
  );
}

/** Every series a service can have, from the start. */
function startSeriesAtZero(
  metrics: StreamingMetrics,
  { groupId: stage, topics, reasons }: ConsumerLoopOptions,
  group: string,
): void {
  startAtZero(metrics.results, { stage }, 'result', ['ok', 'dropped', 'dead_lettered']);
  const deadLetters = [...DECODE_REASONS, ...OUTPUT_REASONS, ...reasons.deadLetters];
  startAtZero(metrics.deadLetters, { stage }, 'reason', deadLetters);
  startAtZero(metrics.dropped, { stage }, 'reason', reasons.drops);
  startAtZero(metrics.retries, { stage }, 'reason', [...OWN_RETRIES, ...reasons.retries]);
  startAtZero(metrics.offsetResets, {}, 'topic', topics);
  startAtZero(metrics.crashes, { group }, 'restart', ['true', 'false']);
  startAtZero(metrics.rebalances, {}, 'group', [group]);
  startAtZero(metrics.lagPollFailures, {}, 'group', [group]);
  metrics.assignedPartitions.set({ group }, 0);
}

/** The others are far quieter than the posts. */
const partitionsOfLargest = (topics: readonly TopicName[]): number =>
  Math.max(...topics.map((topic) => TOPICS[topic].partitions));

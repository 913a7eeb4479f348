import type { Consumer } from 'kafkajs';
import { TOPICS, type RecordTopicName, type TopicName } from '@tdp/contracts';
import type { Clock, Component, HealthStatus, Logger, Metrics } from '@tdp/service';
import { PipelineError } from '@tdp/service';
import type { Codec } from '../codec/codec';
import { createDeadLetters } from '../dead-letters';
import { physicalGroup, physicalTopic, type KafkaClient } from '../kafka/kafka-client';
import { streamingMetrics } from '../metrics';
import type { Producer } from '../producer/producer';
import { watchConsumer, type ConsumerHealth } from './consumer-health';
import { createDeadLetterLimit, type DeadLetterLimitOptions } from './dead-letter-limit';
import { createEachBatch, HEARTBEAT_MS, STOPPING } from './each-batch';
import { createLagMonitor } from './lag-monitor';
import type { Handle, ProcessSliceDeps } from './process-slice';

export interface ConsumerLoopOptions {
  readonly kafka: KafkaClient;
  readonly codec: Codec;
  /** For outputs and dead letters; start it before the loop and stop it after. */
  readonly producer: Producer;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** Ends the process with exit code 1. */
  readonly fatal: (error: Error) => void;
  /** The app's name. */
  readonly groupId: string;
  readonly topics: readonly RecordTopicName[];
  readonly deadLetterTopic: TopicName;
  readonly handle: Handle;
  /** Records handed to handle at once; fewer where they have more than 8 MiB. */
  readonly maxSliceRecords?: number;
  readonly partitionsConsumedConcurrently?: number;
  readonly deadLetterLimit?: DeadLetterLimitOptions;
}

/** Reads topics at least once: an offset is resolved only after everything it led to is acknowledged. */
export interface ConsumerLoop extends Component {
  live(): HealthStatus;
  ready(): HealthStatus;
}

const SESSION_TIMEOUT_MS = 30_000;
const REBALANCE_TIMEOUT_MS = 60_000;
const MAX_WAIT_MS = 250;

/** Creates the loop. start() joins the group; that its topics exist, KafkaParts.dependencies has seen to. */
export function createConsumerLoop(options: ConsumerLoopOptions): ConsumerLoop {
  const { kafka, logger, clock } = options;
  const group = physicalGroup(kafka, options.groupId);
  const metrics = streamingMetrics(options.metrics);
  const limit = createDeadLetterLimit(options.deadLetterLimit ?? { maxRatio: 0.5, windowRecords: 1_000 });
  const topicOf = new Map(options.topics.map((topic) => [physicalTopic(kafka, topic), topic]));
  const consumer = createKafkaConsumer(kafka, group);
  const health = watchConsumer({
    consumer,
    group,
    clock,
    metrics,
    fatal: options.fatal,
    sessionTimeoutMs: SESSION_TIMEOUT_MS,
    rebalanceTimeoutMs: REBALANCE_TIMEOUT_MS,
  });
  const lag = createLagMonitor({
    kafka,
    group,
    topics: options.topics,
    clock,
    logger,
    metrics,
    onStalled: () => {
      // Paused by the dead-letter limit, a restart would only dead-letter more.
      if (!limit.tripped()) {
        options.fatal(
          new PipelineError('CONSUMER_CRASHED', `consuming as group ${group}: lag without progress`),
        );
      }
    },
  });
  const slice: ProcessSliceDeps = {
    codec: options.codec,
    producer: options.producer,
    deadLetters: createDeadLetters({
      producer: options.producer,
      topic: options.deadLetterTopic,
      stage: options.groupId,
      metrics: options.metrics,
      clock,
    }),
    limit,
    handle: options.handle,
    stage: options.groupId,
    metrics,
    physicalTopic: (topic) => physicalTopic(kafka, topic),
  };
  const stopping = new AbortController();
  const eachBatch = createEachBatch({
    group,
    topicOf,
    slice,
    maxSliceRecords: options.maxSliceRecords ?? 500,
    lag,
    clock,
    logger,
    fatal: options.fatal,
    stopping: stopping.signal,
    pauseAll: () => {
      consumer.pause([...topicOf.keys()].map((topic) => ({ topic })));
    },
  });
  let running = false;

  return {
    name: `consumer ${group}`,
    async start() {
      await consumer.connect();
      running = true;
      await consumer.subscribe({ topics: [...topicOf.keys()], fromBeginning: true });
      await consumer.run({
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently:
          options.partitionsConsumedConcurrently ?? defaultConcurrency(options.topics),
        eachBatch,
      });
      await lag.start();
    },
    async stop() {
      stopping.abort(STOPPING);
      await lag.stop();
      if (running) {
        running = false;
        // Waits for the slices in work, commits what they resolved, leaves the group.
        await consumer.disconnect();
      }
    },
    live: () => health.live(),
    ready: () => readiness(health, limit.tripped(), options.producer),
  };
}

function readiness(health: ConsumerHealth, tripped: boolean, producer: Producer): HealthStatus {
  if (tripped) {
    return {
      ok: false,
      detail: 'too many dead letters: consuming is paused; find the cause, then restart',
    };
  }
  const status = health.ready();
  return status.ok ? producer.ready() : status;
}

const defaultConcurrency = (topics: readonly RecordTopicName[]): number =>
  Math.max(...topics.map((topic) => TOPICS[topic].partitions));

function createKafkaConsumer(kafka: KafkaClient, group: string): Consumer {
  return kafka.kafka.consumer({
    groupId: group,
    sessionTimeout: SESSION_TIMEOUT_MS,
    rebalanceTimeout: REBALANCE_TIMEOUT_MS,
    heartbeatInterval: HEARTBEAT_MS,
    maxWaitTimeInMs: MAX_WAIT_MS,
    maxBytesPerPartition: 1_048_576,
    maxBytes: 10_485_760,
    metadataMaxAge: 60_000,
    allowAutoTopicCreation: false,
    // Explicit: kafkajs has other defaults when NODE_ENV is "test".
    retry: {
      initialRetryTime: 100,
      maxRetryTime: 5_000,
      factor: 0.2,
      multiplier: 2,
      retries: 8,
      restartOnFailure: () => Promise.resolve(true),
    },
  });
}

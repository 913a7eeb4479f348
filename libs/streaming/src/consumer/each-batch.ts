import type { EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { RecordTopicName } from '@tdp/contracts';
import type { Clock, Logger } from '@tdp/service';
import { PipelineError } from '@tdp/service';
import type { LagMonitor } from './lag-monitor';
import { processSlice, type ProcessSliceDeps } from './process-slice';
import { retryWhileRetriable } from './retry';
import { slicesOf } from './slices';

export interface EachBatchDeps {
  /** The consumer group as the cluster knows it. */
  readonly group: string;
  /** Contract names of the subscribed topics, by their names on the cluster. */
  readonly topicOf: ReadonlyMap<string, RecordTopicName>;
  readonly slice: ProcessSliceDeps;
  readonly maxSliceRecords: number;
  readonly lag: LagMonitor;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Ends the process with exit code 1. */
  readonly fatal: (error: Error) => void;
  /** Aborted with STOPPING. */
  readonly stopping: AbortSignal;
  /** Fetches nothing any more. */
  readonly pauseAll: () => void;
}

/** Why a slice is left as it is: no error. */
export const STOPPING = new Error('the consumer is stopping');

export const HEARTBEAT_MS = 3_000;
/** A fetch is bounded before decompression only; this bounds what a handler holds, and writes, at once. */
const MAX_SLICE_BYTES = 8 * 1024 * 1024;

/** Creates what kafkajs calls with each batch of a partition: slice by slice, in order. */
export function createEachBatch(deps: EachBatchDeps): (payload: EachBatchPayload) => Promise<void> {
  const limits = { maxRecords: deps.maxSliceRecords, maxBytes: MAX_SLICE_BYTES };
  return async (payload) => {
    const topic = deps.topicOf.get(payload.batch.topic);
    if (topic === undefined) {
      throw new TypeError(`received a batch of ${payload.batch.topic}, which was not subscribed to`);
    }
    for (const messages of slicesOf(payload.batch.messages, limits)) {
      if (!payload.isRunning() || payload.isStale() || deps.stopping.aborted) {
        return;
      }
      if (!(await takeSlice(deps, payload, topic, messages))) {
        return;
      }
    }
  };
}

/** Processes a slice while heartbeats go on by a timer, then resolves its last offset. */
async function takeSlice(
  deps: EachBatchDeps,
  payload: EachBatchPayload,
  topic: RecordTopicName,
  messages: readonly KafkaMessage[],
): Promise<boolean> {
  const { clock, lag } = deps;
  const { metrics, stage } = deps.slice;
  const started = clock.monotonic();
  lag.sliceStarted(topic, payload.batch.partition, Number(messages[0]?.timestamp));
  metrics.consumed.inc(
    { messaging_destination_name: topic, messaging_consumer_group_name: stage },
    messages.length,
  );
  // A rebalance seen meanwhile is thrown only after the slice's offset is resolved.
  let heartbeatError: Error | undefined;
  const heartbeats = clock.setInterval(() => {
    payload.heartbeat().catch((error: unknown) => {
      heartbeatError ??= error as Error;
    });
  }, HEARTBEAT_MS);
  try {
    if (!(await finishSlice(deps, payload.batch.partition, topic, messages))) {
      return false;
    }
  } finally {
    heartbeats.stop();
  }

  payload.resolveOffset((messages.at(-1) as KafkaMessage).offset);
  lag.progressed();
  const seconds = (clock.monotonic() - started) / 1_000;
  metrics.processSeconds.observe({ messaging_destination_name: topic }, seconds);
  metrics.lastSuccess.set({ stage }, clock.now() / 1_000);
  if (heartbeatError !== undefined) {
    throw heartbeatError;
  }
  await payload.heartbeat();
  return true;
}

/** Whether everything the slice led to is acknowledged; an outage is waited out. */
async function finishSlice(
  deps: EachBatchDeps,
  partition: number,
  topic: RecordTopicName,
  messages: readonly KafkaMessage[],
): Promise<boolean> {
  try {
    const slice = { topic, partition, messages };
    const outcome = await retryWhileRetriable(() => processSlice(deps.slice, slice), {
      signal: deps.stopping,
      onRetry: (error, attempt) => {
        deps.slice.metrics.retries.inc({ stage: deps.slice.stage, reason: error.code });
        deps.lag.retrying();
        const { offset } = messages[0] as KafkaMessage;
        deps.logger.warn({ err: error, topic, partition, offset, attempt }, 'retrying a slice');
      },
    });
    if (outcome === 'refused') {
      deps.pauseAll();
      deps.logger.error({ topic, partition }, 'too many dead letters: consuming is paused');
    }
    return outcome === 'finished';
  } catch (error) {
    return giveUp(deps, error);
  }
}

/** Stopping leaves the offset unresolved and is no error; anything else ends the process. */
function giveUp({ fatal, group }: EachBatchDeps, error: unknown): false {
  if (error === STOPPING) {
    return false;
  }
  const cause = error instanceof Error ? error : new Error(String(error));
  const isTold = cause instanceof PipelineError;
  fatal(isTold ? cause : new PipelineError('INTERNAL', `handling records as ${group}`, { cause }));
  // kafkajs would retry an ordinary error; a TypeError it takes for what it is: a bug.
  throw new TypeError(cause.message, { cause });
}

import type { EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { TopicName } from '@tdp/contracts';
import { PipelineError, type Clock, type Logger } from '@tdp/service';
import type { ConsumerHealth } from './consumer-health';
import type { LagMonitor } from './lag-monitor';
import { createOutageLog, type OutageLog } from './outage-log';
import { processSlice, type ProcessSliceDeps, type Slice } from './process-slice';
import { retryWhileRetriable } from './retry';

/** What the loop needs of a batch of one partition; kafkajs' payload fits. */
export type BatchPayload = Pick<
  EachBatchPayload,
  'isRunning' | 'isStale' | 'resolveOffset' | 'heartbeat' | 'commitOffsetsIfNecessary'
> & {
  readonly batch: Pick<EachBatchPayload['batch'], 'topic' | 'partition' | 'highWatermark'> & {
    readonly messages: readonly KafkaMessage[];
  };
};

export interface BatchLoop {
  /** Takes a batch, slice by slice, in order. Rejects with what kafkajs is to act upon: a rebalance, a failed commit. */
  eachBatch(payload: BatchPayload): Promise<void>;
  /** Resolves once no batch is in work. */
  idle(): Promise<void>;
}

export interface BatchLoopDeps {
  /** The consumer group as the cluster knows it. */
  readonly group: string;
  /** Contract names of the subscribed topics, by their names on the cluster. */
  readonly topicOf: ReadonlyMap<string, TopicName>;
  readonly slice: ProcessSliceDeps;
  readonly limits: SliceLimits;
  readonly heartbeatMs: number;
  readonly lag: Pick<LagMonitor, 'owns' | 'working' | 'resting'>;
  readonly health: Pick<ConsumerHealth, 'retrying' | 'goesOn'>;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly logger: Logger;
  /** A failure in one line. */
  readonly describe: (error: unknown) => string;
  /** Ends the process with exit code 1. */
  readonly fatal: (error: Error) => void;
  readonly stopping: AbortSignal;
  /** Told that a slice was refused by the dead-letter limit: nothing more may be consumed. */
  readonly onRefused: () => void;
}

/** A fetch is bounded before decompression only; slices bound what a handler holds, and writes, at once. */
export interface SliceLimits {
  readonly maxRecords: number;
  /** Of keys and values; a single larger record is a slice of its own. */
  readonly maxBytes: number;
}

/** Answers of the coordinator that say: this member is to join again before it may commit. */
const MEMBERSHIP_LOST = new Set([
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'NOT_COORDINATOR_FOR_GROUP',
  'FENCED_INSTANCE_ID',
]);

/** Creates the way of a batch: slice by slice; an offset is resolved when everything its slice led to is acknowledged. */
export function createBatchLoop(deps: BatchLoopDeps): BatchLoop {
  const parts = { ...deps, outages: createOutageLog({ ...deps, doing: 'handling records' }) };
  let inWork = 0;
  let idleWaiters: (() => void)[] = [];

  async function eachBatch(payload: BatchPayload): Promise<void> {
    const { batch } = payload;
    const topic = deps.topicOf.get(batch.topic);
    if (topic === undefined) {
      throw new TypeError(`received a batch of ${batch.topic}, which was not subscribed to`);
    }
    const partition = { topic, partition: batch.partition };
    for (const messages of slicesOf(batch.messages, deps.limits)) {
      if (deps.stopping.aborted || !payload.isRunning() || payload.isStale() || !deps.lag.owns(partition)) {
        return;
      }
      deps.lag.working(partition, Number(messages[0]?.timestamp));
      if (!(await takeSlice(parts, payload, { ...partition, messages }))) {
        return;
      }
      const last = messages.at(-1) as KafkaMessage;
      const isLastOfBatch = last === batch.messages.at(-1);
      if (isLastOfBatch) {
        const atEnd = Number(last.offset) + 1 >= Number(batch.highWatermark);
        deps.lag.resting(partition, Number(last.timestamp), atEnd);
      }
    }
  }

  return {
    async eachBatch(payload) {
      inWork += 1;
      try {
        await eachBatch(payload);
      } finally {
        inWork -= 1;
        if (inWork === 0) {
          idleWaiters.forEach((resolve) => resolve());
          idleWaiters = [];
        }
      }
    },
    idle: () => (inWork === 0 ? Promise.resolve() : new Promise((resolve) => idleWaiters.push(resolve))),
  };
}

interface SliceParts extends BatchLoopDeps {
  readonly outages: OutageLog;
}

/** Whether the slice is finished and its last offset resolved. Heartbeats go on by a timer, however long it takes. */
async function takeSlice(parts: SliceParts, payload: BatchPayload, slice: Slice): Promise<boolean> {
  const { clock, lag } = parts;
  const { metrics, stage } = parts.slice;
  const { topic, messages } = slice;
  const started = clock.monotonic();
  metrics.consumed.inc(
    { messaging_destination_name: topic, messaging_consumer_group_name: stage },
    messages.length,
  );
  const membership = keepMembership(parts, payload);
  const finished = await finishSlice(parts, slice, membership.leaving).finally(() => membership.release());
  if (finished && lag.owns(slice)) {
    payload.resolveOffset((messages.at(-1) as KafkaMessage).offset);
    const seconds = (clock.monotonic() - started) / 1_000;
    metrics.processSeconds.observe({ messaging_destination_name: topic }, seconds);
    metrics.lastSuccess.set({ stage }, clock.now() / 1_000);
  }
  if (parts.stopping.aborted) {
    return false;
  }
  // Thrown only now, after what was finished is resolved: kafkajs commits that before it joins again.
  membership.leaving.throwIfAborted();
  if (!finished || !lag.owns(slice)) {
    return false;
  }
  await payload.heartbeat();
  await payload.commitOffsetsIfNecessary();
  return true;
}

/** Heartbeats until released. `leaving` aborts when stopping, or with the coordinator's answer that membership is lost. */
function keepMembership(
  { clock, heartbeatMs, stopping }: SliceParts,
  payload: BatchPayload,
): { readonly leaving: AbortSignal; release(): void } {
  const leaving = new AbortController();
  const onStopping = (): void => leaving.abort(stopping.reason);
  stopping.addEventListener('abort', onStopping, { once: true });
  const timer = clock.setInterval(() => {
    payload.heartbeat().catch((error: unknown) => {
      // Any other failure is told by the heartbeat after the slice, if it lasts.
      if (MEMBERSHIP_LOST.has(String((error as { readonly type?: unknown }).type))) {
        leaving.abort(error);
      }
    });
  }, heartbeatMs);
  return {
    leaving: leaving.signal,
    release() {
      timer.stop();
      stopping.removeEventListener('abort', onStopping);
    },
  };
}

/** Whether everything the slice led to is acknowledged; an outage is waited out while nothing makes us leave. */
async function finishSlice(parts: SliceParts, slice: Slice, leaving: AbortSignal): Promise<boolean> {
  const { health, outages, clock, random } = parts;
  const { metrics, stage } = parts.slice;
  const { topic, partition, messages } = slice;
  const { offset } = messages[0] as KafkaMessage;
  const id = `${topic}/${partition}`;
  try {
    const outcome = await retryWhileRetriable(() => processSlice(parts.slice, slice), {
      clock,
      random,
      signal: leaving,
      onRetry(error, attempt) {
        metrics.retries.inc({ stage, reason: error.code });
        health.retrying(id, parts.describe(error));
        outages.failed(error, { topic, partition, offset, attempt });
      },
    });
    outages.over();
    if (outcome === 'refused') {
      parts.onRefused();
    }
    return outcome === 'finished';
  } catch (error) {
    if (leaving.aborted && error === leaving.reason) {
      return false;
    }
    return giveUp(parts, `${id} at offset ${offset}`, error);
  } finally {
    health.goesOn(id);
  }
}

/** What waiting does not cure ends the process, with the offset unresolved. */
function giveUp({ fatal, group }: SliceParts, where: string, error: unknown): never {
  const cause = error instanceof Error ? error : new Error(String(error));
  const isTold = cause instanceof PipelineError;
  fatal(isTold ? cause : new PipelineError('INTERNAL', `handling ${where} as ${group}`, { cause }));
  // kafkajs would retry an ordinary error; a TypeError it takes for what it is: a bug.
  throw new TypeError(cause.message, { cause });
}

/** Cuts a batch, in order, into what is handled at once. */
export function* slicesOf(
  messages: readonly KafkaMessage[],
  { maxRecords, maxBytes }: SliceLimits,
): Generator<readonly KafkaMessage[]> {
  let from = 0;
  let bytes = 0;
  for (const [index, { key, value }] of messages.entries()) {
    const more = (key?.length ?? 0) + (value?.length ?? 0);
    if (index > from && (index - from >= maxRecords || bytes + more > maxBytes)) {
      yield messages.slice(from, index);
      from = index;
      bytes = 0;
    }
    bytes += more;
  }
  if (from < messages.length) {
    yield messages.slice(from);
  }
}

import type { KafkaMessage } from 'kafkajs';
import type { Codec } from '../codec/codec';
import type { DeadLetter, DeadLetters } from '../dead-letters';
import { OutputError } from '../errors';
import type { StreamingMetrics } from '../metrics';
import type { EncodedRecord, OutputRecord } from '../producer/output-record';
import type { Producer } from '../producer/producer';
import type { DeadLetterLimit } from './dead-letter-limit';
import { decodeSlice, type Decoded, type Slice } from './decode-slice';
import type { Envelope } from './envelope';
import type { StepResult } from './step-result';

/** What handling one record may lead to: records to produce (none for a sink), a drop, a dead letter. */
export type HandleResult = StepResult<readonly OutputRecord[]>;

/**
 * Handles decoded records of one partition, in order: one result per envelope, same order.
 * Throws a PipelineError with retriable = true to have the whole slice tried again in place;
 * anything else it throws stops the process.
 */
export type Handle = (slice: readonly Envelope[]) => Promise<readonly HandleResult[]>;

export interface ProcessSliceDeps {
  readonly codec: Codec;
  readonly producer: Producer;
  readonly deadLetters: DeadLetters;
  readonly limit: DeadLetterLimit;
  readonly handle: Handle;
  readonly stage: string;
  readonly metrics: StreamingMetrics;
  /** The topic's name on the cluster, for dead letters. */
  readonly physicalTopic: (topic: Slice['topic']) => string;
}

/** Finished: its offset may be resolved. Refused: too many dead letters, nothing may be resolved. */
export type SliceOutcome = 'finished' | 'refused';

/**
 * Takes one slice through decode, handle, produce and dead-letter. When it returns
 * 'finished' every output and dead letter is acknowledged.
 */
export async function processSlice(deps: ProcessSliceDeps, slice: Slice): Promise<SliceOutcome> {
  const decoded = await decodeSlice(deps.codec, slice);
  const envelopes = decoded.flatMap((item) => ('envelope' in item ? [item.envelope] : []));
  const results = await deps.handle(envelopes);
  if (results.length !== envelopes.length) {
    throw new RangeError(`handle returned ${results.length} results for ${envelopes.length} records`);
  }
  const outcome = sortResults(deps, slice, decoded, results);
  if (!deps.limit.allows({ records: slice.messages.length, deadLetters: outcome.letters.length })) {
    return 'refused';
  }
  await Promise.all([
    deps.producer.sendEncoded(outcome.outputs),
    outcome.letters.length > 0 ? deps.deadLetters.send(outcome.letters) : undefined,
  ]);
  count(deps, slice.messages.length, outcome);
  return 'finished';
}

interface SortedResults {
  readonly outputs: readonly EncodedRecord[];
  readonly letters: readonly DeadLetter[];
  readonly drops: readonly string[];
}

function sortResults(
  deps: ProcessSliceDeps,
  slice: Slice,
  decoded: readonly Decoded[],
  results: readonly HandleResult[],
): SortedResults {
  const outputs: EncodedRecord[] = [];
  const letters: DeadLetter[] = [];
  const drops: string[] = [];
  let next = 0;

  const refuse = (message: KafkaMessage, reason: string, error: Error, step: string): void => {
    const { offset, key, value, headers } = message;
    const origin = { topic: deps.physicalTopic(slice.topic), partition: slice.partition, offset };
    letters.push({ key, value, ...(headers && { headers }), reason, error, step, origin });
  };

  for (const item of decoded) {
    if ('failure' in item) {
      refuse(item.message, item.failure.reason, item.failure, 'decode');
      continue;
    }
    const result = results[next] as HandleResult;
    next += 1;
    if (result.kind === 'drop') {
      drops.push(result.reason);
    } else if (result.kind === 'dlq') {
      refuse(item.message, result.reason, result.error, result.step);
    } else {
      try {
        outputs.push(...result.value.map((output) => deps.producer.encode(output)));
      } catch (error) {
        if (!(error instanceof OutputError)) {
          throw error;
        }
        refuse(item.message, error.reason, error, 'encode');
      }
    }
  }
  return { outputs, letters, drops };
}

function count({ metrics, stage }: ProcessSliceDeps, records: number, outcome: SortedResults): void {
  const { letters, drops } = outcome;
  metrics.results.inc({ stage, result: 'ok' }, records - letters.length - drops.length);
  metrics.results.inc({ stage, result: 'dead_lettered' }, letters.length);
  metrics.results.inc({ stage, result: 'dropped' }, drops.length);
  for (const reason of drops) {
    metrics.dropped.inc({ stage, reason });
  }
}

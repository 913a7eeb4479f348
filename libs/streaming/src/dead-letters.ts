import type { TopicName } from '@tdp/contracts';
import { PipelineError, type Clock, type Metrics } from '@tdp/service';
import { OUTPUT_REASONS, RecordsRefusedError } from './errors';
import { startAtZero, streamingMetrics } from './metrics';
import type { EncodedRecord, RecordHeaders } from './producer/output-record';
import type { Producer } from './producer/producer';

/** A record that can never succeed, with its original bytes and where it came from. */
export interface DeadLetter {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: RecordHeaders;
  /** Closed union of the caller: it becomes a metric label. */
  readonly reason: string;
  readonly error: Error;
  /** The step that refused it. */
  readonly step: string;
  /** Where it was read; absent when it does not come from Kafka. */
  readonly origin?: { readonly topic: string; readonly partition: number; readonly offset: string };
}

export interface DeadLetters {
  /**
   * Produces dead letters; resolves on the broker's ack, so that nothing is lost before it.
   * @throws PipelineError DEAD_LETTER_FAILED when Kafka refuses one for good
   */
  send(letters: readonly DeadLetter[]): Promise<void>;
}

export interface DeadLettersOptions {
  readonly producer: Producer;
  readonly topic: TopicName;
  /** The service's name. */
  readonly stage: string;
  /** Reasons that letters may have, beside those of outputs: their counters begin at zero, so that alerts work. */
  readonly reasons?: readonly string[];
  readonly metrics: Metrics;
  readonly clock: Clock;
}

const MAX_MESSAGE_CHARS = 1_000;

/**
 * Creates the way to a dead-letter topic. Headers are those of Kafka Connect (KIP-298), so
 * that tools for Connect's dead letters work; the original key, value and headers stay as
 * they were, so that a redrive is byte-exact.
 */
export function createDeadLetters(options: DeadLettersOptions): DeadLetters {
  const { stage, reasons } = options;
  const metrics = streamingMetrics(options.metrics);
  if (reasons !== undefined) {
    startAtZero(metrics.deadLetters, { stage }, 'reason', [...OUTPUT_REASONS, ...reasons]);
  }
  return {
    async send(letters) {
      try {
        await options.producer.sendEncoded(letters.map((letter) => encode(options, letter)));
      } catch (error) {
        throw error instanceof RecordsRefusedError ? notTaken(options.topic, error) : error;
      }
      for (const { reason } of letters) {
        metrics.deadLetters.inc({ stage, reason });
      }
    },
  };
}

function encode(options: DeadLettersOptions, letter: DeadLetter): EncodedRecord {
  return {
    topic: options.topic,
    message: {
      key: letter.key,
      value: letter.value,
      headers: { ...letter.headers, ...errorHeaders(options, letter) },
    },
    bytes: (letter.key?.length ?? 0) + (letter.value?.length ?? 0),
  };
}

/** Nowhere is left for it to go: what it came from must not count as done. */
function notTaken(topic: TopicName, cause: RecordsRefusedError): PipelineError {
  return new PipelineError('DEAD_LETTER_FAILED', `dead-lettering to ${topic}: ${cause.message}`, { cause });
}

function errorHeaders({ stage, clock }: DeadLettersOptions, letter: DeadLetter): RecordHeaders {
  const { origin, error } = letter;
  return {
    ...(origin && {
      '__connect.errors.topic': origin.topic,
      '__connect.errors.partition': String(origin.partition),
      '__connect.errors.offset': origin.offset,
    }),
    '__connect.errors.connector.name': stage,
    '__connect.errors.task.id': '0',
    '__connect.errors.stage': letter.step,
    '__connect.errors.class.name': letter.reason,
    '__connect.errors.exception.class.name': error.name,
    '__connect.errors.exception.message': error.message.slice(0, MAX_MESSAGE_CHARS),
    '__connect.errors.timestamp': String(clock.now()),
  };
}

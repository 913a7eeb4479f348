import { randomUUID } from 'node:crypto';
import type { TopicName } from '@tdp/contracts';
import { PipelineError, type Clock, type Metrics } from '@tdp/service';
import { OUTPUT_REASONS, RecordsRefusedError } from '../errors';
import { LETTER_HEADERS } from './letter-headers';
import { startAtZero, streamingMetrics } from '../metrics';
import type { EncodedRecord, RecordHeaders } from '../producer/output-record';
import type { Producer } from '../producer/producer';

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
 * Creates the way to a dead-letter topic. Headers are those of Kafka Connect (KIP-298), so that tools for Connect's
 * dead letters work; the original value and headers stay as they were, and the original key is in a header, so that
 * a redrive is byte-exact. The letter's own key says where the record is: a crash may write it twice, and it is one
 * (ADR 0025).
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
  const { key, origin } = letter;
  const address = origin ? `${origin.topic}/${origin.partition}/${origin.offset}` : randomUUID();
  return {
    topic: options.topic,
    message: {
      key: address,
      // A null would say that the letter is gone.
      value: letter.value ?? Buffer.alloc(0),
      headers: {
        ...letter.headers,
        ...(key !== null && { [LETTER_HEADERS.key]: key }),
        ...(letter.value === null && { [LETTER_HEADERS.isNull]: 'true' }),
        ...errorHeaders(options, letter),
      },
    },
    bytes: address.length + (key?.length ?? 0) + (letter.value?.length ?? 0),
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
      [LETTER_HEADERS.topic]: origin.topic,
      [LETTER_HEADERS.partition]: String(origin.partition),
      [LETTER_HEADERS.offset]: origin.offset,
    }),
    [LETTER_HEADERS.service]: stage,
    [LETTER_HEADERS.task]: '0',
    [LETTER_HEADERS.step]: letter.step,
    [LETTER_HEADERS.reason]: letter.reason,
    [LETTER_HEADERS.exception]: error.name,
    [LETTER_HEADERS.message]: error.message.slice(0, MAX_MESSAGE_CHARS),
    [LETTER_HEADERS.at]: String(clock.now()),
  };
}

import type { IHeaders } from 'kafkajs';
import type { TopicName } from '@tdp/contracts';
import type { OutputRecord } from '../producer/output-record';

/** A decoded record with where and when it was read. */
export interface Envelope<T = object> {
  /** Contract name, without a prefix. */
  readonly topic: TopicName;
  readonly partition: number;
  readonly offset: string;
  /** The key as UTF-8 text; null when the record has none. */
  readonly key: string | null;
  /** Broker or producer time, epoch ms. */
  readonly timestamp: number;
  readonly headers: IHeaders;
  /** The decoded record, or a StoredLetter of a dead-letter topic; null is a tombstone. */
  readonly record: T | null;
}

/**
 * What became of one record; only the consumer loop turns it into IO. D and P are the reasons for
 * dead letters and for drops: closed unions, since they become metric labels.
 */
export type StepResult<T, D extends string = string, P extends string = string> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'drop'; readonly reason: P }
  | { readonly kind: 'dlq'; readonly reason: D; readonly error: Error; readonly step: string };

/** The record goes on with this value. */
export function ok<T>(value: T): StepResult<T, never, never> {
  return { kind: 'ok', value };
}

/** The record is deliberately discarded and counted under its reason. */
export function drop<P extends string>(reason: P): StepResult<never, never, P> {
  return { kind: 'drop', reason };
}

/** The record can never succeed: it goes to the dead-letter topic. */
export function deadLetter<D extends string>(
  reason: D,
  error: Error,
  step: string,
): StepResult<never, D, never> {
  return { kind: 'dlq', reason, error, step };
}

/** What handling one record may lead to: records to produce (none for a sink), a drop, a dead letter. */
export type HandleResult<D extends string = string, P extends string = string> = StepResult<
  readonly OutputRecord[],
  D,
  P
>;

/**
 * Handles decoded records of one partition, in order: one result per envelope, same order.
 * Throws a PipelineError with retriable = true to have the whole slice tried again in place;
 * anything else it throws stops the process.
 */
export type Handle<D extends string = string, P extends string = string> = (
  slice: readonly Envelope[],
) => Promise<readonly HandleResult<D, P>[]>;

import type { EncodedRecord } from './producer/output-record';

/** Why the streaming library itself dead-letters a record; also a metric label. */
export const DECODE_REASONS = [
  'NULL_VALUE',
  'BAD_WIRE_FORMAT',
  'UNKNOWN_SCHEMA_ID',
  'SCHEMA_MISMATCH',
  'UNDECODABLE',
] as const;
export type DecodeReason = (typeof DECODE_REASONS)[number];

/** Why an output record could not be produced; also a metric label. */
export const OUTPUT_REASONS = ['OUTPUT_INVALID', 'OUTPUT_TOO_LARGE', 'OUTPUT_REFUSED'] as const;
export type OutputReason = (typeof OUTPUT_REASONS)[number];

/** The bytes of a record can never be decoded: dead-letter it. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
  readonly reason: DecodeReason;
  constructor(reason: DecodeReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** A record of ours cannot be written to its topic, now or later. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
  readonly reason: OutputReason;
  constructor(reason: OutputReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** A record that Kafka itself refused. */
export interface RefusedRecord {
  readonly record: EncodedRecord;
  readonly error: OutputError;
}

/** Kafka refused some of the records that were handed over together, for good; the others are written. */
export class RecordsRefusedError extends Error {
  override readonly name = 'RecordsRefusedError';
  readonly refused: readonly RefusedRecord[];
  constructor(refused: readonly RefusedRecord[]) {
    super(`Kafka refused ${refused.length} records: ${refused[0]?.error.message}`);
    this.refused = refused;
  }
}

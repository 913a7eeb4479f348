import type { DeadLetter, RefusedRecord } from '@tdp/streaming';

/** Why part of what X said gives no record. */
export interface Refused {
  readonly reason: string;
  readonly message: string;
  /** The post's id where it can be trusted. */
  readonly id: string | null;
}

/** Brokers take 2 MiB for a dead letter, headers included. */
const MAX_BYTES = 1_900_000;

/**
 * One dead letter for a whole body, so that it is as X sent it, whatever of it was refused; what is wrong with which
 * post of a page its message tells.
 */
export function letterOf(bytes: Buffer, first: Refused, others: readonly Refused[]): DeadLetter {
  const alone = others.length === 0;
  const messages = [first, ...others].map(({ id, message }) =>
    id === null || alone ? message : `${id}: ${message}`,
  );
  const cut = bytes.length > MAX_BYTES ? [`the first ${MAX_BYTES} of ${bytes.length} bytes are kept`] : [];
  return {
    key: first.id === null || !alone ? null : Buffer.from(first.id),
    // A copy: a line may share its memory with a chunk that would be kept alive.
    value: Buffer.from(bytes.subarray(0, MAX_BYTES)),
    reason: first.reason,
    error: new Error([...messages, ...cut].join('; ')),
    step: 'map',
  };
}

/** A record that Kafka refused, as it would have been: by then X's bytes are gone. */
export function letterOfRecord({ record, error }: RefusedRecord): DeadLetter {
  const { key, value } = record.message;
  return {
    key: key === null || key === undefined ? null : Buffer.from(key),
    value: typeof value === 'string' ? Buffer.from(value) : value,
    reason: error.reason,
    error: new Error(`a record of ${record.topic}: ${error.message}`),
    step: 'produce',
  };
}

import type { KafkaMessage } from 'kafkajs';

export interface SliceLimits {
  readonly maxRecords: number;
  /** Of keys and values; a single larger record is a slice of its own. */
  readonly maxBytes: number;
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

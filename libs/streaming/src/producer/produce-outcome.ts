import { protocolError } from '../kafka/cluster';

/** What follows from a broker's answer for one partition. */
export type ProduceOutcome =
  /** It is written: by this request, or by an earlier one whose answer was lost. */
  | { readonly kind: 'acknowledged' }
  /** Not written, or not known to be: the same again, with the same sequence numbers. */
  | { readonly kind: 'again'; readonly cause: string }
  /** The broker has lost track of this producer: the same again, under a new producer id. */
  | { readonly kind: 'again-as-another'; readonly cause: string }
  /** Something in it cannot be written: a part of it may be. */
  | { readonly kind: 'refused'; readonly cause: string }
  /** No record can be written to this topic in this way, now or later. */
  | { readonly kind: 'impossible'; readonly cause: string };

const ACKNOWLEDGED: ProduceOutcome = { kind: 'acknowledged' };

/** Sequence numbers older than what the broker remembers: an earlier request has written them. */
const WRITTEN_BEFORE = 46;

const LOST_TRACK = new Set([
  45, // OUT_OF_ORDER_SEQUENCE_NUMBER: what came before is gone from the log (unclean election)
  47, // INVALID_PRODUCER_EPOCH
  59, // UNKNOWN_PRODUCER_ID: expired, or its records were deleted
  90, // PRODUCER_FENCED
]);

const REFUSED = new Set([
  10, // MESSAGE_TOO_LARGE
  18, // RECORD_LIST_TOO_LARGE
  32, // INVALID_TIMESTAMP
  87, // INVALID_RECORD: no key in a compacted topic
]);

const IMPOSSIBLE = new Set([
  17, // INVALID_TOPIC_EXCEPTION
  21, // INVALID_REQUIRED_ACKS
  35, // UNSUPPORTED_VERSION
  42, // INVALID_REQUEST
  43, // UNSUPPORTED_FOR_MESSAGE_FORMAT
  44, // POLICY_VIOLATION
  76, // UNSUPPORTED_COMPRESSION_TYPE
]);

/**
 * Reads an error code. What is not known to be final is tried again: leaders move, replicas fall
 * behind, rights are withdrawn and given back. Readiness says meanwhile what is waited for.
 */
export function outcomeOf(errorCode: number): ProduceOutcome {
  if (errorCode === 0 || errorCode === WRITTEN_BEFORE) {
    return ACKNOWLEDGED;
  }
  const { type, message } = protocolError(errorCode);
  const cause = `${type}: ${message}`;
  if (LOST_TRACK.has(errorCode)) {
    return { kind: 'again-as-another', cause };
  }
  if (REFUSED.has(errorCode)) {
    return { kind: 'refused', cause };
  }
  return { kind: IMPOSSIBLE.has(errorCode) ? 'impossible' : 'again', cause };
}

import type { JsonObject } from './reading/json';

/** How posts reach us; also the `source` of their records. */
export type Origin = 'stream' | 'backfill' | 'recovery' | 'search' | 'replay';

/** What X said in one go: a line of a stream, or a page of an answer. Its posts share its includes. */
export interface Observation {
  readonly kind: 'observation';
  readonly origin: Origin;
  /** When its bytes were read, epoch ms. */
  readonly observedAt: number;
  /** Parsed: a post or a list of posts under data, includes, matching_rules, errors. */
  readonly body: JsonObject;
  /** The body as it came: for the dead-letter topic, and for numbers that a double cannot hold. */
  readonly bytes: Buffer;
}

/** Bytes of X that are no observation; they are dead-lettered as they came. */
export interface Unreadable {
  readonly kind: 'unreadable';
  readonly bytes: Buffer;
  /** Closed union of the source: it becomes a metric label. */
  readonly reason: string;
  /** Quotes nothing of the bytes, which may hold a person's words. */
  readonly message: string;
  /** The post's id where it can be trusted. */
  readonly id: string | null;
}

/** What a source hands over. */
export type Delivery = Observation | Unreadable;

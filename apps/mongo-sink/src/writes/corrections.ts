import { CORRECTION_HEADER, type TopicName, type Tweet } from '@tdp/contracts';
import type { EncodedRecord, OutputRecord, Producer } from '@tdp/streaming';

/**
 * Makes the topics say what may be said: a record that holds something removed is replaced by one that does not, and
 * one that is removed itself by nothing; compaction does the rest within a day. The enricher takes both on to its topic.
 */
export interface Corrections {
  /** Resolves when Kafka has them. @throws PipelineError when it is away (retriable) */
  send(corrections: readonly Correction[]): Promise<void>;
}

/** A post without what was removed, or what is to be removed as a whole. */
export type Correction =
  | { readonly tweet: Tweet }
  | { readonly removedPost: string }
  | { readonly removedUser: string }
  | RemovedLetter;

/** A dead letter, by its key and topic. */
interface RemovedLetter {
  readonly removedLetter: string;
  readonly topic: TopicName;
}

const HEADERS = { [CORRECTION_HEADER]: 'mongo-sink' };

export function createCorrections(producer: Pick<Producer, 'sendAll' | 'sendEncoded'>): Corrections {
  return {
    async send(corrections) {
      await producer.sendAll(corrections.flatMap((each) => (isOfLetter(each) ? [] : [toOutput(each)])));
      await producer.sendEncoded(corrections.filter(isOfLetter).map(toNull));
    },
  };
}

const isOfLetter = (correction: Correction): correction is RemovedLetter => 'removedLetter' in correction;

function toNull({ removedLetter: key, topic }: RemovedLetter): EncodedRecord {
  return { topic, message: { key, value: null, headers: HEADERS }, bytes: key.length };
}

function toOutput(correction: Exclude<Correction, RemovedLetter>): OutputRecord {
  if ('tweet' in correction) {
    return { topic: 'tweets-raw', key: correction.tweet.id, record: correction.tweet, headers: HEADERS };
  }
  return 'removedPost' in correction
    ? { topic: 'tweets-raw', key: correction.removedPost, record: null, headers: HEADERS }
    : { topic: 'profiles-raw', key: correction.removedUser, record: null, headers: HEADERS };
}

import type { RecordTypes } from './generated/types';
import type { RecordName } from './schemas';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A line of the table below. */
interface TopicSpec {
  readonly key: string;
  readonly record: RecordName | null;
  readonly tombstones: boolean;
  readonly partitions: number;
  readonly config: Readonly<Record<string, string>>;
  readonly owner: string;
  readonly corrector?: string;
}

const tweetRetention = {
  'cleanup.policy': 'compact,delete',
  'retention.ms': String(7 * DAY_MS),
  // A removed post's text must leave the log within a day, however quiet the topic is.
  'max.compaction.lag.ms': String(DAY_MS),
};

/**
 * Compacted, so that a letter that was sent back is gone within a day, and one that a crash wrote twice is one; a
 * null value says that it was sent back.
 */
const deadLetters = <const O extends string>(owner: O) => ({
  key: 'where the original record is, <topic>/<partition>/<offset>; its own key is in a header',
  record: null,
  tombstones: true,
  partitions: 3,
  // Larger than the 1 MiB a record may have: the headers come on top of the original bytes.
  config: {
    'cleanup.policy': 'compact,delete',
    'retention.ms': String(7 * DAY_MS),
    'max.compaction.lag.ms': String(DAY_MS),
    'max.message.bytes': String(2 * 1024 * 1024),
  },
  owner,
  // A letter that names what was removed goes, too.
  corrector: 'mongo-sink' as const,
});

/** The one place that says which topics there are; names, records and owners are typed from it. */
const TABLE = {
  'tweets-raw': {
    key: 'tweet id',
    record: 'Tweet',
    tombstones: true,
    partitions: 6,
    config: tweetRetention,
    owner: 'ingester',
    corrector: 'mongo-sink',
  },
  'tweets-enriched': {
    key: 'tweet id',
    record: 'EnrichedTweet',
    tombstones: true,
    partitions: 6,
    config: tweetRetention,
    owner: 'enricher',
  },
  // Stored posts on their way through the enricher once more, where tweets-raw has them no longer (ADR 0029).
  'tweets-stored': {
    key: 'tweet id',
    record: 'Tweet',
    tombstones: false,
    partitions: 6,
    // With its segments of an hour, a post that is removed meanwhile has left it within a day.
    config: {
      'cleanup.policy': 'delete',
      'retention.ms': String(12 * HOUR_MS),
      'segment.ms': String(HOUR_MS),
    },
    owner: 'mongo-sink',
  },
  'profiles-raw': {
    key: 'user id',
    record: 'Profile',
    tombstones: true,
    partitions: 3,
    config: { 'cleanup.policy': 'compact', 'max.compaction.lag.ms': String(DAY_MS) },
    owner: 'ingester',
    corrector: 'mongo-sink',
  },
  removals: {
    key: '<subject>/<id>',
    record: 'Removal',
    tombstones: false,
    partitions: 3,
    config: { 'cleanup.policy': 'delete', 'retention.ms': String(30 * DAY_MS) },
    // What X says of compliance; an operator's word comes here by a command.
    owner: 'ingester',
  },
  'stream-gaps': {
    key: 'source name',
    record: 'StreamGap',
    tombstones: false,
    // One partition: gaps are few, and whoever reads them wants them in order.
    partitions: 1,
    config: { 'cleanup.policy': 'delete', 'retention.ms': String(90 * DAY_MS) },
    owner: 'ingester',
  },
  'ingester-state': {
    key: 'kind and name of the state: <kind>/<name>',
    record: 'IngesterState',
    // What need not be remembered any more is removed.
    tombstones: true,
    partitions: 1,
    // Read as a whole at every start, so what was replaced must not stay for long.
    config: {
      'cleanup.policy': 'compact',
      'segment.ms': String(HOUR_MS),
      'max.compaction.lag.ms': String(HOUR_MS),
    },
    owner: 'ingester',
  },
  'ingester-dlq': deadLetters('ingester'),
  'enricher-dlq': deadLetters('enricher'),
  'mongo-sink-dlq': deadLetters('mongo-sink'),
} as const satisfies Readonly<Record<string, TopicSpec>>;

type Table = typeof TABLE;

export type TopicName = keyof Table;

/** Topics whose value is a contract record. */
export type RecordTopicName = {
  [T in TopicName]: Table[T]['record'] extends null ? never : T;
}[TopicName];

/** The apps that write topics. */
export type TopicOwner = Table[TopicName]['owner'];

/** The record that a topic's values are, e.g. RecordOf<'tweets-raw'> is Tweet. */
export type RecordOf<T extends RecordTopicName> = RecordTypes[Table[T]['record']];

/** Everything a deploy job and a service need to know about a topic. */
export interface TopicDefinition<T extends TopicName = TopicName> {
  /** The Kafka topic's name. */
  readonly name: T;
  /** What the record key holds. */
  readonly key: string;
  /** The value's record type; null for dead letters, whose value is the original bytes. */
  readonly record: Table[T]['record'];
  /** Registry subject (TopicNameStrategy); null when the value is not Avro. */
  readonly subject: T extends RecordTopicName ? `${T}-value` : null;
  /** Whether a null value means "removed" (otherwise it is a poison record). */
  readonly tombstones: boolean;
  /** Set before the first record, never after: a change moves keys to other partitions. */
  readonly partitions: number;
  /** Kafka topic configuration. */
  readonly config: Readonly<Record<string, string>>;
  /** The only app that writes it, but for a corrector. */
  readonly owner: Table[T]['owner'];
  /**
   * The app that may replace or remove records of what has been removed from the collections: it alone knows
   * which records they are.
   */
  readonly corrector?: 'mongo-sink';
}

/** The header of a record by which a corrector replaced or removed another; its value is the corrector's name. */
export const CORRECTION_HEADER = 'tdp.corrected.by';

/**
 * The header of a post that is enriched again, in tweets-enriched and on the way there: it is as old as it is, and says nothing
 * of how late live posts are. Its value names the enrichments that are meant to be renewed in the document that is
 * there, separated by commas; empty means all.
 */
export const AGAIN_HEADER = 'tdp.again';

export type Topics = { readonly [T in TopicName]: TopicDefinition<T> };

/** Every topic of the pipeline, by name. A topic exists only if it is listed in the table above. */
export const TOPICS = Object.fromEntries(
  Object.entries<TopicSpec>(TABLE).map(([name, spec]) => [
    name,
    { name, subject: spec.record === null ? null : `${name}-value`, ...spec },
  ]),
) as unknown as Topics;

/** Whether a topic's values are records; those of the others are dead letters. */
export const hasRecords = (topic: TopicName): topic is RecordTopicName => TOPICS[topic].record !== null;

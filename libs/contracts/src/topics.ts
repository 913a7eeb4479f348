import type { RecordName } from './schemas';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Everything a deploy job and a service need to know about a topic. */
export interface TopicDefinition {
  /** The Kafka topic's name. */
  readonly name: TopicName;
  /** What the record key holds. */
  readonly key: string;
  /** The value's record type; null for dead letters, whose value is the original bytes. */
  readonly record: RecordName | null;
  /** Registry subject (TopicNameStrategy); null when the value is not Avro. */
  readonly subject: string | null;
  /** Whether a null value means "removed" (otherwise it is a poison record). */
  readonly tombstones: boolean;
  /** Set before the first record, never after: a change moves keys to other partitions. */
  readonly partitions: number;
  /** Kafka topic configuration. */
  readonly config: Readonly<Record<string, string>>;
  /** The only app that writes it. */
  readonly owner: 'ingester' | 'enricher' | 'mongo-sink';
}

export type TopicName =
  'tweets-raw' | 'tweets-enriched' | 'profiles-raw' | 'ingester-dlq' | 'enricher-dlq' | 'mongo-sink-dlq';

/** Topics whose value is a contract record. */
export type RecordTopicName = 'tweets-raw' | 'tweets-enriched' | 'profiles-raw';

const tweetRetention = {
  'cleanup.policy': 'compact,delete',
  'retention.ms': String(7 * DAY_MS),
  // A removed post's text must leave the log within a day, however quiet the topic is.
  'max.compaction.lag.ms': String(DAY_MS),
};

function deadLetters(owner: TopicDefinition['owner']): TopicDefinition {
  return {
    name: `${owner}-dlq`,
    key: "the original record's key",
    record: null,
    subject: null,
    tombstones: false,
    partitions: 3,
    // Larger than the 1 MiB a record may have: the headers come on top of the original bytes.
    config: {
      'cleanup.policy': 'delete',
      'retention.ms': String(7 * DAY_MS),
      'max.message.bytes': String(2 * 1024 * 1024),
    },
    owner,
  };
}

/** Every topic of the pipeline, by name. A topic exists only if it is listed here. */
export const TOPICS: Readonly<Record<TopicName, TopicDefinition>> = {
  'tweets-raw': {
    name: 'tweets-raw',
    key: 'tweet id',
    record: 'Tweet',
    subject: 'tweets-raw-value',
    tombstones: true,
    partitions: 6,
    config: tweetRetention,
    owner: 'ingester',
  },
  'tweets-enriched': {
    name: 'tweets-enriched',
    key: 'tweet id',
    record: 'EnrichedTweet',
    subject: 'tweets-enriched-value',
    tombstones: true,
    partitions: 6,
    config: tweetRetention,
    owner: 'enricher',
  },
  'profiles-raw': {
    name: 'profiles-raw',
    key: 'user id',
    record: 'Profile',
    subject: 'profiles-raw-value',
    tombstones: false,
    partitions: 3,
    config: { 'cleanup.policy': 'compact' },
    owner: 'ingester',
  },
  'ingester-dlq': deadLetters('ingester'),
  'enricher-dlq': deadLetters('enricher'),
  'mongo-sink-dlq': deadLetters('mongo-sink'),
};

import { createLogger, createMetrics, systemClock } from '@tdp/service';
import {
  createCodec,
  createKafka,
  createProducer,
  readTopic,
  type Codec,
  type CodecOptions,
  type KafkaClient,
  type Producer,
  type RawRecord,
} from '@tdp/streaming';
import type { RecordTopicName, TopicName, Tweet } from '@tdp/contracts';
import type { Pipeline } from './pipeline';

const logger = createLogger({ service: 'e2e', version: 'test', level: 'error' });

/** Direct access to a pipeline's topics, as an outside observer or a misbehaving producer. */
export interface TopicAccess {
  readonly kafka: KafkaClient;
  readonly codec: Codec;
  readonly producer: Producer;
  read(topic: TopicName): Promise<readonly RawRecord[]>;
  /** Every post that is in tweets-raw, by id; a later record of an id replaces an earlier one. */
  rawTweets(): Promise<ReadonlyMap<string, Tweet>>;
  close(): Promise<void>;
}

/** Opens a pipeline's topics, for records of other versions than ours too. */
export async function openTopics(
  pipeline: Pipeline,
  versions: Pick<CodecOptions, 'schemaOf'> = {},
): Promise<TopicAccess> {
  const kafka: KafkaClient = createKafka({
    brokers: pipeline.brokers,
    clientId: 'e2e',
    topicPrefix: pipeline.prefix,
    logger,
  });
  const codec = createCodec({
    registryUrl: pipeline.registryUrl,
    topicPrefix: pipeline.prefix,
    clock: systemClock,
    ...versions,
  });
  const topics: readonly RecordTopicName[] = ['tweets-raw', 'tweets-enriched', 'profiles-raw', 'removals'];
  await codec.prepare(topics);
  const producer = createProducer({
    kafka,
    codec,
    logger,
    clock: systemClock,
    metrics: createMetrics({ service: 'e2e', version: 'test', commit: 'test' }),
    fatal: (error) => {
      throw error;
    },
  });
  await producer.start();
  const read = (topic: TopicName): Promise<readonly RawRecord[]> => readTopic(kafka, topic);
  return {
    kafka,
    codec,
    producer,
    read,
    async rawTweets() {
      const tweets = new Map<string, Tweet>();
      const records = await read('tweets-raw');
      const values = records.flatMap(({ value }) => value ?? []);
      await codec.load('tweets-raw', values);
      for (const value of values) {
        const tweet = codec.decode('tweets-raw', value) as Tweet;
        tweets.set(tweet.id, tweet);
      }
      return tweets;
    },
    close: () => producer.stop(),
  };
}

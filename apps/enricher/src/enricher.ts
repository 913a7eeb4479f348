import type { Tweet } from '@tdp/contracts';
import type { Clock, Service, ServiceDeps } from '@tdp/service';
import {
  createCodec,
  createConsumerLoop,
  createKafka,
  createProducer,
  deadLetter,
  ok,
  type Envelope,
  type HandleResult,
} from '@tdp/streaming';
import type { EnricherConfig } from './config';
import { createEnricherMetrics, type EnricherMetrics } from './metrics';
import { enrichTweet } from './pipeline';

/** Composes the enricher: tweets-raw through the steps to tweets-enriched. */
export function createEnricher(deps: ServiceDeps<EnricherConfig>): Service {
  const { config, logger, metrics, clock, fatal } = deps;
  const topicPrefix = config.KAFKA_TOPIC_PREFIX;
  const kafka = createKafka({
    brokers: config.KAFKA_BROKERS,
    clientId: config.KAFKA_CLIENT_ID ?? 'enricher',
    topicPrefix,
    logger,
  });
  const codec = createCodec({ registryUrl: config.SCHEMA_REGISTRY_URL, topicPrefix, clock });
  // Slices arrive whole, so there is nothing to wait for.
  const producer = createProducer({ kafka, codec, metrics, clock, fatal, lingerMs: 0 });
  const enricherMetrics = createEnricherMetrics(metrics);
  const loop = createConsumerLoop({
    kafka,
    codec,
    producer,
    logger,
    metrics,
    clock,
    fatal,
    groupId: 'enricher',
    topics: ['tweets-raw'],
    deadLetterTopic: 'enricher-dlq',
    maxSliceRecords: config.ENRICHER_MAX_SLICE_RECORDS,
    handle: (slice) =>
      Promise.resolve(slice.map((envelope) => handleRecord(envelope, clock, enricherMetrics))),
  });
  return {
    components: [
      {
        name: 'schemas',
        start: () => codec.prepare(['tweets-raw', 'tweets-enriched']),
        stop: () => Promise.resolve(),
      },
      producer,
      loop,
    ],
    live: [{ name: 'consumer', check: () => loop.live() }],
    ready: [{ name: 'consumer', check: () => loop.ready() }],
  };
}

/** One record of tweets-raw to what goes to tweets-enriched; a removal passes through as it is. */
export function handleRecord(
  { key, record }: Envelope,
  clock: Clock,
  metrics: EnricherMetrics,
): HandleResult {
  if (record === null) {
    return ok([{ topic: 'tweets-enriched', key: String(key), record: null }]);
  }
  const tweet = record as Tweet;
  if (tweet.id !== key) {
    return deadLetter('KEY_MISMATCH', new Error(`the key is ${key}, the post's id ${tweet.id}`), 'key');
  }
  const now = clock.now();
  const result = enrichTweet(tweet, now);
  if (result.kind !== 'ok') {
    return result;
  }
  if (tweet.createdAt !== null) {
    metrics.eventAge.observe({ stage: 'enriched' }, (now - tweet.createdAt) / 1_000);
  }
  return ok([{ topic: 'tweets-enriched', key, record: result.value }]);
}

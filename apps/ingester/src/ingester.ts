import type { Component, Service, ServiceDeps } from '@tdp/service';
import { createDeadLetters, createEventAge, createKafkaParts, type KafkaParts } from '@tdp/streaming';
import type { IngesterConfig } from './config';
import { MAPPING_REASONS } from './mapping/start-post';
import { createIngesterMetrics, type IngesterMetrics } from './metrics';
import { createChangedProfiles } from './publish/changed-profiles';
import { createPublisher, type Publisher } from './publish/publisher';
import { createLoadedRules } from './rules/load-rules';
import { reconcileRules } from './rules/reconcile-rules';
import { createFilteredStream } from './sources/filtered-stream/filtered-stream';
import { LINE_REASONS } from './sources/filtered-stream/sort-lines';
import { streamUrl } from './sources/filtered-stream/stream-fields';
import { createJournal } from './state/journal';
import { readState } from './state/read-state';
import { createStateStore } from './state/state-store';
import { createXClient } from './x/client';
import { createCredentials, type CredentialsOptions } from './x/credentials';

const STAGE = 'ingester';
const USER_AGENT = 'twitter-data-pipeline-ingester';
/** The source's name in stream-gaps and ingester-state. */
const FILTERED_STREAM = 'filtered-stream';

/** Every topic it writes, and the one it reads: ingester-state. */
export const INGESTER_TOPICS = [
  'tweets-raw',
  'profiles-raw',
  'ingester-dlq',
  'stream-gaps',
  'ingester-state',
] as const;

/** Composes the ingester: X's filtered stream to tweets-raw, profiles-raw and stream-gaps. */
export function createIngester(
  deps: ServiceDeps<IngesterConfig>,
  credentialFiles: CredentialsOptions['files'] = {},
): Service {
  const { config, logger, clock, fatal } = deps;
  const metrics = createIngesterMetrics(deps.metrics);
  const { kafka, codec, producer, dependencies } = createKafkaParts(deps, {
    service: STAGE,
    topics: INGESTER_TOPICS,
  });
  const credentials = createCredentials({ settings: config, files: credentialFiles, clock });
  const client = createXClient({
    baseUrl: config.X_API_BASE_URL,
    userAgent: USER_AGENT,
    credentials: () => credentials.current(),
    metrics,
  });
  const limits = { maxRules: config.INGESTER_RULE_LIMIT, maxLength: config.INGESTER_RULE_MAX_LENGTH };
  const rules = createLoadedRules(config.INGESTER_RULES_FILE, limits, logger);
  const publisher = createKafkaPublisher(deps, producer, metrics);
  const state = createStateStore({ producer, read: () => readState(kafka, codec), clock, logger, fatal });
  const stream = createFilteredStream({
    url: streamUrl(config.X_API_BASE_URL),
    userAgent: USER_AGENT,
    keepAliveTimeoutMs: config.X_KEEP_ALIVE_TIMEOUT_MS,
    maxLineBytes: config.INGESTER_MAX_LINE_BYTES,
    bearerToken: () => client.bearerToken(),
    reconcileRules: () =>
      reconcileRules(rules.compiled(), {
        client,
        logger,
        metrics,
        maxRules: limits.maxRules,
        prune: config.INGESTER_RULES_PRUNE,
      }),
    newCredentials: (stopping) => credentials.replaced(stopping),
    publisher,
    journal: createJournal({ source: FILTERED_STREAM, store: state, metrics, logger, clock }),
    logger,
    metrics,
    clock,
    fatal,
  });
  return {
    // Wrong rules first: nothing else is touched then. Stopped in reverse: the stream is closed, what it brought is
    // acknowledged, then how far that is gets written, and the producer goes last.
    components: [rules, dependencies, producer, state, drained(publisher), stream],
    ready: [
      { name: 'stream', check: () => stream.ready() },
      { name: 'kafka-producer', check: () => producer.ready() },
    ],
  };
}

function createKafkaPublisher(
  { config, logger, metrics: registry, clock, fatal }: ServiceDeps<IngesterConfig>,
  producer: KafkaParts['producer'],
  metrics: IngesterMetrics,
): Publisher {
  return createPublisher({
    producer,
    deadLetters: createDeadLetters({
      producer,
      topic: 'ingester-dlq',
      stage: STAGE,
      reasons: [...MAPPING_REASONS, ...LINE_REASONS],
      metrics: registry,
      clock,
    }),
    profiles: createChangedProfiles({
      maxUsers: config.INGESTER_PROFILE_CACHE_SIZE,
      daily: config.INGESTER_PROFILE_DAILY,
    }),
    maxPending: {
      records: config.INGESTER_MAX_PENDING_RECORDS,
      bytes: config.INGESTER_MAX_PENDING_BYTES,
    },
    observeAge: createEventAge(registry, 'ingested', clock),
    metrics,
    logger,
    clock,
    fatal,
  });
}

const drained = (publisher: Publisher): Component => ({
  name: 'publisher',
  start: () => Promise.resolve(),
  stop: () => publisher.idle(),
});

import { readFile } from 'node:fs/promises';
import { errorMessage, PipelineError, type Component, type Service, type ServiceDeps } from '@tdp/service';
import { createDeadLetters, createEventAge, createKafkaParts } from '@tdp/streaming';
import { createChangedProfiles } from './changed-profiles';
import type { IngesterConfig } from './config';
import { createIngestLines } from './ingest-lines';
import { createIngesterMetrics } from './metrics';
import { compileRules, describeProblems } from './rules/compile-rules';
import { reconcileRules } from './rules/reconcile-rules';
import { createFilteredStream } from './sources/filtered-stream/filtered-stream';
import { streamUrl } from './sources/filtered-stream/stream-fields';
import { createXClient, type XClientOptions, type XRuleToAdd } from './x-client';

const STAGE = 'ingester';
const USER_AGENT = 'twitter-data-pipeline-ingester';

/** Composes the ingester: X's filtered stream to tweets-raw and profiles-raw. */
export function createIngester(deps: ServiceDeps<IngesterConfig>): Service {
  const { config, logger, clock, fatal } = deps;
  const metrics = createIngesterMetrics(deps.metrics);
  const { producer, dependencies } = createKafkaParts(deps, {
    service: STAGE,
    topics: ['tweets-raw', 'profiles-raw', 'ingester-dlq'],
  });
  const client = createXClient({
    baseUrl: config.X_API_BASE_URL,
    userAgent: USER_AGENT,
    credentials: credentialsOf(config),
    metrics,
  });
  const rules = createRulesFile(config);
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
        maxRules: config.INGESTER_RULE_LIMIT,
        prune: config.INGESTER_RULES_PRUNE,
      }),
    handleLines: createIngestLines({
      source: 'stream',
      producer,
      deadLetters: createDeadLetters({
        producer,
        topic: 'ingester-dlq',
        stage: STAGE,
        metrics: deps.metrics,
        clock,
      }),
      profiles: createChangedProfiles({ maxUsers: config.INGESTER_PROFILE_CACHE_SIZE }),
      maxPendingRecords: config.INGESTER_MAX_PENDING_RECORDS,
      observeAge: createEventAge(deps.metrics, 'ingested', clock),
      metrics,
      logger,
      clock,
      fatal,
    }),
    logger,
    metrics,
    clock,
    fatal,
  });
  return {
    // Wrong rules first: nothing else is touched then. The producer outlives the stream: it is flushed last.
    components: [rules, dependencies, producer, stream],
    ready: [
      { name: 'stream', check: () => stream.ready() },
      { name: 'kafka-producer', check: () => producer.ready() },
    ],
  };
}

/** The settings' schema has seen to it that one of the two is there. */
function credentialsOf({
  X_BEARER_TOKEN,
  X_API_KEY,
  X_API_SECRET,
}: IngesterConfig): XClientOptions['credentials'] {
  return X_BEARER_TOKEN === undefined
    ? { apiKey: String(X_API_KEY), apiSecret: String(X_API_SECRET) }
    : { bearerToken: X_BEARER_TOKEN };
}

/** Reads and compiles rules.yaml when it starts. */
function createRulesFile(config: IngesterConfig): Component & { compiled(): readonly XRuleToAdd[] } {
  const file = config.INGESTER_RULES_FILE;
  let rules: readonly XRuleToAdd[] = [];
  return {
    name: 'rules',
    async start() {
      const result = compileRules(await readText(file), {
        maxRules: config.INGESTER_RULE_LIMIT,
        maxLength: config.INGESTER_RULE_MAX_LENGTH,
      });
      if (!result.ok) {
        const problems = describeProblems(file, result.problems);
        throw new PipelineError('RULES_INVALID', `compiling the rules:\n${problems}`);
      }
      rules = result.rules;
    },
    stop: () => Promise.resolve(),
    compiled: () => rules,
  };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new PipelineError(
      'RULES_INVALID',
      `reading the rules (INGESTER_RULES_FILE): ${errorMessage(error)}`,
    );
  }
}

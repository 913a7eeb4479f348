import { AGAIN_HEADER, type Tweet } from '@tdp/contracts';
import type { Clock, Service, ServiceDeps } from '@tdp/service';
import {
  createConsumerLoop,
  createEventAge,
  createKafkaParts,
  deadLetter,
  ok,
  type Envelope,
  type HandleResult,
  type ObserveEventAge,
} from '@tdp/streaming';
import type { EnricherConfig } from './config';
import { createEnricherMetrics } from './metrics';
import { createEnrich, createSteps, ENRICHER_REASONS, type Enrich, type EnricherReason } from './pipeline';
import { createTopicsFile } from './topics/topics-file';
import { createStepFailures, type ReportStepFailures } from './step-failures';
import type { StepName } from './steps/step';

/** Each post is a graph of some hundred objects: no more of them at once than the youngest generation takes. */
const HANDLED_AT_ONCE = 16;

/** Posts as they come, and stored ones that are to be enriched again. */
const SOURCES = ['tweets-raw', 'tweets-stored'] as const;

/** Composes the enricher: tweets-raw and tweets-stored through the steps to tweets-enriched. */
export function createEnricher(deps: ServiceDeps<EnricherConfig>): Service {
  const { config, logger, metrics, clock, fatal } = deps;
  const { kafka, codec, producer, dependencies } = createKafkaParts(deps, {
    service: 'enricher',
    topics: [...SOURCES, 'tweets-enriched', 'enricher-dlq'],
    // Slices arrive whole, so there is nothing to wait for.
    lingerMs: 0,
  });
  const path = config.ENRICHER_TOPICS_FILE;
  const topics = createTopicsFile({ path, logger, metrics, clock });
  const steps = createSteps({ topics: path === undefined ? null : topics });
  const handleRecord = createRecordHandler({
    enrich: createEnrich(steps),
    clock,
    observeAge: createEventAge(metrics, 'enriched', clock),
    reportFailures: createStepFailures({
      metrics: createEnricherMetrics(metrics),
      logger,
      steps: Object.keys(steps) as StepName[],
    }),
  });
  const loop = createConsumerLoop({
    kafka,
    codec,
    producer,
    logger,
    metrics,
    clock,
    fatal,
    groupId: 'enricher',
    consumerGroup: config.ENRICHER_GROUP_ID,
    topics: SOURCES,
    deadLetterTopic: 'enricher-dlq',
    reasons: { deadLetters: ENRICHER_REASONS, drops: [], retries: [] },
    groupInstanceId: config.KAFKA_GROUP_INSTANCE_ID,
    maxSliceRecords: config.ENRICHER_MAX_SLICE_RECORDS,
    maxHandledRecords: HANDLED_AT_ONCE,
    handle: (slice) => Promise.resolve(slice.map(handleRecord)),
  });
  return {
    components: [topics, dependencies, producer, loop],
    live: [{ name: 'consumer', check: () => loop.live() }],
    ready: [{ name: 'consumer', check: () => loop.ready() }],
  };
}

export interface RecordHandlerDeps {
  readonly enrich: Enrich;
  readonly clock: Clock;
  readonly observeAge: ObserveEventAge;
  readonly reportFailures: ReportStepFailures;
}

/** One record of tweets-raw or tweets-stored to what goes to tweets-enriched; a removal passes through as it is. */
export function createRecordHandler(
  deps: RecordHandlerDeps,
): (envelope: Envelope) => HandleResult<EnricherReason, never> {
  const { enrich, clock, observeAge, reportFailures } = deps;
  return (envelope) => {
    const { key, record, headers } = envelope;
    if (record === null) {
      // Its headers tell whose word it is.
      return ok([{ topic: 'tweets-enriched', key: String(key), record: null, headers }]);
    }
    const tweet = record as Tweet;
    if (tweet.id !== key) {
      return deadLetter('KEY_MISMATCH', new Error(`the key is ${key}, the post's id ${tweet.id}`), 'key');
    }
    const result = enrich(tweet, clock.now());
    if (result.kind !== 'ok') {
      return result;
    }
    reportFailures(envelope, result.value.failures);
    const output = { topic: 'tweets-enriched', key, record: result.value.record } as const;
    const again = headers[AGAIN_HEADER];
    if (again !== undefined) {
      return ok([{ ...output, headers: { [AGAIN_HEADER]: again } }]);
    }
    observeAge(tweet.createdAt);
    return ok([output]);
  };
}

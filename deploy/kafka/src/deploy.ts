import { TOPICS } from '@tdp/contracts';
import { kafkaAccess, PipelineError, registryAccess, type Clock, type Logger } from '@tdp/service';
import {
  createAdmin,
  createKafka,
  planSchemas,
  registerSchemas,
  type PlannedSubject,
  type PlannedTopic,
  type TopicWishes,
} from '@tdp/streaming';
import type { DeployConfig } from './config';
import { formatPlan } from './format-plan';

export interface DeployDeps {
  readonly config: DeployConfig;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Shows a line of the plan. */
  readonly print: (line: string) => void;
}

/** What there was to do. */
export interface DeployOutcome {
  /** Names of topics and subjects that were missing; without them the services cannot start. */
  readonly missing: readonly string[];
  /** Whether anything was, or would be, created or changed. */
  readonly hasChanges: boolean;
}

const RETRY_EVERY_MS = 500;

/**
 * Plans, prints the plan and, unless it is a dry run, carries it out: creates the pipeline's topics,
 * sets their settings, registers the schemas. Idempotent; waits for a broker or registry that is
 * still starting. @throws PipelineError saying what was refused, before anything is changed
 */
export async function deploy(
  { config, logger, clock, print }: DeployDeps,
  isDryRun: boolean,
): Promise<DeployOutcome> {
  const definitions = Object.values(TOPICS);
  const topicPrefix = config.KAFKA_TOPIC_PREFIX;
  const deadline = clock.monotonic() + config.KAFKA_DEPLOY_WAIT_MS;
  const kafka = createKafka({
    brokers: config.KAFKA_BROKERS,
    clientId: config.KAFKA_CLIENT_ID ?? 'kafka-deploy',
    topicPrefix,
    logger,
    access: kafkaAccess(config),
  });
  const registry = {
    registryUrl: config.SCHEMA_REGISTRY_URL,
    access: registryAccess(config),
    topicPrefix,
    topics: definitions,
  };
  // This job waits itself, for both servers within one time.
  const admin = createAdmin(kafka, { forMs: 0, clock });
  const patiently = <T>(work: () => Promise<T>): Promise<T> => untilUp(clock, deadline, logger, work);
  try {
    const topics = await patiently(() => admin.planTopics(definitions, wishesOf(config)));
    const subjects = await patiently(() => planSchemas(registry));
    formatPlan(topics, subjects).forEach(print);
    const refused = topics.filter(({ refusals }) => refusals.length > 0).map(({ topic }) => topic);
    if (refused.length > 0) {
      const message = `refusing to deploy, nothing was changed: see REFUSED above for ${refused.join(', ')}`;
      throw new PipelineError('TOPIC_UNSAFE', message);
    }
    if (!isDryRun) {
      await patiently(() => admin.applyTopics(topics));
      await patiently(() => registerSchemas(registry));
    }
    return outcomeOf(topics, subjects);
  } finally {
    await admin.disconnect();
  }
}

function wishesOf(config: DeployConfig): TopicWishes {
  const replicationFactor = config.KAFKA_DEPLOY_REPLICATION_FACTOR;
  return {
    replicationFactor,
    // Of three copies two: one broker may be away, and a record never depends on a single one.
    minInSyncReplicas: config.KAFKA_DEPLOY_MIN_INSYNC_REPLICAS ?? (replicationFactor >= 3 ? 2 : null),
    partitions: config.KAFKA_DEPLOY_PARTITIONS ?? {},
  };
}

function outcomeOf(topics: readonly PlannedTopic[], subjects: readonly PlannedSubject[]): DeployOutcome {
  return {
    missing: [
      ...topics.flatMap(({ topic, action }) => (action === 'create' ? [`topic ${topic}`] : [])),
      ...subjects.flatMap(({ subject, missing }) =>
        missing.map((version) => `version ${version} of subject ${subject}`),
      ),
    ],
    hasChanges:
      topics.some(({ action }) => action !== 'keep') ||
      subjects.some(({ missing, compatibility }) => missing.length > 0 || compatibility !== undefined),
  };
}

async function untilUp<T>(
  clock: Clock,
  deadline: number,
  logger: Logger,
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const waitable = error instanceof PipelineError && error.retriable;
      if (!waitable || clock.monotonic() >= deadline) {
        throw error;
      }
      if (attempt === 1) {
        logger.warn({ code: error.code, detail: error.message }, 'waiting');
      }
      await clock.sleep(RETRY_EVERY_MS);
    }
  }
}

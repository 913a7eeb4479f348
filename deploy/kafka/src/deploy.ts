import { TOPICS } from '@tdp/contracts';
import { PipelineError, type Clock, type Logger } from '@tdp/service';
import { createAdmin, createKafka, registerSchemas } from '@tdp/streaming';
import type { DeployConfig } from './config';

export interface DeployDeps {
  readonly config: DeployConfig;
  readonly logger: Logger;
  readonly clock: Clock;
}

const RETRY_EVERY_MS = 500;

/**
 * Creates the pipeline's topics and registers its schemas. Idempotent; waits for a broker
 * or registry that is still starting. @throws PipelineError saying what was refused
 */
export async function deploy({ config, logger, clock }: DeployDeps): Promise<void> {
  const topics = Object.values(TOPICS);
  const deadline = clock.monotonic() + config.KAFKA_DEPLOY_WAIT_MS;
  const topicPrefix = config.KAFKA_TOPIC_PREFIX;
  const kafka = createKafka({ brokers: config.KAFKA_BROKERS, clientId: 'kafka-deploy', topicPrefix, logger });

  const ensured = await untilUp(clock, deadline, async () => {
    const admin = createAdmin(kafka);
    await admin.connect();
    return admin
      .ensureTopics(topics, config.KAFKA_DEPLOY_REPLICATION_FACTOR)
      .finally(() => admin.disconnect());
  });
  for (const { topic, outcome, partitions } of ensured) {
    logger.info({ topic, outcome, partitions }, 'topic');
  }

  const registered = await untilUp(clock, deadline, () =>
    registerSchemas({ registryUrl: config.SCHEMA_REGISTRY_URL, topicPrefix, topics }),
  );
  for (const { subject, version, id } of registered) {
    logger.info({ subject, version, id }, 'schema');
  }
}

async function untilUp<T>(clock: Clock, deadline: number, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const waitable = error instanceof PipelineError && error.retriable;
      if (!waitable || clock.monotonic() >= deadline) {
        throw error;
      }
      await clock.sleep(RETRY_EVERY_MS);
    }
  }
}

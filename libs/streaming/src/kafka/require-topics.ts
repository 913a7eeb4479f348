import type { TopicName } from '@tdp/contracts';
import { PipelineError } from '@tdp/service';
import { physicalTopic, type KafkaClient } from './kafka-client';
import { kafkaFailure } from './kafka-failure';

/**
 * Checks that topics exist; services never create them.
 * @throws PipelineError TOPIC_MISSING naming each missing topic; KAFKA_UNAVAILABLE (retriable),
 *   KAFKA_UNAUTHORIZED
 */
export async function requireTopics(client: KafkaClient, topics: readonly TopicName[]): Promise<void> {
  const admin = client.impatient.admin();
  let existing: ReadonlySet<string>;
  try {
    await admin.connect();
    existing = new Set(await admin.listTopics());
  } catch (error) {
    throw await kafkaFailure(error, client, 'listing the topics');
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
  const missing = topics.map((topic) => physicalTopic(client, topic)).filter((name) => !existing.has(name));
  if (missing.length > 0) {
    throw new PipelineError(
      'TOPIC_MISSING',
      `checking topics: ${missing.join(', ')} missing; run the kafka-deploy job first`,
    );
  }
}

import { withBroker } from './broker-requests';
import type { KafkaClient } from './kafka-client';
import { kafkaFailure } from './kafka-failure';

/**
 * Asks the brokers for their API versions, and logs in where the settings say so.
 * @throws PipelineError KAFKA_UNAVAILABLE (retriable), KAFKA_UNAUTHORIZED
 */
export async function pingKafka(client: KafkaClient): Promise<void> {
  try {
    await withBroker(client, () => Promise.resolve());
  } catch (error) {
    throw await kafkaFailure(error, client, 'connecting to Kafka');
  }
}

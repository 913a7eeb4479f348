import type { IngesterState } from '@tdp/contracts';
import { readTopic, type Codec, type KafkaClient } from '@tdp/streaming';

const TOPIC = 'ingester-state';

/**
 * Reads the state topic to its end: by key the newest record, without those that were removed.
 * @throws PipelineError KAFKA_UNAVAILABLE, REGISTRY_UNAVAILABLE (retriable), KAFKA_UNAUTHORIZED; DecodeError
 */
export async function readState(
  kafka: KafkaClient,
  codec: Codec,
): Promise<ReadonlyMap<string, IngesterState>> {
  const records = await readTopic(kafka, TOPIC);
  const newest = new Map(records.map(({ key, value }) => [String(key), value]));
  const values = [...newest].flatMap(([key, value]) => (value === null ? [] : [{ key, value }]));
  await codec.load(
    TOPIC,
    values.map(({ value }) => value),
  );
  return new Map(values.map(({ key, value }) => [key, codec.decode(TOPIC, value) as IngesterState]));
}

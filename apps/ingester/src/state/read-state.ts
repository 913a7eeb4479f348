import { randomBytes } from 'node:crypto';
import type { IngesterState } from '@tdp/contracts';
import { PipelineError } from '@tdp/service';
import { readTopic, type Codec, type KafkaClient } from '@tdp/streaming';

const TOPIC = 'ingester-state';

/**
 * Reads the state topic to its end: by key the newest record, without those that were removed.
 * @throws PipelineError KAFKA_UNAVAILABLE, REGISTRY_UNAVAILABLE (retriable); DecodeError
 */
export async function readState(
  kafka: KafkaClient,
  codec: Codec,
): Promise<ReadonlyMap<string, IngesterState>> {
  const records = await readAll(kafka);
  const newest = new Map(records.map(({ key, value }) => [String(key), value]));
  const values = [...newest].flatMap(([key, value]) => (value === null ? [] : [{ key, value }]));
  await codec.load(
    TOPIC,
    values.map(({ value }) => value),
  );
  return new Map(values.map(({ key, value }) => [key, codec.decode(TOPIC, value) as IngesterState]));
}

async function readAll(kafka: KafkaClient): ReturnType<typeof readTopic> {
  try {
    return await readTopic(kafka, TOPIC, `${TOPIC}-${randomBytes(4).toString('hex')}`);
  } catch (cause) {
    // kafkajs' own errors only: a bug is not waited out.
    if (cause instanceof Error && cause.name.startsWith('KafkaJS')) {
      throw new PipelineError('KAFKA_UNAVAILABLE', `reading ${TOPIC}`, { cause, retriable: true });
    }
    throw cause;
  }
}

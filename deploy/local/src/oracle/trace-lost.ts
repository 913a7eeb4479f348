import type { TopicName } from '@tdp/contracts';
import { scanTopic, type KafkaClient } from '@tdp/streaming';

/** How far lost posts got. */
export interface LostTrace {
  /** Not in `tweets-raw`: read from the stream or not, they were never produced. */
  readonly notProduced: string[];
  /** In `tweets-raw`, not in `tweets-enriched`. */
  readonly notEnriched: string[];
  /** In `tweets-enriched`, not in MongoDB. */
  readonly notStored: string[];
}

/** Reads both topics whole: for the few runs in which something was lost. */
export async function traceLost(kafka: KafkaClient, lost: readonly string[]): Promise<LostTrace> {
  const wanted = new Set(lost);
  const [raw, enriched] = await Promise.all(
    (['tweets-raw', 'tweets-enriched'] as const).map((topic) => keysAmong(kafka, topic, wanted)),
  );
  const isIn = (ids: ReadonlySet<string> | undefined, id: string): boolean => ids?.has(id) === true;
  return {
    notProduced: lost.filter((id) => !isIn(raw, id)),
    notEnriched: lost.filter((id) => isIn(raw, id) && !isIn(enriched, id)),
    notStored: lost.filter((id) => isIn(raw, id) && isIn(enriched, id)),
  };
}

async function keysAmong(
  kafka: KafkaClient,
  topic: TopicName,
  wanted: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  await scanTopic(kafka, topic, (records) =>
    records
      .map(({ key }) => String(key))
      .filter((id) => wanted.has(id))
      .forEach((id) => found.add(id)),
  );
  return found;
}

import type { StreamGap } from '@tdp/contracts';
import { createCodec, readTopic, type KafkaClient } from '@tdp/streaming';
import { systemClock, type RegistryAccess } from '@tdp/service';
import type { Version } from './emissions';

/** A time during which the stream was not read, as the pipeline itself recorded it. */
export interface Gap {
  /** Epoch ms. */
  readonly from: number;
  /** Infinity while it lasts. */
  readonly to: number;
}

/** Which of these versions were sent while nobody read the stream. */
export function findInGaps(versions: readonly Version[], gaps: readonly Gap[]): string[] {
  return versions.flatMap(({ id, emittedAt }) =>
    gaps.some(({ from, to }) => emittedAt >= from && emittedAt <= to) ? [id] : [],
  );
}

/** Reads the topic `stream-gaps`. */
export function createGapReader(
  kafka: KafkaClient,
  registryUrl: string,
  registryAccess?: RegistryAccess,
): () => Promise<Gap[]> {
  const { topicPrefix } = kafka;
  const codec = createCodec({
    registryUrl,
    topicPrefix,
    clock: systemClock,
    ...(registryAccess && { registryAccess }),
  });
  return async () => {
    const records = await readTopic(kafka, 'stream-gaps');
    const values = records.flatMap(({ value }) => value ?? []);
    await codec.load('stream-gaps', values);
    return unexplained(values.map((value) => codec.decode('stream-gaps', value) as StreamGap));
  };
}

/** The gaps in which posts may be missing: in their newest state, without those that were filled completely. */
export function unexplained(records: readonly StreamGap[]): Gap[] {
  const newest = new Map(records.map((gap) => [`${gap.source} ${gap.openedAt}`, gap]));
  return [...newest.values()]
    .filter(({ complete }) => complete !== true)
    .map(({ from, to }) => ({ from, to: to ?? Infinity }));
}

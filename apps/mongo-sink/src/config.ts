import { z } from 'zod';
import {
  baseConfigShape,
  consumerConfigShape,
  groupIdSetting,
  kafkaConfigShape,
  mongoConfigShape,
} from '@tdp/service';
import type { CollectionSettings } from './collections/settings';

/** The sink's settings. */
export const configSchema = z.object({
  ...baseConfigShape,
  ...kafkaConfigShape,
  ...mongoConfigShape,
  MONGO_SINK_GROUP_ID: groupIdSetting.default('mongo-sink'),
  ...consumerConfigShape,
  /** Documents written at once. */
  MONGO_SINK_MAX_BATCH_DOCUMENTS: z.coerce.number().int().min(1).max(10_000).default(1_000),
  /** Whether posts can be searched by words, which costs writing speed (ADR 0027). */
  MONGO_SINK_TEXT_INDEX: z
    .enum(['true', 'false'], 'must be true or false')
    .default('false')
    .transform((value) => value === 'true'),
});

export type SinkConfig = z.infer<typeof configSchema>;

/** What the settings say about the collections. */
export const collectionSettings = (config: SinkConfig): CollectionSettings => ({
  textIndex: config.MONGO_SINK_TEXT_INDEX,
});

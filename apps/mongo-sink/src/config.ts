import { z } from 'zod';
import {
  baseConfigShape,
  consumerConfigShape,
  groupIdSetting,
  kafkaConfigShape,
  mongoConfigShape,
} from '@tdp/service';
import type { CollectionSettings } from './collections/settings';

/** As many days as MongoDB takes: 2^31 seconds. */
const days = z.coerce
  .number('must be a number of days')
  .int('must be a whole number of days')
  .min(1, 'must be one day or more; leave it out to keep everything')
  .max(24_855, 'must be at most 24,855 days')
  .optional();

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
  /** After how many days posts are deleted; default: they are kept. */
  MONGO_SINK_RETENTION_DAYS: days,
  /** The same of profiles, since they were last observed. */
  MONGO_SINK_PROFILE_RETENTION_DAYS: days,
  /** The same of users' counts by day. */
  MONGO_SINK_SNAPSHOT_RETENTION_DAYS: days,
});

export type SinkConfig = z.infer<typeof configSchema>;

/** What the settings say about the collections. */
export const collectionSettings = (config: SinkConfig): CollectionSettings => ({
  textIndex: config.MONGO_SINK_TEXT_INDEX,
  retention: {
    posts: config.MONGO_SINK_RETENTION_DAYS ?? null,
    profiles: config.MONGO_SINK_PROFILE_RETENTION_DAYS ?? null,
    snapshots: config.MONGO_SINK_SNAPSHOT_RETENTION_DAYS ?? null,
  },
});

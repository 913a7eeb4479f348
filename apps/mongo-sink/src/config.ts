import { z } from 'zod';
import {
  baseConfigShape,
  consumerConfigShape,
  groupIdSetting,
  kafkaConfigShape,
  mongoConfigShape,
} from '@tdp/service';

/** The sink's settings. */
export const configSchema = z.object({
  ...baseConfigShape,
  ...kafkaConfigShape,
  ...mongoConfigShape,
  MONGO_SINK_GROUP_ID: groupIdSetting.default('mongo-sink'),
  ...consumerConfigShape,
  /** Documents written at once. */
  MONGO_SINK_MAX_BATCH_DOCUMENTS: z.coerce.number().int().min(1).max(10_000).default(1_000),
});

export type SinkConfig = z.infer<typeof configSchema>;

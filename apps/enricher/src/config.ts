import { z } from 'zod';
import { baseConfigShape, consumerConfigShape, groupIdSetting, kafkaConfigShape } from '@tdp/service';

/** The enricher's settings. */
export const configSchema = z.object({
  ...baseConfigShape,
  ...kafkaConfigShape,
  ENRICHER_GROUP_ID: groupIdSetting.default('enricher'),
  ...consumerConfigShape,
  /** topics.yaml; without it posts have no topics. */
  ENRICHER_TOPICS_FILE: z.string().min(1).optional(),
  /** Records taken through the steps at once. */
  ENRICHER_MAX_SLICE_RECORDS: z.coerce.number().int().min(1).max(5_000).default(500),
});

export type EnricherConfig = z.infer<typeof configSchema>;

import { kafkaConfigShape } from '@tdp/service';
import { z } from 'zod';
import { configSchema as enricherConfigSchema } from '../config';

/** Settings of the command: which servers, and the topics that posts are matched with. */
export const configSchema = z.object({
  ...kafkaConfigShape,
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('warn'),
  ENRICHER_TOPICS_FILE: enricherConfigSchema.shape.ENRICHER_TOPICS_FILE,
});

import { kafkaConfigShape, mongoConfigShape } from '@tdp/service';
import { z } from 'zod';

/** Settings of the command: which servers, and how they are reached. */
export const configSchema = z.object({
  ...kafkaConfigShape,
  ...mongoConfigShape,
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('warn'),
});

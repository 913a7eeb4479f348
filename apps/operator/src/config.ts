import { kafkaConfigShape } from '@tdp/service';
import { z } from 'zod';

/** Settings of the commands: which servers, and how they are reached. */
export const configSchema = z.object({
  ...kafkaConfigShape,
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('warn'),
  /** The sink's consumer group, where `remove --wait` looks whether it is done. */
  MONGO_SINK_GROUP_ID: z.string().min(1).default('mongo-sink'),
});

export type OperatorConfig = z.infer<typeof configSchema>;

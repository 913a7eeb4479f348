import { z } from 'zod';
import { kafkaConfigShape } from '@tdp/service';

/** Settings of the deploy job. */
export const configSchema = z.object({
  ...kafkaConfigShape,
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  /** Copies of each partition; -1 = the brokers' default. */
  KAFKA_DEPLOY_REPLICATION_FACTOR: z.coerce.number().int().min(-1).default(-1),
  /** How long to wait for Kafka and the registry to come up. */
  KAFKA_DEPLOY_WAIT_MS: z.coerce.number().int().min(0).default(60_000),
});

export type DeployConfig = z.infer<typeof configSchema>;

import { TOPICS } from '@tdp/contracts';
import { kafkaConfigShape } from '@tdp/service';
import { z } from 'zod';

const NAMES = Object.keys(TOPICS);
const MAX_PARTITIONS = 10_000;

/** `tweets-raw=12,profiles-raw=6` */
const partitions = z
  .string()
  .transform((list, context) => {
    const wished: Record<string, number> = {};
    for (const pair of list.split(',').map((text) => text.trim())) {
      const [, name = '', count] = /^([^=]+)=(\d+)$/.exec(pair) ?? [];
      if (count === undefined || Number(count) < 1 || Number(count) > MAX_PARTITIONS) {
        context.addIssue(
          `must be <topic>=<number of partitions>, several separated by commas, not "${pair}"`,
        );
      } else if (!NAMES.includes(name)) {
        context.addIssue(`there is no topic "${name}"; there are ${NAMES.join(', ')}`);
      }
      wished[name] = Number(count);
    }
    return wished;
  })
  .optional();

/** Settings of the deploy job. */
export const configSchema = z.object({
  ...kafkaConfigShape,
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  /** Copies of each partition of a new topic; -1 = the brokers' default. */
  KAFKA_DEPLOY_REPLICATION_FACTOR: z.coerce
    .number()
    .int()
    .min(-1)
    .refine((copies) => copies !== 0, 'must be -1 or at least 1')
    .default(-1),
  /** Copies that must have a record before it is acknowledged; default: 2 of 3 and more, else as the brokers do. */
  KAFKA_DEPLOY_MIN_INSYNC_REPLICAS: z.coerce.number().int().min(1).optional(),
  /** Partitions of new topics, where the contracts' number is not wanted. */
  KAFKA_DEPLOY_PARTITIONS: partitions,
  /** How long to wait for Kafka and the registry to come up. */
  KAFKA_DEPLOY_WAIT_MS: z.coerce.number().int().min(0).default(60_000),
});

export type DeployConfig = z.infer<typeof configSchema>;

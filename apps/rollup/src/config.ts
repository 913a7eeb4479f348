import { baseConfigShape, mongoConfigShape } from '@tdp/service';
import { z } from 'zod';

/** The job's settings. */
export const configSchema = z.object({
  ...baseConfigShape,
  ...mongoConfigShape,
  /** Posts that are counted in one transaction. */
  ROLLUP_MAX_BATCH_POSTS: z.coerce.number().int().min(1).max(5_000).default(500),
  /** How long changes are collected before they are counted. */
  ROLLUP_MAX_WAIT_MS: z.coerce.number().int().min(10).max(60_000).default(1_000),
  /** How long the others wait for a process that says nothing any more. */
  ROLLUP_LEASE_MS: z.coerce.number().int().min(1_000).max(600_000).default(30_000),
});

export type RollupConfig = z.infer<typeof configSchema>;

import { mongoConfigShape } from '@tdp/service';
import { z } from 'zod';

/** Settings of the commands: which database, and how it is reached. */
export const configSchema = z.object({
  ...mongoConfigShape,
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('warn'),
});

export type BiConfig = z.infer<typeof configSchema>;

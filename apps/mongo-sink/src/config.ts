import { z } from 'zod';
import { baseConfigShape, kafkaConfigShape } from '@tdp/service';

/** The sink's settings. */
export const configSchema = z.object({
  ...baseConfigShape,
  ...kafkaConfigShape,
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://')
    .refine((uri) => /^mongodb(\+srv)?:\/\/[^/]+\/[^/?]+/.test(uri), {
      message: 'must name the database: mongodb://host:27017/<database>',
    }),
  /** Documents written at once. */
  MONGO_SINK_MAX_BATCH_DOCUMENTS: z.coerce.number().int().min(1).max(10_000).default(1_000),
});

export type SinkConfig = z.infer<typeof configSchema>;

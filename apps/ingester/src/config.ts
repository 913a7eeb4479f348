import { z } from 'zod';
import { baseConfigShape, kafkaConfigShape } from '@tdp/service';

const count = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

const flag = z.enum(['true', 'false']);

const settings = z.object({
  ...baseConfigShape,
  ...kafkaConfigShape,
  /** X, the simulator or X's own playground. */
  X_API_BASE_URL: z
    .url({ protocol: /^https?$/, error: 'is not an http:// or https:// URL' })
    .transform((url) => url.replace(/\/+$/, ''))
    .default('https://api.x.com'),
  /** App-only (OAuth 2.0) token; or give key and secret, which are exchanged for one. */
  X_BEARER_TOKEN: z.string().min(1).optional(),
  X_API_KEY: z.string().min(1).optional(),
  X_API_SECRET: z.string().min(1).optional(),
  /**
   * X sends a blank line every 20 s at the latest. The limit leaves room for one that is late on its way, or every
   * such delay would cost a reconnection and a gap; and a dead connection is still left within 35 s.
   */
  X_KEEP_ALIVE_TIMEOUT_MS: count(100, 600_000).default(30_000),
  /** What to follow. */
  INGESTER_RULES_FILE: z.string().min(1),
  /** How many rules X allows this app. */
  INGESTER_RULE_LIMIT: count(1, 1_000_000).default(1_000),
  /** How long X allows a rule to be, in characters. */
  INGESTER_RULE_MAX_LENGTH: count(1, 100_000).default(1_024),
  /** Delete X's rules that are not in the file; false only when something else manages rules of this app. */
  INGESTER_RULES_PRUNE: flag.default('true').transform((value) => value === 'true'),
  /** A record of a post has at most 1,000,000 bytes, and a dead letter less than 2 MiB. */
  INGESTER_MAX_LINE_BYTES: count(1_024, 1_900_000).default(1_000_000),
  /** Posts and profiles read and not yet acknowledged by Kafka; beyond either bound nothing more is read. */
  INGESTER_MAX_PENDING_RECORDS: count(1, 1_000_000).default(10_000),
  INGESTER_MAX_PENDING_BYTES: count(1, 4_000_000_000).default(16_000_000),
  /** Profiles remembered, so that only changed ones are produced. */
  INGESTER_PROFILE_CACHE_SIZE: count(1, 10_000_000).default(200_000),
  /** Also produce a profile of which only counters changed, once for each user and UTC day. */
  INGESTER_PROFILE_DAILY: flag.default('true').transform((value) => value === 'true'),
});

/** A later check must not wait for the others: every wrong setting is listed at once. */
const ALWAYS = { when: () => true };

/** The ingester's settings. */
export const configSchema = settings
  .refine(({ X_BEARER_TOKEN, X_API_KEY, X_API_SECRET }) => X_BEARER_TOKEN ?? X_API_KEY ?? X_API_SECRET, {
    ...ALWAYS,
    path: ['X_BEARER_TOKEN'],
    error: 'is missing, and so are X_API_KEY and X_API_SECRET',
  })
  .refine((config) => config.X_BEARER_TOKEN !== undefined || !config.X_API_KEY || config.X_API_SECRET, {
    ...ALWAYS,
    path: ['X_API_SECRET'],
    error: 'is missing beside X_API_KEY',
  })
  .refine((config) => config.X_BEARER_TOKEN !== undefined || !config.X_API_SECRET || config.X_API_KEY, {
    ...ALWAYS,
    path: ['X_API_KEY'],
    error: 'is missing beside X_API_SECRET',
  });

export type IngesterConfig = z.infer<typeof configSchema>;

export const secrets = ['X_BEARER_TOKEN', 'X_API_KEY', 'X_API_SECRET'] as const;

import { z } from 'zod';

const wholeNumber = z.coerce.number('must be a number').int('must be a whole number').min(0);
const share = z.coerce.number('must be a number').min(0).max(1);

/** The simulator's settings: one per environment variable. */
export const configSchema = z
  .object({
    X_SIMULATOR_HOST: z.string().default('127.0.0.1'),
    /** 0 = any free port. */
    X_SIMULATOR_PORT: wholeNumber.max(65_535).default(0),
    /** Posts per second. */
    X_SIMULATOR_RATE: z.coerce.number('must be a number').min(0).max(100_000).default(100),
    X_SIMULATOR_SEED: wholeNumber.default(1),
    /** Different posts in the world; each is emitted again and again with a fresh id. */
    X_SIMULATOR_TEMPLATES: wholeNumber.min(1).max(100_000).default(3_000),
    X_SIMULATOR_REPLAY_FILE: z.string().optional(),
    X_SIMULATOR_REPLAY_MODE: z.enum(['once', 'loop'], 'must be once or loop').default('once'),
    X_SIMULATOR_BEARER_TOKEN: z.string().default('simulator-token'),
    X_SIMULATOR_API_KEY: z.string().default('simulator-key'),
    X_SIMULATOR_API_SECRET: z.string().default('simulator-secret'),
    /** Appended to: one line `<id> <epoch ms> <chain id>` per post emitted. */
    X_SIMULATOR_EMITTED_FILE: z.string().optional(),
    /** Share of the posts that can be edited which are; reposts, replies, polls and articles cannot. */
    X_SIMULATOR_EDIT_SHARE: share.default(0.03),
    /** How long after a version the next one comes, on average. */
    X_SIMULATOR_EDIT_DELAY_MS: wholeNumber.default(10_000),
    /** Share of posts whose author has changed name, description, location or tick. */
    X_SIMULATOR_PROFILE_CHANGE_SHARE: share.default(0.002),
    /** What happens to a client that reads too slowly: X disconnects it. */
    X_SIMULATOR_SLOW_READER: z.enum(['wait', 'disconnect'], 'must be wait or disconnect').default('wait'),
    X_SIMULATOR_SLOW_READER_MS: wholeNumber.min(1).default(10_000),
    X_SIMULATOR_SLOW_READER_BYTES: wholeNumber.min(1).default(33_554_432),
    /** Whether posts are emitted while nobody is connected, once somebody was: X's world does not wait. */
    X_SIMULATOR_WHEN_ALONE: z.enum(['wait', 'emit'], 'must be wait or emit').default('wait'),
    X_SIMULATOR_KEEP_ALIVE_MS: wholeNumber.min(10).default(20_000),
    /** How old a post must be for search to find it, unless end_time asks for more. */
    X_SIMULATOR_SEARCH_DELAY_MS: wholeNumber.default(30_000),
    X_SIMULATOR_MAX_CONNECTIONS: wholeNumber.min(1).default(1),
    X_SIMULATOR_MAX_RULES: wholeNumber.min(1).default(1_000),
    X_SIMULATOR_MAX_RULE_LENGTH: wholeNumber.min(1).default(1_024),
  })
  .readonly();

export type SimulatorConfig = z.infer<typeof configSchema>;

/** Reads the settings. @throws Error listing everything that is wrong with them */
export function readConfig(env: Readonly<Record<string, string | undefined>>): SimulatorConfig {
  const given = Object.entries(env).filter(([key, value]) => key.startsWith('X_SIMULATOR_') && value !== '');
  const parsed = configSchema.safeParse(Object.fromEntries(given));
  const known = new Set(Object.keys(configSchema.unwrap().shape));
  const problems = [
    ...given.filter(([key]) => !known.has(key)).map(([key]) => `${key}: is not a setting of the simulator`),
    ...(parsed.error?.issues.map(({ path, message }) => `${String(path[0])}: ${message}`) ?? []),
  ];
  if (problems.length > 0 || !parsed.success) {
    throw new Error(`x-simulator cannot start:\n  ${problems.join('\n  ')}`);
  }
  return parsed.data;
}

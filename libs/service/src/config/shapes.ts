import { z } from 'zod';

const port = z.coerce.number('must be a number').int('must be a whole number').min(0).max(65_535);
const milliseconds = z.coerce.number('must be a number of milliseconds').int('must be a whole number').min(0);

/** Settings every service has. */
export const baseConfigShape = {
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** 0.0.0.0, or probes from outside the container fail. */
  HTTP_HOST: z.string().default('0.0.0.0'),
  /** Of /metrics and /health; 0 = any free port. */
  HTTP_PORT: port.default(9464),
  /** Shorter than the orchestrator's grace period. */
  STOP_DEADLINE_MS: milliseconds.default(15_000),
  /** Which of several copies this is; on every log line. */
  SERVICE_INSTANCE: z.string().optional(),
};

const HOST_PORT = /^(?:[^\s,:/]+|\[[0-9a-f:.]+\]):(\d{1,5})$/i;

function isHostPort(text: string): boolean {
  const port = Number(HOST_PORT.exec(text)?.[1] ?? 0);
  return port > 0 && port <= 65_535;
}

const flag = z
  .enum(['true', 'false'], 'must be true or false')
  .transform((value) => value === 'true')
  .optional();

/**
 * PEM text. It is usually given as NAME_FILE, the path of a file that holds it. What it must be, and
 * what belongs together, checkConnections sees to.
 */
const pem = z.string().optional();

/** Settings of every service that talks to Kafka. */
export const kafkaConfigShape = {
  KAFKA_BROKERS: z
    .string()
    .transform((list) => list.split(',').map((broker) => broker.trim()))
    .refine((brokers) => brokers.every(isHostPort), {
      message: 'must be host:port, several separated by commas',
    }),
  /** Whether the brokers' ports speak TLS; default: no. */
  KAFKA_TLS: flag,
  /** Authorities whose certificates are trusted; default: those that Node knows. */
  KAFKA_TLS_CA: pem,
  /** Our certificate, followed by those between it and its authority, and its private key. */
  KAFKA_TLS_CERT: pem,
  KAFKA_TLS_KEY: pem,
  KAFKA_TLS_KEY_PASSPHRASE: z.string().optional(),
  /** What the brokers' certificates must name; default: the host of each broker. */
  KAFKA_TLS_SERVER_NAME: z.string().optional(),
  KAFKA_SASL_MECHANISM: z
    .enum(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'], 'must be PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512')
    .optional(),
  KAFKA_SASL_USERNAME: z.string().optional(),
  KAFKA_SASL_PASSWORD: z.string().optional(),
  /** May hold user and password, as https://user:password@host. */
  SCHEMA_REGISTRY_URL: z.url({
    protocol: /^https?$/,
    hostname: /.+/,
    error: 'must be an http:// or https:// URL',
  }),
  SCHEMA_REGISTRY_USERNAME: z.string().optional(),
  SCHEMA_REGISTRY_PASSWORD: z.string().optional(),
  SCHEMA_REGISTRY_BEARER_TOKEN: z.string().optional(),
  SCHEMA_REGISTRY_TLS_CA: pem,
  SCHEMA_REGISTRY_TLS_CERT: pem,
  SCHEMA_REGISTRY_TLS_KEY: pem,
  SCHEMA_REGISTRY_TLS_KEY_PASSPHRASE: z.string().optional(),
  /** Put before every topic, subject and consumer group. */
  KAFKA_TOPIC_PREFIX: z
    .string()
    .regex(/^[a-zA-Z0-9_-]*$/, 'may hold letters, digits, - and _ only')
    .default(''),
  /** Shown in the brokers' logs; default: the service's name. */
  KAFKA_CLIENT_ID: z.string().optional(),
};

/** Id of a consumer group, before the prefix: replicas of one service share it, and nothing else does. */
export const groupIdSetting = z
  .string()
  .regex(/^[a-zA-Z0-9._-]+$/, 'may hold letters, digits, dots, - and _ only');

/** What kafkaConfigShape reads. */
export type KafkaConfig = z.infer<z.ZodObject<typeof kafkaConfigShape>>;

/** Settings of every service that consumes from Kafka. */
export const consumerConfigShape = {
  /**
   * Names this replica among those of its service, and keeps its partitions for it over a restart of less than 30 s
   * (static membership); no two replicas may have the same. Default: none, the group rebalances at each restart.
   */
  KAFKA_GROUP_INSTANCE_ID: z
    .string()
    .regex(/^[a-zA-Z0-9._-]{1,249}$/, 'may hold letters, digits, ., - and _ only, at most 249 of them')
    .optional(),
};

/** Settings of every service that talks to MongoDB. User, password and tls=true are part of the URI. */
export const mongoConfigShape = {
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://')
    .refine((uri) => /^mongodb(\+srv)?:\/\/[^/]+\/[^/?]+/.test(uri), {
      message: 'must name the database: mongodb://host:27017/<database>',
    }),
  MONGODB_TLS_CA: pem,
  MONGODB_TLS_CERT: pem,
  MONGODB_TLS_KEY: pem,
  MONGODB_TLS_KEY_PASSPHRASE: z.string().optional(),
};

/** What mongoConfigShape reads. */
export type MongoConfig = z.infer<z.ZodObject<typeof mongoConfigShape>>;

/** Settings of these shapes whose values are never printed. */
export const CONNECTION_SECRETS: readonly string[] = [
  'KAFKA_TLS_KEY',
  'KAFKA_TLS_KEY_PASSPHRASE',
  'KAFKA_SASL_PASSWORD',
  'SCHEMA_REGISTRY_PASSWORD',
  'SCHEMA_REGISTRY_BEARER_TOKEN',
  'SCHEMA_REGISTRY_TLS_KEY',
  'SCHEMA_REGISTRY_TLS_KEY_PASSPHRASE',
  'MONGODB_URI',
  'MONGODB_TLS_KEY',
  'MONGODB_TLS_KEY_PASSPHRASE',
];

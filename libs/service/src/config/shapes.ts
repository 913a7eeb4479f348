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

/** Settings of every service that talks to Kafka. */
export const kafkaConfigShape = {
  KAFKA_BROKERS: z
    .string()
    .transform((list) => list.split(',').map((broker) => broker.trim()))
    .refine((brokers) => brokers.every(isHostPort), {
      message: 'must be host:port, several separated by commas',
    }),
  SCHEMA_REGISTRY_URL: z.url({
    protocol: /^https?$/,
    hostname: /.+/,
    error: 'must be an http:// or https:// URL',
  }),
  /** Put before every topic, subject and consumer group. */
  KAFKA_TOPIC_PREFIX: z
    .string()
    .regex(/^[a-zA-Z0-9_-]*$/, 'may hold letters, digits, - and _ only')
    .default(''),
  /** Shown in the brokers' logs; default: the service's name. */
  KAFKA_CLIENT_ID: z.string().optional(),
};

/** What kafkaConfigShape reads. */
export type KafkaConfig = z.infer<z.ZodObject<typeof kafkaConfigShape>>;

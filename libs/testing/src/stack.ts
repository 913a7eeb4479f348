/** Where the real parts are that integration and end-to-end tests run against. */
export interface StackEndpoints {
  /** Comma-separated host:port, as services take it. */
  readonly kafkaBrokers: string;
  readonly schemaRegistryUrl: string;
  readonly mongodbUri: string;
}

const VARIABLES = ['KAFKA_BROKERS', 'SCHEMA_REGISTRY_URL', 'MONGODB_URI'] as const;

/** Reads the endpoints. @throws Error naming every absent variable: such tests fail, they never skip */
export function stackEndpoints(env: Readonly<Record<string, string | undefined>>): StackEndpoints {
  const missing = VARIABLES.filter((name) => (env[name] ?? '') === '');
  if (missing.length > 0) {
    throw new Error(
      `this test needs the real stack: ${missing.join(', ')} not set; run npm test, or npm run stack:up and export what it prints`,
    );
  }
  return {
    kafkaBrokers: String(env['KAFKA_BROKERS']),
    schemaRegistryUrl: String(env['SCHEMA_REGISTRY_URL']),
    mongodbUri: String(env['MONGODB_URI']),
  };
}

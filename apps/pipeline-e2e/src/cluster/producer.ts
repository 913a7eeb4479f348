import { createLogger, createMetrics, systemClock } from '@tdp/service';
import { createCodec, createProducer, type Producer } from '@tdp/streaming';
import type { Cluster } from './cluster';

/** A producer beside those of the services, of encoded records; stop it. */
export async function startProducer({ observer, stack }: Cluster): Promise<Producer> {
  const producer = createProducer({
    kafka: observer.kafka,
    codec: createCodec({ registryUrl: stack.schemaRegistryUrl, clock: systemClock }),
    logger: createLogger({ service: 'faults', version: 'test', level: 'fatal' }),
    clock: systemClock,
    metrics: createMetrics({ service: 'faults', version: 'test', commit: 'test' }),
    fatal: (error) => {
      throw error;
    },
  });
  await producer.start();
  return producer;
}

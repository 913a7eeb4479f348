/**
 * Copies a topic's records as they are, with kafkajs and nothing else: the peer of `npm run bench:enricher`.
 * node tools/copy-topic.mjs BROKERS GROUP FROM TO
 */
import { Kafka, logLevel } from 'kafkajs';

const [, , brokers = '', groupId = '', from = '', to = ''] = process.argv;
const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.ERROR });
const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
const consumer = kafka.consumer({ groupId, maxBytesPerPartition: 512 * 1024, maxWaitTimeInMs: 250 });

await producer.connect();
await consumer.connect();
await consumer.subscribe({ topics: [from], fromBeginning: true });
await consumer.run({
  partitionsConsumedConcurrently: 6,
  eachBatch: async ({ batch }) => {
    const messages = batch.messages.map(({ key, value, headers }) => ({ key, value, headers }));
    await producer.send({ topic: to, messages, acks: -1 });
  },
});
process.on('SIGTERM', () => void Promise.all([consumer.disconnect(), producer.disconnect()]));

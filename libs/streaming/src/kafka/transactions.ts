import { Partitioners, type Producer, type Transaction } from 'kafkajs';
import { errorMessage, PipelineError, systemClock } from '@tdp/service';
import type { EncodedRecord } from '../producer/output-record';
import { physicalTopic, type KafkaClient } from './kafka-client';
import { causesOf, textOf } from './kafka-errors';
import { kafkaFailure } from './kafka-failure';

/**
 * Writes records of several topics all or none, whatever happens to this process meanwhile. For tools: a service
 * produces without (ADR 0025).
 */
export interface Transactions {
  /**
   * Ends what an earlier process of the same name left open. From here on that process, should it still live, can
   * write nothing more.
   * @throws PipelineError KAFKA_UNAVAILABLE (retriable), KAFKA_UNAUTHORIZED
   */
  begin(): Promise<void>;
  /**
   * Writes these records, all or none; a partition may be given with each. Afterwards they are there, and readers see
   * them. When it throws, only a look at the topics tells whether they are, and another one must go on, but for
   * PRODUCE_FAILED: then a broker refused a record for good, and none was written.
   * @throws PipelineError KAFKA_UNAVAILABLE (retriable), KAFKA_UNAUTHORIZED, TRANSACTION_TAKEN_OVER, PRODUCE_FAILED
   */
  write(records: readonly EncodedRecord[]): Promise<void>;
  disconnect(): Promise<void>;
}

/** How long readers may wait for records behind those of a process that was killed. */
const TIMEOUT_MS = 10_000;
const BUSY_MS = 20;
const BUSY_TRIES = 500;

/** What a broker will always say of these records. */
const REFUSED: ReadonlySet<string | undefined> = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
]);

const TAKEN_OVER: ReadonlySet<string | undefined> = new Set([
  'PRODUCER_FENCED',
  'INVALID_PRODUCER_EPOCH',
  'INVALID_PRODUCER_ID_MAPPING',
]);

/** Creates transactions under a name; whoever begins last under it takes over. Does no IO until begin. */
export function createTransactions(client: KafkaClient, name: string): Transactions {
  let producer = createProducer(client, name);

  const tell = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      const type = typeOf(error);
      if (TAKEN_OVER.has(type)) {
        const message = `writing as ${name}: another process of this name has begun, this one ends`;
        throw new PipelineError('TRANSACTION_TAKEN_OVER', message, { cause: error });
      }
      if (REFUSED.has(type)) {
        throw new PipelineError('PRODUCE_FAILED', errorMessage(error), { cause: error });
      }
      throw await kafkaFailure(error, client, `writing as ${name}`);
    }
  };

  async function begin(): Promise<void> {
    await producer.connect();
    // The first transaction asks for the producer id: that ends what an earlier one left open.
    await (await producer.transaction()).abort();
  }

  /** After a failure kafkajs' sequence numbers are not those of the broker, which would take new records for old. */
  async function renew(): Promise<void> {
    await producer.disconnect().catch(() => undefined);
    producer = createProducer(client, name);
    await begin();
  }

  async function write(messages: TopicMessages): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const transaction = await producer.transaction();
        await transaction.sendBatch({ topicMessages: messages });
        await transaction.commit();
        return;
      } catch (error) {
        const type = typeOf(error);
        if (REFUSED.has(type)) {
          await renew();
          throw error;
        }
        // None of it was taken: the broker still writes the end of the transaction before.
        if (type !== 'CONCURRENT_TRANSACTIONS' || attempt >= BUSY_TRIES) {
          throw error;
        }
        await systemClock.sleep(BUSY_MS);
        await renew();
      }
    }
  }

  return {
    begin: () => tell(begin),
    write: (records) => tell(() => write(topicMessages(client, records))),
    disconnect: () => producer.disconnect(),
  };
}

function createProducer(client: KafkaClient, name: string): Producer {
  return client.kafka.producer({
    transactionalId: client.topicPrefix + name,
    transactionTimeout: TIMEOUT_MS,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
    allowAutoTopicCreation: false,
    // Nothing is sent twice within a transaction: kafkajs forgets records when it tries again (ADR 0009).
    retry: { retries: 0 },
  });
}

type TopicMessages = NonNullable<Parameters<Transaction['sendBatch']>[0]['topicMessages']>;

function topicMessages(client: KafkaClient, records: readonly EncodedRecord[]): TopicMessages {
  const byTopic = Map.groupBy(records, ({ topic }) => topic);
  return [...byTopic].map(([topic, ofTopic]) => ({
    topic: physicalTopic(client, topic),
    messages: ofTopic.map(({ message }) => message),
  }));
}

/** kafkajs wraps what a broker said, the more often it would have tried again. */
const typeOf = (error: unknown): string | undefined => textOf(causesOf(error), 'type');

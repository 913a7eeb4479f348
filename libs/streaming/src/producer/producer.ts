import type { TopicMessages } from 'kafkajs';
import type { Clock, Component, HealthStatus, Metrics } from '@tdp/service';
import { PipelineError } from '@tdp/service';
import type { Codec } from '../codec/codec';
import { physicalTopic, type KafkaClient } from '../kafka/kafka-client';
import { streamingMetrics } from '../metrics';
import { createBatchQueue } from './batch-queue';
import { encodeOutput, type EncodedRecord, type OutputRecord } from './output-record';
import { createPartitions } from './partitions';

/** Produces records idempotently (acks=all), in batches; every promise settles on the broker's ack. */
export interface Producer extends Component {
  /** Encodes and produces one record. @throws OutputError before anything is sent */
  send(output: OutputRecord): Promise<void>;
  /** Encodes all, then produces all; one invalid record and none is sent. @throws OutputError */
  sendAll(outputs: readonly OutputRecord[]): Promise<void>;
  /** Encodes one record for sendEncoded. @throws OutputError */
  encode(output: OutputRecord): EncodedRecord;
  /** Produces encoded records. */
  sendEncoded(records: readonly EncodedRecord[]): Promise<void>;
  /** Resolves once everything handed over so far is acknowledged. */
  idle(): Promise<void>;
  /** Records handed over and not yet acknowledged: the measure for back-pressure. */
  pendingRecords(): number;
  /** Not ready while the broker has not acknowledged a waiting batch for longer than 30 s. */
  ready(): HealthStatus;
}

export interface ProducerOptions {
  readonly kafka: KafkaClient;
  readonly codec: Codec;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** Called when producing failed for a reason that waiting does not cure. */
  readonly fatal: (error: Error) => void;
  /** How long a record may wait for company; kafkajs has no linger of its own. */
  readonly lingerMs?: number;
}

/** A record that knows its partition, or null while the topic's partitions are unknown. */
interface PlacedRecord extends EncodedRecord {
  readonly partition: number | null;
}

/** What kafkajs encodes in one go, tens of ms, and what is sent again when a broker goes away. */
const MAX_BATCH_RECORDS = 2_000;
const MAX_BATCH_BYTES = 4_000_000;
/** Brokers refuse more than 1 MiB for a partition by default; this leaves room for its overhead. */
const MAX_PARTITION_BYTES = 900_000;

const STALLED_AFTER_MS = 30_000;

/** Creates the producer. Connects in start(); stop() waits for every pending ack. */
export function createProducer(options: ProducerOptions): Producer {
  const { kafka, codec, clock } = options;
  const metrics = streamingMetrics(options.metrics);
  const partitions = createPartitions();
  // An outage of the brokers is waited out: records stay queued and back-pressure reaches the source.
  const client = kafka.kafka.producer({
    idempotent: true,
    createPartitioner: partitions.createPartitioner,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    retry: { initialRetryTime: 100, maxRetryTime: 5_000, retries: Number.MAX_SAFE_INTEGER },
  });
  let connected = false;
  let sendingSince: number | null = null;

  async function sendBatch(records: readonly PlacedRecord[]): Promise<void> {
    const started = clock.monotonic();
    sendingSince = started;
    try {
      await client.sendBatch({ acks: -1, topicMessages: byTopic(kafka, records) });
    } catch (cause) {
      const error = new PipelineError('PRODUCE_FAILED', `producing ${records.length} records`, { cause });
      options.fatal(error);
      throw error;
    } finally {
      sendingSince = null;
    }
    metrics.sendSeconds.observe({ messaging_operation_name: 'send' }, (clock.monotonic() - started) / 1_000);
    for (const record of records) {
      metrics.sent.inc({ messaging_destination_name: record.topic });
    }
  }

  const queue = createBatchQueue<PlacedRecord>({
    clock,
    lingerMs: options.lingerMs ?? 5,
    maxBatchRecords: MAX_BATCH_RECORDS,
    maxBatchBytes: MAX_BATCH_BYTES,
    maxPartitionBytes: MAX_PARTITION_BYTES,
    bytesOf: ({ bytes }) => bytes,
    partitionOf: ({ topic, partition }) => (partition === null ? null : `${topic}/${partition}`),
    flush: sendBatch,
    onPending: (pending) => metrics.pending.set(pending),
  });

  const sendEncoded = (records: readonly EncodedRecord[]): Promise<void> =>
    queue.push(
      records.map((record) => ({
        ...record,
        partition: partitions.partitionOf(physicalTopic(kafka, record.topic), record.message),
      })),
    );

  return {
    name: 'kafka-producer',
    async start() {
      await client.connect();
      connected = true;
    },
    async stop() {
      if (!connected) {
        return;
      }
      await queue.idle();
      connected = false;
      await client.disconnect();
    },
    send: async (output) => sendEncoded([encodeOutput(codec, output)]),
    sendAll: async (outputs) => sendEncoded(outputs.map((output) => encodeOutput(codec, output))),
    encode: (output) => encodeOutput(codec, output),
    sendEncoded,
    idle: () => queue.idle(),
    pendingRecords: () => queue.pending(),
    ready() {
      const waiting = sendingSince === null ? 0 : clock.monotonic() - sendingSince;
      return waiting > STALLED_AFTER_MS
        ? { ok: false, detail: `no acknowledgement from Kafka for ${Math.round(waiting / 1_000)} s` }
        : { ok: true };
    },
  };
}

function byTopic(kafka: KafkaClient, records: readonly PlacedRecord[]): TopicMessages[] {
  const groups = new Map<string, TopicMessages>();
  for (const { topic, message, partition } of records) {
    const name = physicalTopic(kafka, topic);
    const group = groups.get(name) ?? { topic: name, messages: [] };
    group.messages.push(partition === null ? message : { ...message, partition });
    groups.set(name, group);
  }
  return [...groups.values()];
}

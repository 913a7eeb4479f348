import {
  type Clock,
  type Component,
  type HealthStatus,
  type Logger,
  type Metrics,
  PipelineError,
} from '@tdp/service';
import type { Codec } from '../codec/codec';
import { RecordsRefusedError, type OutputError } from '../errors';
import { createCluster } from '../kafka/cluster';
import { physicalTopic, type KafkaClient } from '../kafka/kafka-client';
import { streamingMetrics } from '../metrics';
import { createBatchQueue, type Failure } from './batch-queue';
import { createDelivery } from './delivery';
import { encodeOutput, type EncodedRecord, type OutputRecord } from './output-record';
import type { Placed } from './partition-queues';
import { PRODUCE_RETRY_REASONS } from './trouble';

/**
 * Produces records idempotently (acks=all), in batches; every promise settles on the brokers'
 * acknowledgement of each of its records. Outages of any length are waited out.
 */
export interface Producer extends Component {
  /** Encodes and produces one record. @throws OutputError before anything is sent; RecordsRefusedError */
  send(output: OutputRecord): Promise<void>;
  /** Encodes all, then produces all; one invalid record and none is sent. @throws OutputError, RecordsRefusedError */
  sendAll(outputs: readonly OutputRecord[]): Promise<void>;
  /** Encodes one record for sendEncoded. @throws OutputError */
  encode(output: OutputRecord): EncodedRecord;
  /** Produces encoded records. @throws RecordsRefusedError when the others are written */
  sendEncoded(records: readonly EncodedRecord[]): Promise<void>;
  /** Resolves once everything handed over so far is acknowledged. */
  idle(): Promise<void>;
  /** Records handed over and not yet acknowledged. */
  pendingRecords(): number;
  /** Their bytes: the measure for back-pressure. */
  pendingBytes(): number;
  /** Not ready while a waiting batch has not been acknowledged for longer than 30 s; says why not. */
  ready(): HealthStatus;
}

export interface ProducerOptions {
  readonly kafka: KafkaClient;
  readonly codec: Codec;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** Called when producing failed for a reason that waiting does not cure. */
  readonly fatal: (error: Error) => void;
  /** How long a record may wait for company. */
  readonly lingerMs?: number;
}

/** A record with the partition it goes to. */
interface PlacedRecord extends Placed {
  readonly record: EncodedRecord;
}

/** What is encoded in one go, tens of ms, and what is sent again when a broker goes away. */
const MAX_BATCH_RECORDS = 2_000;
const MAX_BATCH_BYTES = 2_000_000;
/** Brokers refuse more than 1 MiB for a partition by default; this leaves room for its overhead. */
const MAX_PARTITION_BYTES = 900_000;
const STALLED_AFTER_MS = 30_000;

/** Creates the producer. start() waits for a broker; stop() for every pending acknowledgement. */
export function createProducer(options: ProducerOptions): Producer {
  const { kafka, codec, clock, logger } = options;
  const metrics = streamingMetrics(options.metrics);
  PRODUCE_RETRY_REASONS.forEach((reason) => metrics.produceRetries.inc({ reason }, 0));
  const delivery = createDelivery<PlacedRecord>({ cluster: createCluster(kafka), clock, logger, metrics });
  let connected = false;
  let sendingSince: number | null = null;

  async function sendBatch(
    records: readonly PlacedRecord[],
  ): Promise<readonly Failure<PlacedRecord, OutputError>[]> {
    const started = clock.monotonic();
    sendingSince = started;
    try {
      const refused = await delivery.deliver(records);
      metrics.sendSeconds.observe(
        { messaging_operation_name: 'send' },
        (clock.monotonic() - started) / 1_000,
      );
      const written = new Set(records);
      refused.forEach(({ placed }) => written.delete(placed));
      for (const { record } of written) {
        metrics.sent.inc({ messaging_destination_name: record.topic });
      }
      return refused.map(({ placed, error }) => ({ record: placed, error }));
    } catch (cause) {
      const error = new PipelineError('PRODUCE_FAILED', `producing ${records.length} records`, { cause });
      options.fatal(error);
      throw error;
    } finally {
      sendingSince = null;
    }
  }

  const queue = createBatchQueue<PlacedRecord, OutputError>({
    clock,
    lingerMs: options.lingerMs ?? 5,
    maxBatchRecords: MAX_BATCH_RECORDS,
    maxBatchBytes: MAX_BATCH_BYTES,
    maxPartitionBytes: MAX_PARTITION_BYTES,
    bytesOf: ({ record }) => record.bytes,
    partitionOf: ({ topic, partition }) => (partition === null ? null : `${topic}/${partition}`),
    flush: sendBatch,
    onPending(pending, bytes) {
      metrics.pending.set(pending);
      metrics.pendingBytes.set(bytes);
    },
  });

  async function sendEncoded(records: readonly EncodedRecord[]): Promise<void> {
    const failures = await queue.push(
      records.map((record) => {
        const topic = physicalTopic(kafka, record.topic);
        const { message } = record;
        return { record, topic, message, partition: delivery.partitionOf(topic, message.key) };
      }),
    );
    if (failures.length > 0) {
      throw new RecordsRefusedError(failures.map(({ record: { record }, error }) => ({ record, error })));
    }
  }

  return {
    name: 'kafka-producer',
    async start(stopping) {
      connected = true;
      await delivery.connect(stopping);
    },
    async stop() {
      if (!connected) {
        return;
      }
      await queue.idle();
      connected = false;
      await delivery.disconnect();
    },
    send: async (output) => sendEncoded([encodeOutput(codec, output)]),
    sendAll: async (outputs) => sendEncoded(outputs.map((output) => encodeOutput(codec, output))),
    encode: (output) => encodeOutput(codec, output),
    sendEncoded,
    idle: () => queue.idle(),
    pendingRecords: () => queue.pending(),
    pendingBytes: () => queue.pendingBytes(),
    ready() {
      const waiting = sendingSince === null ? 0 : clock.monotonic() - sendingSince;
      return waiting > STALLED_AFTER_MS
        ? { ok: false, detail: stalled(Math.round(waiting / 1_000), delivery.trouble()) }
        : { ok: true };
    },
  };
}

function stalled(seconds: number, trouble: string | null): string {
  return `no acknowledgement from Kafka for ${seconds} s${trouble === null ? '' : `: ${trouble}`}`;
}

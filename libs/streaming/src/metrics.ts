import type { Metrics } from '@tdp/service';

/** Buckets of OpenTelemetry's messaging conventions, seconds. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

const created = new WeakMap<Metrics, StreamingMetrics>();

/** The library's metrics in a service's registry; made once, however many components ask. */
export function streamingMetrics(metrics: Metrics): StreamingMetrics {
  const existing = created.get(metrics) ?? createStreamingMetrics(metrics);
  created.set(metrics, existing);
  return existing;
}

/** Every metric of this library; labels come from closed sets only. */
function createStreamingMetrics(metrics: Metrics) {
  return {
    ...createRecordMetrics(metrics),
    ...createConsumerMetrics(metrics),
    ...createProducerMetrics(metrics),
  };
}

/** What becomes of records. */
function createRecordMetrics(metrics: Metrics) {
  return {
    consumed: metrics.counter({
      name: 'messaging_client_consumed_messages_total',
      help: 'Records read from Kafka.',
      labelNames: ['messaging_destination_name', 'messaging_consumer_group_name'],
    }),
    processSeconds: metrics.histogram({
      name: 'messaging_process_duration_seconds',
      help: 'Time to process one slice of a batch, its outputs acknowledged.',
      labelNames: ['messaging_destination_name'],
      buckets: SECONDS,
    }),
    results: metrics.counter({
      name: 'pipeline_records_total',
      help: 'Records finished, by result: ok, dropped, dead_lettered.',
      labelNames: ['stage', 'result'],
    }),
    dropped: metrics.counter({
      name: 'pipeline_dropped_total',
      help: 'Records deliberately discarded, by reason.',
      labelNames: ['stage', 'reason'],
    }),
    deadLetters: metrics.counter({
      name: 'pipeline_dead_letters_total',
      help: 'Records sent to the dead-letter topic, by reason.',
      labelNames: ['stage', 'reason'],
    }),
    retries: metrics.counter({
      name: 'pipeline_retries_total',
      help: 'Retries of a slice after a retriable error, by error code.',
      labelNames: ['stage', 'reason'],
    }),
    lastSuccess: metrics.gauge({
      name: 'pipeline_last_success_timestamp_seconds',
      help: 'When a slice was last finished, UNIX time.',
      labelNames: ['stage'],
    }),
  };
}

/** Whether a consumer keeps up with its partitions, and if not, why. */
function createConsumerMetrics(metrics: Metrics) {
  return {
    lagMessages: metrics.gauge({
      name: 'pipeline_consumer_lag_messages',
      help: 'High watermark minus committed offset, of the partitions this process owns.',
      labelNames: ['group', 'topic', 'partition'],
    }),
    lagSeconds: metrics.gauge({
      name: 'pipeline_consumer_lag_seconds',
      help: 'Age of the oldest record that is not done with, of the partitions this process owns; 0 when there is none.',
      labelNames: ['group', 'topic', 'partition'],
    }),
    lagPollFailures: metrics.counter({
      name: 'pipeline_lag_poll_failures_total',
      help: 'Times the lag could not be read; its gauge keeps the last value meanwhile.',
      labelNames: ['group'],
    }),
    assignedPartitions: metrics.gauge({
      name: 'pipeline_consumer_assigned_partitions',
      help: 'Partitions this process owns; 0 for an idle replica, or one that is out of its group.',
      labelNames: ['group'],
    }),
    retryingSeconds: metrics.gauge({
      name: 'pipeline_consumer_retrying_seconds',
      help: 'For how long a slice has been tried again, or the group has been tried to be joined; 0 when neither.',
      labelNames: ['group'],
    }),
    paused: metrics.gauge({
      name: 'pipeline_consumer_paused',
      help: '1 when consuming is paused by the limit on dead letters.',
      labelNames: ['group'],
    }),
    offsetResets: metrics.counter({
      name: 'pipeline_offset_resets_total',
      help: 'Times the committed offset was out of range, so that records may have been missed.',
      labelNames: ['topic'],
    }),
    rebalances: metrics.counter({
      name: 'pipeline_consumer_rebalances_total',
      help: 'Times this consumer joined its group, the first one included.',
      labelNames: ['group'],
    }),
    crashes: metrics.counter({
      name: 'pipeline_consumer_crashes_total',
      help: 'Times the Kafka client gave up, by whether consuming was begun anew.',
      labelNames: ['group', 'restart'],
    }),
    lastHeartbeat: metrics.gauge({
      name: 'pipeline_consumer_last_heartbeat_timestamp_seconds',
      help: 'When the group coordinator last answered a heartbeat, UNIX time.',
      labelNames: ['group'],
    }),
  };
}

/** Whether what is produced gets through. */
function createProducerMetrics(metrics: Metrics) {
  return {
    sent: metrics.counter({
      name: 'messaging_client_sent_messages_total',
      help: 'Records acknowledged by Kafka.',
      labelNames: ['messaging_destination_name'],
    }),
    sendSeconds: metrics.histogram({
      name: 'messaging_client_operation_duration_seconds',
      help: 'Time from sending a batch to its acknowledgement.',
      labelNames: ['messaging_operation_name'],
      buckets: SECONDS,
    }),
    produceRetries: metrics.counter({
      name: 'pipeline_produce_retries_total',
      help: 'Times records were sent again: a broker out of reach, a partition not acknowledged, a lost producer id.',
      labelNames: ['reason'],
    }),
    pendingBytes: metrics.gauge({
      name: 'pipeline_producer_pending_bytes',
      help: 'Bytes of the records handed to the producer and not yet acknowledged.',
    }),
    pending: metrics.gauge({
      name: 'pipeline_producer_pending_records',
      help: 'Records handed to the producer and not yet acknowledged.',
    }),
  };
}

export type StreamingMetrics = ReturnType<typeof createStreamingMetrics>;

/** Lets the series of a counter exist before the first event, so that alerts see the first one. */
export function startAtZero(
  counter: ReturnType<Metrics['counter']>,
  labels: Readonly<Record<string, string>>,
  label: string,
  values: readonly string[],
): void {
  for (const value of values) {
    counter.inc({ ...labels, [label]: value }, 0);
  }
}

import type { Metrics } from '@tdp/service';
import { readRateLimit, type ResponseHeaders } from './rate-limit/rate-limit-headers';
import { FAILURE_REASONS } from './x-failure';

/** What became of a line of the stream. */
export const LINE_KINDS = [
  'post',
  'keep-alive',
  'problem',
  'html',
  'unreadable',
  'partial',
  'too-long',
] as const;
export type LineKind = (typeof LINE_KINDS)[number];

/** The parts of X's API that the ingester calls. */
export type XEndpoint = 'stream' | 'rules' | 'token' | 'other';

/** The ingester's own metrics; those of its producer come with libs/streaming. */
export function createIngesterMetrics(metrics: Metrics) {
  const all = {
    lines: metrics.counter({
      name: 'x_stream_lines_total',
      help: 'Lines of the filtered stream, by kind.',
      labelNames: ['kind'],
    }),
    connected: metrics.gauge({
      name: 'x_stream_connected',
      help: '1 while the filtered stream is open.',
    }),
    reconnects: metrics.counter({
      name: 'x_stream_reconnects_total',
      help: 'Times the filtered stream was lost or could not be opened, by reason.',
      labelNames: ['reason'],
    }),
    requests: metrics.counter({
      name: 'x_api_requests_total',
      help: 'Requests to X that were answered, by endpoint and HTTP status; status error: no answer.',
      labelNames: ['endpoint', 'status'],
    }),
    rateLimit: metrics.gauge({
      name: 'x_api_rate_limit_limit',
      help: 'Requests that the rate-limit window allows.',
      labelNames: ['endpoint'],
    }),
    rateLimitRemaining: metrics.gauge({
      name: 'x_api_rate_limit_remaining',
      help: 'Requests left in the rate-limit window.',
      labelNames: ['endpoint'],
    }),
    rateLimitReset: metrics.gauge({
      name: 'x_api_rate_limit_reset_timestamp_seconds',
      help: 'When the rate-limit window ends, UNIX time.',
      labelNames: ['endpoint'],
    }),
    rules: metrics.gauge({ name: 'x_stream_rules', help: 'Rules that X holds for this app.' }),
    profiles: metrics.counter({
      name: 'ingester_profiles_total',
      help: 'User objects seen: produced to profiles-raw, or unchanged since they last were.',
      labelNames: ['outcome'],
    }),
    records: metrics.counter({
      name: 'ingester_records_total',
      help: 'Posts acknowledged in tweets-raw (ok), and lines dead-lettered.',
      labelNames: ['result'],
    }),
    lastPost: metrics.gauge({
      name: 'ingester_last_post_timestamp_seconds',
      help: 'When Kafka last acknowledged a post, UNIX time.',
    }),
  };
  // Alerts must work before the first event.
  for (const kind of LINE_KINDS) {
    all.lines.inc({ kind }, 0);
  }
  for (const reason of FAILURE_REASONS) {
    all.reconnects.inc({ reason }, 0);
  }
  for (const result of ['ok', 'dead_lettered']) {
    all.records.inc({ result }, 0);
  }
  for (const outcome of ['produced', 'unchanged']) {
    all.profiles.inc({ outcome }, 0);
  }
  return all;
}

export type IngesterMetrics = ReturnType<typeof createIngesterMetrics>;

/** Notes an answer of X and what it says about the rate-limit window. */
export function observeResponse(
  metrics: IngesterMetrics,
  endpoint: XEndpoint,
  status: number,
  headers: ResponseHeaders,
): void {
  metrics.requests.inc({ endpoint, status: String(status) });
  const { limit, remaining, resetAt } = readRateLimit(headers);
  if (limit !== null) {
    metrics.rateLimit.set({ endpoint }, limit);
  }
  if (remaining !== null) {
    metrics.rateLimitRemaining.set({ endpoint }, remaining);
  }
  if (resetAt !== null) {
    metrics.rateLimitReset.set({ endpoint }, resetAt / 1_000);
  }
}

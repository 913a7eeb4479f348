import type { Metrics } from '@tdp/service';
import { readRateLimit, type ResponseHeaders } from './x/rate-limit-headers';
import { GAP_CAUSES } from './state/journal';
import { FAILURE_REASONS } from './x/failure';

/** What became of a line of the stream. */
const LINE_KINDS = ['post', 'keep-alive', 'problem', 'html', 'unreadable', 'partial', 'too-long'] as const;
export type LineKind = (typeof LINE_KINDS)[number];

/** The parts of X's API that the ingester calls. */
const X_ENDPOINTS = ['stream', 'rules', 'token', 'other'] as const;
export type XEndpoint = (typeof X_ENDPOINTS)[number];

/** What alerts ask for; other statuses appear when they come. */
const STATUSES = ['200', '401', '403', '429', '503', 'error'];

const RECORD_RESULTS = ['ok', 'version', 'dead_lettered'] as const;

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
    failed: metrics.gauge({
      name: 'x_stream_failed',
      help: '1 while X refuses in a way that no retry cures, so that it is not called until someone acts.',
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
      help: 'Posts acknowledged in tweets-raw (ok), other versions of them, and posts or lines dead-lettered.',
      labelNames: ['result'],
    }),
    lastPost: metrics.gauge({
      name: 'ingester_last_post_timestamp_seconds',
      help: 'When Kafka last acknowledged a post, UNIX time.',
    }),
    pendingRecords: metrics.gauge({
      name: 'ingester_pending_records',
      help: 'Records read from X and not yet acknowledged by Kafka.',
    }),
    pendingBytes: metrics.gauge({
      name: 'ingester_pending_bytes',
      help: 'Their bytes; at INGESTER_MAX_PENDING_BYTES nothing more is read.',
    }),
    gaps: metrics.counter({
      name: 'ingester_gaps_total',
      help: 'Times during which posts may have passed unseen, by cause; each is in stream-gaps.',
      labelNames: ['cause'],
    }),
    gapOpen: metrics.gauge({ name: 'ingester_gap_open', help: '1 while such a time lasts.' }),
    cursor: metrics.gauge({
      name: 'ingester_cursor_timestamp_seconds',
      help: 'Until when everything that X delivered is acknowledged by Kafka, UNIX time.',
    }),
  };
  startAtZero(all.lines, 'kind', LINE_KINDS);
  startAtZero(all.reconnects, 'reason', FAILURE_REASONS);
  startAtZero(all.records, 'result', RECORD_RESULTS);
  startAtZero(all.profiles, 'outcome', ['produced', 'unchanged']);
  startAtZero(all.gaps, 'cause', GAP_CAUSES);
  for (const endpoint of X_ENDPOINTS) {
    for (const status of STATUSES) {
      all.requests.inc({ endpoint, status }, 0);
    }
  }
  return all;
}

export type IngesterMetrics = ReturnType<typeof createIngesterMetrics>;

/** Alerts must work before the first event. */
function startAtZero<L extends string>(
  counter: { inc(labels: Partial<Record<L, string>>, by: number): void },
  label: L,
  values: readonly string[],
): void {
  for (const value of values) {
    counter.inc({ [label]: value } as Partial<Record<L, string>>, 0);
  }
}

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

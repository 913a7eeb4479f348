import type { Metrics } from '@tdp/service';

/** What says which topics are in force; see metrics.ts of the app for the others. */
export function createTopicsMetrics(metrics: Metrics) {
  return {
    topics: metrics.gauge({
      name: 'enricher_topics',
      help: 'Topics in force; 0 without a topics file.',
    }),
    loadedAt: metrics.gauge({
      name: 'enricher_topics_loaded_timestamp_seconds',
      help: 'When the topics in force were read; 0 without a topics file.',
    }),
    reloadFailed: metrics.gauge({
      name: 'enricher_topics_reload_failed',
      help: '1 while the topics file has errors or cannot be read, and topics read before stay in force.',
    }),
  };
}

import type { Metrics } from '@tdp/service';

/** The sink's own metrics; those of its consumer come with libs/streaming. */
export function createSinkMetrics(metrics: Metrics) {
  return {
    documents: metrics.counter({
      name: 'mongo_sink_documents_total',
      help: 'Documents by what became of them: inserted, updated, unchanged (an older or equal version), failed.',
      labelNames: ['collection', 'outcome'],
    }),
    writeSeconds: metrics.histogram({
      name: 'mongo_sink_write_duration_seconds',
      help: 'Time to write a batch, its duplicates resolved.',
      labelNames: ['collection'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    }),
    batchDocuments: metrics.histogram({
      name: 'mongo_sink_batch_documents',
      help: 'Documents in a batch.',
      buckets: [1, 5, 25, 100, 250, 500, 1_000],
    }),
    unfitDocuments: metrics.gauge({
      name: 'mongo_sink_unfit_documents',
      help: 'Of the 2,000 documents inserted last those that do not fit the JSON schema of their collection; NaN when nobody could look.',
      labelNames: ['collection'],
    }),
    removed: metrics.counter({
      name: 'mongo_sink_removals_total',
      help: 'Removals that were asked for: of posts and users, and of where posts were written.',
      labelNames: ['subject'],
    }),
    removedDocuments: metrics.counter({
      name: 'mongo_sink_removed_documents_total',
      help: 'Stored posts that a removal deleted, or cut something out of: what they quote, or where they were written.',
      labelNames: ['what'],
    }),
  };
}

export type SinkMetrics = ReturnType<typeof createSinkMetrics>;

import type { Metrics } from '@tdp/service';

/** The job's own metrics. */
export function createRollupMetrics(metrics: Metrics) {
  return {
    posts: metrics.counter({
      name: 'rollup_posts_total',
      help: 'Posts that were looked at by what became of them: added, corrected, removed, unchanged.',
      labelNames: ['outcome'],
    }),
    rows: metrics.counter({
      name: 'rollup_rows_total',
      help: 'Rows of rollups that were changed.',
    }),
    batches: metrics.counter({
      name: 'rollup_batches_total',
      help: 'Batches that were counted by where their posts came from: changes, or a reconciliation.',
      labelNames: ['source'],
    }),
    batchSeconds: metrics.histogram({
      name: 'rollup_batch_duration_seconds',
      help: 'Time to count a batch, its transaction committed.',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    }),
    lag: metrics.gauge({
      name: 'rollup_lag_seconds',
      help: 'How old the last change was when it was counted; 0 when there was none to count. NaN in a process that does not count.',
    }),
    countedAt: metrics.gauge({
      name: 'rollup_last_counted_timestamp_seconds',
      help: 'When this process last found everything counted, or counted something.',
    }),
    reconciliations: metrics.counter({
      name: 'rollup_reconciliations_total',
      help: 'How often all posts were gone through, because there was no history to go on from: first, history_lost, dropped, revision.',
      labelNames: ['reason'],
    }),
    reconciling: metrics.gauge({
      name: 'rollup_reconciling',
      help: '1 while all posts are gone through: until then rollups lack some.',
    }),
    owner: metrics.gauge({
      name: 'rollup_owner',
      help: '1 in the process that counts, 0 in one that stands by.',
    }),
  };
}

export type RollupMetrics = ReturnType<typeof createRollupMetrics>;
export type ReconciliationReason = 'first' | 'history_lost' | 'dropped' | 'revision';

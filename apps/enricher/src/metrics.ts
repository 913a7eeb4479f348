import type { Metrics } from '@tdp/service';

/** The enricher's own metrics; those of its consumer come with libs/streaming. */
export function createEnricherMetrics(metrics: Metrics) {
  return {
    stepFailures: metrics.counter({
      name: 'enricher_step_failures_total',
      help: 'Posts that went on without an enrichment, because its step failed.',
      labelNames: ['step'],
    }),
  };
}

export type EnricherMetrics = ReturnType<typeof createEnricherMetrics>;

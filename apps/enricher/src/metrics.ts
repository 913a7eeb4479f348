import type { Metrics } from '@tdp/service';

/** The enricher's own metrics; those of its consumer and producer come with libs/streaming. */
export function createEnricherMetrics(metrics: Metrics) {
  return {
    eventAge: metrics.histogram({
      name: 'pipeline_event_age_seconds',
      help: 'Age of a post, from its creation at X to the end of a stage.',
      labelNames: ['stage'],
      buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3_600],
    }),
  };
}

export type EnricherMetrics = ReturnType<typeof createEnricherMetrics>;

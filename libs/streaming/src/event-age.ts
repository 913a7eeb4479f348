import type { Clock, Metrics } from '@tdp/service';

/** Where on its way through the pipeline a post is; a metric label. */
export type EventStage = 'ingested' | 'enriched' | 'stored';

/** Tells how old a post is now; null says that its creation time is unknown. */
export type ObserveEventAge = (createdAt: number | null) => void;

/** Creates the metric that the freshness of the whole pipeline is read from. */
export function createEventAge(metrics: Metrics, stage: EventStage, clock: Clock): ObserveEventAge {
  const age = metrics
    .histogram({
      name: 'pipeline_event_age_seconds',
      help: 'Age of a post, from its creation at X to the end of a stage.',
      labelNames: ['stage'],
      buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3_600],
    })
    .labels({ stage });
  return (createdAt) => {
    if (createdAt !== null) {
      // X's clock and ours differ: no post comes from the future.
      age.observe(Math.max(0, clock.now() - createdAt) / 1_000);
    }
  };
}

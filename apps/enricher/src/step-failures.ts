import type { Logger } from '@tdp/service';
import type { Envelope } from '@tdp/streaming';
import type { EnricherMetrics } from './metrics';
import type { StepFailure } from './pipeline';
import type { StepName } from './steps/step';

export interface StepFailuresDeps {
  readonly metrics: EnricherMetrics;
  readonly logger: Logger;
  /** Steps that may fail: their counters are there, at zero, before the first failure. */
  readonly steps: readonly StepName[];
}

/** Makes failures of steps visible: each is counted, each kind is logged once. */
export type ReportStepFailures = (envelope: Envelope, failures: readonly StepFailure[]) => void;

export function createStepFailures({ metrics, logger, steps }: StepFailuresDeps): ReportStepFailures {
  // A step that fails for one post fails for many; their number is what the counter is for.
  const known = new Set<string>();
  for (const step of steps) {
    metrics.stepFailures.inc({ step }, 0);
  }
  return ({ topic, partition, offset }, failures) => {
    for (const { step, error } of failures) {
      metrics.stepFailures.inc({ step });
      const kind = `${step} ${error.name}`;
      if (!known.has(kind)) {
        known.add(kind);
        logger.warn(
          { step, topic, partition, offset, err: error },
          'a step failed; posts go on without it (logged once for each step and class of error)',
        );
      }
    }
  };
}

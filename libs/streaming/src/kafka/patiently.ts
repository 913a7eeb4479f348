import { PipelineError, systemClock, type Clock } from '@tdp/service';
import type { KafkaClient } from './kafka-client';
import { kafkaFailure } from './kafka-failure';

export interface Patience {
  /** Default: 30 s. */
  readonly forMs?: number;
  readonly clock?: Clock;
}

const FIRST_WAIT_MS = 100;
const MAX_WAIT_MS = 2_000;
const PATIENCE_MS = 30_000;

/**
 * Does something that is safe to repeat until it succeeds: leaders that move, topics that one broker
 * has not heard of yet, coordinators that load and brokers that restart are waited for.
 *
 * @param doing - a gerund: "listing the topics"
 * @throws PipelineError KAFKA_UNAUTHORIZED and what else waiting does not cure, at once;
 *   KAFKA_UNAVAILABLE (retriable) when patience is at an end
 */
export async function patiently<T>(
  client: Pick<KafkaClient, 'brokers' | 'config'>,
  doing: string,
  work: () => Promise<T>,
  { forMs = PATIENCE_MS, clock = systemClock }: Patience = {},
): Promise<T> {
  const deadline = clock.monotonic() + forMs;
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, MAX_WAIT_MS)) {
    try {
      return await work();
    } catch (error) {
      const failure = await kafkaFailure(error, client, doing);
      const isPassing = failure instanceof PipelineError && failure.retriable;
      if (!isPassing || clock.monotonic() + waitMs > deadline) {
        throw failure;
      }
    }
    await clock.sleep(waitMs);
  }
}

import type { Clock, Logger } from '@tdp/service';
import { RecordsRefusedError, type DeadLetters, type ObserveEventAge, type Producer } from '@tdp/streaming';
import type { IngesterMetrics } from '../metrics';
import type { Delivery } from '../observation';
import { createBatchMaker, sizeOf, type Batch } from './batch';
import type { ChangedProfiles } from './changed-profiles';
import { letterOfRecord } from './letters';
import { createPending, type Size } from './pending';

/** The one way from any source to Kafka: posts to tweets-raw, changed profiles to profiles-raw, the rest to the DLQ. */
export interface Publisher {
  /**
   * Hands over what a source brought, in its order. Resolves when there is room for more, not when Kafka has it:
   * `acknowledged` tells that, once for the whole call, and never when producing failed for good.
   */
  publish(deliveries: readonly Delivery[], acknowledged?: () => void): Promise<void>;
  /** Resolves when there is room for more. */
  room(): Promise<void>;
  /** Resolves when Kafka has acknowledged everything. */
  idle(): Promise<void>;
}

export interface PublisherOptions {
  readonly producer: Pick<Producer, 'encode' | 'sendEncoded'>;
  readonly deadLetters: DeadLetters;
  readonly profiles: ChangedProfiles;
  /** Unacknowledged beyond either, nothing more is taken. */
  readonly maxPending: Size;
  readonly observeAge: ObserveEventAge;
  readonly metrics: IngesterMetrics;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly fatal: (error: Error) => void;
}

/** Creates it. Producing waits out an outage by itself and fails only for good: that ends the process. */
export function createPublisher(options: PublisherOptions): Publisher {
  const { producer, deadLetters, metrics, clock } = options;
  const makeBatch = createBatchMaker(options);
  const pending = createPending({
    max: options.maxPending,
    onChange: ({ records, bytes }) => {
      metrics.pendingRecords.set(records);
      metrics.pendingBytes.set(bytes);
    },
  });

  async function produce(batch: Batch): Promise<void> {
    const [refusedPosts] = await Promise.all([sendRecords(batch), sendLetters(batch)]);
    const { posts, profiles } = batch;
    if (posts.length > refusedPosts) {
      metrics.records.inc({ result: 'ok' }, posts.length - refusedPosts);
      metrics.lastPost.set(clock.now() / 1_000);
      posts.forEach((createdAt) => options.observeAge(createdAt));
    }
    profiles.forEach((change) => change.acknowledged());
    metrics.records.inc({ result: 'version' }, batch.versions);
    metrics.records.inc({ result: 'dead_lettered' }, batch.refused);
    metrics.profiles.inc({ outcome: 'produced' }, profiles.length);
    metrics.profiles.inc({ outcome: 'unchanged' }, batch.unchangedProfiles);
  }

  /** What Kafka itself refuses is dead-lettered as well; its neighbours are written. How many posts it refused. */
  async function sendRecords(batch: Batch): Promise<number> {
    try {
      await producer.sendEncoded(batch.records);
      return 0;
    } catch (error) {
      if (!(error instanceof RecordsRefusedError)) {
        throw error;
      }
      await deadLetters.send(error.refused.map(letterOfRecord));
      batch.refused += error.refused.length;
      return error.refused.filter(({ record }) => record.topic === 'tweets-raw').length;
    }
  }

  const sendLetters = ({ letters }: Batch): Promise<void> =>
    letters.length === 0 ? Promise.resolve() : deadLetters.send(letters);

  return {
    async publish(deliveries, acknowledged = () => undefined) {
      const batch = makeBatch(deliveries);
      const produced = produce(batch).then(acknowledged, (error: unknown) =>
        options.fatal(error instanceof Error ? error : new Error(String(error))),
      );
      pending.add(sizeOf(batch), produced);
      await pending.room();
    },
    room: () => pending.room(),
    idle: () => pending.idle(),
  };
}

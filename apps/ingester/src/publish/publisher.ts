import type { Profile, Tweet } from '@tdp/contracts';
import type { Clock, Logger } from '@tdp/service';
import {
  OutputError,
  type DeadLetter,
  type DeadLetters,
  type EncodedRecord,
  type ObserveEventAge,
  type OutputRecord,
  type Producer,
} from '@tdp/streaming';
import { mapPage } from '../mapping/map-page';
import type { IngesterMetrics } from '../metrics';
import type { Delivery, Observation, Unreadable } from '../observation';
import type { ChangedProfiles, ProfileChange } from './changed-profiles';
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

/** What one call comes to. Only what is needed after the acknowledgement is kept, not the posts. */
interface Batch {
  readonly records: EncodedRecord[];
  readonly letters: DeadLetter[];
  /** Creation times of its posts. */
  readonly posts: (number | null)[];
  versions: number;
  readonly changes: ProfileChange[];
  /** Posts and unreadable bytes that became dead letters. */
  refused: number;
  unchangedProfiles: number;
}

/** Brokers take 2 MiB for a dead letter, headers included. */
const MAX_LETTER_BYTES = 1_900_000;

/** Creates it. Producing waits out an outage by itself and fails only for good: that ends the process. */
export function createPublisher(options: PublisherOptions): Publisher {
  const { producer, deadLetters, metrics, clock } = options;
  const pending = createPending({
    max: options.maxPending,
    onChange: ({ records, bytes }) => {
      metrics.pendingRecords.set(records);
      metrics.pendingBytes.set(bytes);
    },
  });

  /** The record's bytes go to the batch; null when they cannot be made, and then why. */
  function add({ records }: Batch, output: OutputRecord): OutputError | null {
    try {
      records.push(producer.encode(output));
      return null;
    } catch (error) {
      if (error instanceof OutputError) {
        return error;
      }
      throw error;
    }
  }

  function addPage(batch: Batch, page: Observation): void {
    const { tweets, versions, profiles, refused } = mapPage(page, clock.now());
    const refusals: Refused[] = [...refused];
    for (const tweet of versions) {
      if (addTweet(batch, tweet, refusals)) {
        batch.versions += 1;
      }
    }
    for (const tweet of tweets) {
      if (addTweet(batch, tweet, refusals)) {
        batch.posts.push(tweet.createdAt);
      }
    }
    for (const profile of profiles) {
      addProfile(batch, profile, refusals);
    }
    addRefused(batch, page, refusals);
  }

  function addTweet(batch: Batch, tweet: Tweet, refusals: Refused[]): boolean {
    const error = add(batch, { topic: 'tweets-raw', key: tweet.id, record: tweet });
    if (error !== null) {
      refusals.push({ reason: error.reason, message: error.message, id: tweet.id });
    }
    return error === null;
  }

  function addProfile(batch: Batch, profile: Profile, refusals: Refused[]): void {
    const change = options.profiles.changeOf(profile);
    if (change === null) {
      batch.unchangedProfiles += 1;
      return;
    }
    const error = add(batch, { topic: 'profiles-raw', key: profile.user.id, record: profile });
    if (error === null) {
      change.producing();
      batch.changes.push(change);
    } else {
      refusals.push({ reason: error.reason, message: `a profile: ${error.message}`, id: null });
    }
  }

  function addUnreadable(batch: Batch, unreadable: Unreadable): void {
    options.logger.warn({ reason: unreadable.reason, detail: unreadable.message }, 'what X sent is no post');
    addRefused(batch, unreadable, [unreadable]);
  }

  function acknowledge({ posts, versions, changes, refused, unchangedProfiles }: Batch): void {
    if (posts.length > 0) {
      metrics.records.inc({ result: 'ok' }, posts.length);
      metrics.lastPost.set(clock.now() / 1_000);
      posts.forEach(options.observeAge);
    }
    changes.forEach((change) => change.acknowledged());
    metrics.records.inc({ result: 'version' }, versions);
    metrics.records.inc({ result: 'dead_lettered' }, refused);
    metrics.profiles.inc({ outcome: 'produced' }, changes.length);
    metrics.profiles.inc({ outcome: 'unchanged' }, unchangedProfiles);
  }

  async function produce({ records, letters }: Batch): Promise<void> {
    if (letters.length === 0) {
      return producer.sendEncoded(records);
    }
    await Promise.all([producer.sendEncoded(records), deadLetters.send(letters)]);
  }

  return {
    async publish(deliveries, acknowledged = () => undefined) {
      const batch: Batch = {
        records: [],
        letters: [],
        posts: [],
        versions: 0,
        changes: [],
        refused: 0,
        unchangedProfiles: 0,
      };
      for (const delivery of deliveries) {
        if (delivery.kind === 'observation') {
          addPage(batch, delivery);
        } else {
          addUnreadable(batch, delivery);
        }
      }
      const produced = produce(batch).then(
        () => {
          acknowledge(batch);
          acknowledged();
        },
        (error: unknown) => options.fatal(error instanceof Error ? error : new Error(String(error))),
      );
      pending.add(sizeOf(batch), produced);
      await pending.room();
    },
    room: () => pending.room(),
    idle: () => pending.idle(),
  };
}

/** Why part of a page gives no record. */
interface Refused {
  readonly reason: string;
  readonly message: string;
  readonly id: string | null;
}

/** One dead letter for the whole body, so that it is as X sent it; of a long list of posts the reasons are told. */
function addRefused(batch: Batch, { bytes }: { bytes: Buffer }, refusals: readonly Refused[]): void {
  const [first] = refusals;
  if (first === undefined) {
    return;
  }
  const messages = refusals.map(({ id, message }) =>
    id === null || refusals.length === 1 ? message : `${id}: ${message}`,
  );
  const cut =
    bytes.length > MAX_LETTER_BYTES
      ? [`the first ${MAX_LETTER_BYTES} of ${bytes.length} bytes are kept`]
      : [];
  batch.refused += refusals.length;
  batch.letters.push({
    key: first.id === null || refusals.length > 1 ? null : Buffer.from(first.id),
    // A copy: a line may share its memory with a chunk that would be kept alive.
    value: Buffer.from(bytes.subarray(0, MAX_LETTER_BYTES)),
    reason: first.reason,
    error: new Error([...messages, ...cut].join('; ')),
    step: 'map',
  });
}

function sizeOf({ records, letters }: Batch): Size {
  let bytes = 0;
  for (const record of records) {
    bytes += record.bytes;
  }
  for (const { value } of letters) {
    bytes += value?.length ?? 0;
  }
  return { records: records.length + letters.length, bytes };
}

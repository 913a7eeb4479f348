import type { Profile, Tweet } from '@tdp/contracts';
import type { Clock, Logger } from '@tdp/service';
import {
  OutputError,
  type DeadLetter,
  type EncodedRecord,
  type OutputRecord,
  type Producer,
} from '@tdp/streaming';
import { mapPage } from '../mapping/map-page';
import type { Delivery, Observation } from '../observation';
import type { ChangedProfiles, ProfileChange } from './changed-profiles';
import { letterOf, type Refused } from './letters';
import type { Size } from './pending';

/** What deliveries come to. The bytes are kept and what is counted after their acknowledgement, not the posts. */
export type Batch = {
  readonly records: EncodedRecord[];
  readonly letters: DeadLetter[];
  readonly profiles: ProfileChange[];
  unchangedProfiles: number;
  /** Creation times of its posts. */
  readonly posts: (number | null)[];
  versions: number;
  /** Posts, lines and profiles that are dead letters. */
  refused: number;
};

export interface BatchMakerOptions {
  readonly producer: Pick<Producer, 'encode'>;
  readonly profiles: ChangedProfiles;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** Creates what maps and encodes deliveries; what cannot be mapped or encoded becomes dead letters. No IO. */
export function createBatchMaker(options: BatchMakerOptions): (deliveries: readonly Delivery[]) => Batch {
  const { producer, logger, clock } = options;

  function addPage(batch: Batch, page: Observation): void {
    const { tweets, versions, profiles, refused } = mapPage(page, clock.now());
    const refusals: Refused[] = [...refused];
    for (const tweet of versions) {
      batch.versions += addTweet(batch, tweet, refusals) ? 1 : 0;
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
    return add(batch, { topic: 'tweets-raw', key: tweet.id, record: tweet }, tweet.id, refusals);
  }

  function addProfile(batch: Batch, profile: Profile, refusals: Refused[]): void {
    const change = options.profiles.changeOf(profile);
    if (change === null) {
      batch.unchangedProfiles += 1;
    } else if (add(batch, { topic: 'profiles-raw', key: profile.user.id, record: profile }, null, refusals)) {
      change.producing();
      batch.profiles.push(change);
    }
  }

  /** Whether the record could be encoded. */
  function add(batch: Batch, output: OutputRecord, postId: string | null, refusals: Refused[]): boolean {
    try {
      batch.records.push(producer.encode(output));
      return true;
    } catch (error) {
      if (!(error instanceof OutputError)) {
        throw error;
      }
      refusals.push({ reason: error.reason, message: error.message, id: postId });
      return false;
    }
  }

  return (deliveries) => {
    const batch: Batch = {
      records: [],
      letters: [],
      profiles: [],
      unchangedProfiles: 0,
      posts: [],
      versions: 0,
      refused: 0,
    };
    for (const delivery of deliveries) {
      if (delivery.kind === 'observation') {
        addPage(batch, delivery);
      } else {
        logger.warn({ reason: delivery.reason, detail: delivery.message }, 'what X sent is no post');
        addRefused(batch, delivery, [delivery]);
      }
    }
    return batch;
  };
}

/** Where anything was refused, the whole body is dead-lettered. */
function addRefused(batch: Batch, { bytes }: Pick<Delivery, 'bytes'>, refusals: readonly Refused[]): void {
  const [first, ...others] = refusals;
  if (first !== undefined) {
    batch.refused += refusals.length;
    batch.letters.push(letterOf(bytes, first, others));
  }
}

/** How much of Kafka's acknowledgements a batch waits for. */
export function sizeOf({ records, letters }: Batch): Size {
  let bytes = 0;
  for (const record of records) {
    bytes += record.bytes;
  }
  for (const { value } of letters) {
    bytes += value?.length ?? 0;
  }
  return { records: records.length + letters.length, bytes };
}

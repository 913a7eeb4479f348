import type { EnrichedTweet, Profile } from '@tdp/contracts';
import type { Clock } from '@tdp/service';
import {
  deadLetter,
  drop,
  ok,
  type Envelope,
  type Handle,
  type HandleResult,
  type ObserveEventAge,
} from '@tdp/streaming';
import { createBulkWriter, type BulkWriter, type FailedWrite } from './bulk-writer';
import type { Database } from './database';
import type { SinkMetrics } from './metrics';
import { createRemovals, type Removals } from './removals';
import { toTweetDocument } from './write-models/tweet-document';
import { toUserDocument } from './write-models/user-document';
import type { StoredDocument } from './write-models/versioned';

export interface StoreDeps {
  readonly database: Pick<Database, 'tweets' | 'users' | 'removedTweets' | 'command'>;
  readonly metrics: SinkMetrics;
  readonly observeAge: ObserveEventAge;
  readonly clock: Clock;
}

interface Store extends StoreDeps {
  readonly tweets: BulkWriter;
  readonly users: BulkWriter;
  readonly removals: Removals;
}

/** Nothing to produce: the sink is the end of the line. */
const STORED: HandleResult = ok([]);
const REMOVED: HandleResult = drop('REMOVED');

/** Creates what stores a slice of one topic; one result per envelope, in order. */
export function createStore(deps: StoreDeps): Handle {
  const { database, metrics, clock } = deps;
  const { tweets, users, removedTweets, command } = database;
  const store: Store = {
    ...deps,
    tweets: createBulkWriter({ collection: tweets, command, metrics, clock }),
    users: createBulkWriter({ collection: users, command, metrics, clock }),
    removals: createRemovals({ tweets, removedTweets, clock }),
  };
  return (slice) =>
    slice[0]?.topic === 'profiles-raw' ? storeProfiles(store, slice) : storeTweets(store, slice);
}

async function storeProfiles(
  { users, clock }: Store,
  slice: readonly Envelope[],
): Promise<readonly HandleResult[]> {
  const storedAt = new Date(clock.now());
  const prepared = slice.map((envelope) =>
    prepare(envelope, () => toUserDocument(envelope.record as Profile, storedAt)),
  );
  return write(users, prepared);
}

async function storeTweets(store: Store, slice: readonly Envelope[]): Promise<readonly HandleResult[]> {
  const { removals, metrics, clock } = store;
  const ids = slice.flatMap(({ key, record }) => (key === null || record === null ? [] : [key]));
  const removedBefore = await removals.among(ids);
  const removedHere = new Set(
    slice.flatMap(({ key, record }) => (record === null && key !== null ? [key] : [])),
  );
  await removals.remove([...removedHere]);
  metrics.removed.inc(removedHere.size);

  const storedAt = new Date(clock.now());
  const prepared = slice.map((envelope) => {
    const { key, record } = envelope;
    if (record === null) {
      return STORED;
    }
    // Before or after its removal in this slice: a removed post stays removed.
    if (key !== null && (removedBefore.has(key) || removedHere.has(key))) {
      return REMOVED;
    }
    return prepare(envelope, () => toTweetDocument(record as EnrichedTweet, storedAt));
  });
  const results = await write(store.tweets, prepared);
  // After the acknowledgement: how old a post is when it can be read.
  for (const [index, { record }] of slice.entries()) {
    if (results[index] === STORED && record !== null) {
      store.observeAge((record as EnrichedTweet).tweet.createdAt);
    }
  }
  return results;
}

type Prepared = StoredDocument | HandleResult;

const isDocument = (prepared: Prepared): prepared is StoredDocument => '_id' in prepared;

function prepare({ key }: Envelope, toDocument: () => StoredDocument): Prepared {
  let document: StoredDocument;
  try {
    document = toDocument();
  } catch (error) {
    return deadLetter(
      'DOCUMENT_INVALID',
      error instanceof Error ? error : new Error(String(error)),
      'write-model',
    );
  }
  return document._id === key
    ? document
    : deadLetter('KEY_MISMATCH', new Error(`the key is ${key}, the record's id ${document._id}`), 'key');
}

async function write(writer: BulkWriter, prepared: readonly Prepared[]): Promise<readonly HandleResult[]> {
  const failed = await writer.write(prepared.filter(isDocument));
  const failures = new Map(failed.map((failure): [string, FailedWrite] => [failure.id, failure]));
  return prepared.map((item) => {
    if (!isDocument(item)) {
      return item;
    }
    const failure = failures.get(item._id);
    return failure === undefined ? STORED : deadLetter('WRITE_REFUSED', failure.error, 'bulk-write');
  });
}

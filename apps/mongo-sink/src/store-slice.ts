import type { EnrichedTweet, Profile } from '@tdp/contracts';
import type { Clock } from '@tdp/service';
import { deadLetter, drop, ok, type Envelope, type HandleResult } from '@tdp/streaming';
import type { BulkWriter, FailedWrite } from './bulk-writer';
import type { SinkMetrics } from './metrics';
import type { Removals } from './removals';
import { toTweetDocument } from './write-models/tweet-document';
import { toUserDocument } from './write-models/user-document';
import type { StoredDocument } from './write-models/versioned';

export interface StoreDeps {
  readonly tweets: BulkWriter;
  readonly users: BulkWriter;
  readonly removals: Removals;
  readonly metrics: SinkMetrics;
  readonly clock: Clock;
}

/** Nothing to produce: the sink is the end of the line. */
const STORED: HandleResult = ok([]);
const REMOVED: HandleResult = drop('REMOVED');

/** Stores a slice of one topic; one result per envelope, in order. */
export function storeSlice(deps: StoreDeps, slice: readonly Envelope[]): Promise<readonly HandleResult[]> {
  return slice[0]?.topic === 'profiles-raw' ? storeProfiles(deps, slice) : storeTweets(deps, slice);
}

async function storeProfiles(deps: StoreDeps, slice: readonly Envelope[]): Promise<readonly HandleResult[]> {
  const storedAt = new Date(deps.clock.now());
  const prepared = slice.map((envelope) =>
    prepare(envelope, () => toUserDocument(envelope.record as Profile, storedAt)),
  );
  return write(deps.users, prepared);
}

async function storeTweets(deps: StoreDeps, slice: readonly Envelope[]): Promise<readonly HandleResult[]> {
  const ids = slice.flatMap(({ key, record }) => (key === null || record === null ? [] : [key]));
  const removedBefore = await deps.removals.among(ids);
  const removedHere = new Set(
    slice.flatMap(({ key, record }) => (record === null && key !== null ? [key] : [])),
  );
  await deps.removals.remove([...removedHere]);
  deps.metrics.removed.inc(removedHere.size);

  const storedAt = new Date(deps.clock.now());
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
  const results = await write(deps.tweets, prepared);
  observeAge(deps, prepared);
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

/** After the acknowledgement: how old a post is when it can be read. */
function observeAge({ metrics, clock }: StoreDeps, prepared: readonly Prepared[]): void {
  const now = clock.now();
  for (const item of prepared) {
    if (isDocument(item) && item['createdAt'] instanceof Date) {
      metrics.eventAge.observe({ stage: 'stored' }, (now - item['createdAt'].getTime()) / 1_000);
    }
  }
}

import { CORRECTION_HEADER, AGAIN_HEADER, type EnrichedTweet, type Tweet } from '@tdp/contracts';
import type { Envelope } from '@tdp/streaming';
import { chainIds, postKey, type RemovalKey } from '../write-models/removal-keys';
import { toTweetDocument } from '../write-models/tweet-document';
import { versionId, type StoredDocument } from '../write-models/versioned';
import { withoutRemoved } from '../write-models/without-removed';
import { createArchive } from '../writes/archive';
import type { Correction } from '../writes/corrections';
import type { Known } from '../writes/known-marks';
import type { Marked, Word } from '../writes/marks';
import type { Chain } from '../writes/removals';
import { createRenew } from '../writes/renewals';
import { createVersionedWriter } from '../writes/versioned-writer';
import {
  isDocument,
  prepare,
  REMOVED,
  STORED,
  writePrepared,
  type CreateWriter,
  type Prepared,
  type SinkResult,
} from './writer';

/** Stores posts: in `tweets` one document per edit chain, older versions apart, removed posts and parts of posts not at all. */
export const createTweetWriter: CreateWriter = (deps) => {
  const { database, operations, metrics, observeAge, clock, removals, corrections } = deps;
  const { tweets, tweetVersions } = database;
  const parts = { operations, metrics, clock };
  const archive = createArchive(createVersionedWriter({ collection: tweetVersions, ...parts }));
  const posts = createVersionedWriter({ collection: tweets, ...parts, archive });
  const renew = createRenew(tweets, operations);

  /** Documents of which only some enrichments are meant become what is stored, with these renewed. */
  async function renewSome(
    slice: readonly Envelope[],
    prepared: readonly Prepared[],
  ): Promise<readonly Prepared[]> {
    const renewals = prepared.flatMap((document, index) => {
      const only = onlyOf(slice[index] as Envelope);
      return isDocument(document) && only !== null ? [{ document, only }] : [];
    });
    const renewed = await renew(renewals);
    const byDocument = new Map<Prepared, Prepared>(
      renewals.map(({ document }, index) => [document, renewed[index] as StoredDocument]),
    );
    return prepared.map((document) => byDocument.get(document) ?? document);
  }

  /** What may be stored of each post, null for nothing; what may not is corrected in the topics, too. */
  async function sift(
    records: readonly (EnrichedTweet | null)[],
    documents: readonly StoredDocument[],
    known: Known,
  ): Promise<readonly (EnrichedTweet | null)[]> {
    const keys = documents.flatMap(keysOfDocument).filter((key) => known.mayHave(key));
    const marked = await removals.among(new Set(keys));
    if (marked.isEmpty) {
      return records;
    }
    const whole = records.filter((record) => record !== null);
    const chains = whole.flatMap(({ tweet }) => chainOf(tweet, marked));
    if (chains.length > 0) {
      await removals.spread(chains);
    }
    // Of one slice, an older version may not know of the one that is marked.
    const removed = removedWith(marked, chains);
    const left = records.map((record) => (record === null ? null : withoutRemoved(record, removed)));
    await corrections.send(left.flatMap((now, index) => correctionOf(records[index] ?? null, now)));
    return left;
  }

  return async (slice) => {
    const storedAt = new Date(clock.now());
    await removals.hear(slice.flatMap(toWord));
    const known = await removals.known.current();
    const whole = slice.map((envelope): Prepared =>
      envelope.record === null
        ? STORED
        : prepare(envelope, versionId, () => toTweetDocument(envelope.record as EnrichedTweet, storedAt)),
    );
    const records = slice.map(({ record }, index) =>
      isDocument(whole[index] as Prepared) ? (record as EnrichedTweet) : null,
    );
    const wanted = await sift(records, whole.filter(isDocument), known);
    const sifted = whole.map((document, index): Prepared => {
      const [record, left] = [records[index] ?? null, wanted[index] ?? null];
      if (record === left) {
        return document;
      }
      return left === null ? REMOVED : toTweetDocument(left, storedAt);
    });
    const prepared = await renewSome(slice, sifted);
    const results = await writePrepared(posts, prepared);
    // Another replica may have marked some of them since we looked.
    const now = await removals.known.refresh();
    const isSettled = now === known;
    const stored = prepared.filter(isDocument);
    const kept = isSettled ? wanted : await sift(wanted, stored, now);
    if (!isSettled) {
      await removals.recheck(stored.map(({ _id }) => _id));
    }
    return slice.map(({ record, headers }, index) => {
      const result = results[index] as SinkResult;
      if (result !== STORED || record === null) {
        return result;
      }
      if ((kept[index] ?? null) === null) {
        return REMOVED;
      }
      // After the acknowledgement: how old a post is when it can be read.
      if (headers[AGAIN_HEADER] === undefined) {
        observeAge((record as EnrichedTweet).tweet.createdAt);
      }
      return result;
    });
  };
};

/** The enrichments that are meant; null for all. */
function onlyOf({ headers }: Envelope): ReadonlySet<string> | null {
  const names = String(headers[AGAIN_HEADER] ?? '');
  return names === '' ? null : new Set(names.split(','));
}

/** A tombstone is somebody's word that a post is removed, unless it only repeats what the sink said. */
function toWord({ key, record, headers, timestamp }: Envelope): readonly Word[] {
  if (record !== null || key === null || headers[CORRECTION_HEADER] !== undefined) {
    return [];
  }
  return [
    { key: postKey(key), action: 'remove', at: new Date(timestamp), reason: null, source: 'tombstone' },
  ];
}

/** What may be removed of a document: its post in all versions that are known, and what it holds. */
function keysOfDocument({ id, editHistoryTweetIds, holds }: StoredDocument): readonly RemovalKey[] {
  const ids = [...(editHistoryTweetIds as readonly string[]), id as string];
  return [...ids.map(postKey), ...(holds as readonly RemovalKey[])];
}

/** The chain of a post that has a mark. */
function chainOf(tweet: Tweet, marked: Marked): readonly Chain[] {
  const ids = chainIds(tweet);
  const cause = ids.find((id) => marked.has(postKey(id)));
  return cause === undefined ? [] : [{ ids, because: postKey(cause) }];
}

function removedWith(marked: Marked, chains: readonly Chain[]): Marked {
  const known = new Set<string>(chains.flatMap(({ ids }) => ids.map(postKey)));
  return { ...marked, has: (key) => marked.has(key) || known.has(key) };
}

function correctionOf(before: EnrichedTweet | null, now: EnrichedTweet | null): readonly Correction[] {
  if (before === null || now === before) {
    return [];
  }
  return [now === null ? { removedPost: before.tweet.id } : { tweet: now.tweet }];
}

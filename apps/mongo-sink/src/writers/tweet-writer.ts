import type { EnrichedTweet } from '@tdp/contracts';
import { drop } from '@tdp/streaming';
import { toTweetDocument } from '../write-models/tweet-document';
import { versionId, type StoredDocument } from '../write-models/versioned';
import { createArchive } from '../writes/archive';
import { createRemovals } from '../writes/removals';
import { createVersionedWriter } from '../writes/versioned-writer';
import {
  isDocument,
  prepare,
  STORED,
  writePrepared,
  type CreateWriter,
  type Prepared,
  type SinkResult,
} from './writer';

const REMOVED: SinkResult = drop('REMOVED');

/** Stores posts: in `tweets` one document per edit chain, older versions apart, removed posts not at all. */
export const createTweetWriter: CreateWriter = (deps) => {
  const { database, operations, metrics, observeAge, clock } = deps;
  const { tweets, tweetVersions } = database;
  const parts = { operations, metrics, clock };
  const archive = createArchive(createVersionedWriter({ collection: tweetVersions, ...parts }));
  const posts = createVersionedWriter({ collection: tweets, ...parts, archive });
  const removals = createRemovals({ ...database, operations, clock });

  /** Removes the posts that were or are to be removed; what is left of them is the result. */
  async function dropRemoved(
    prepared: readonly Prepared[],
    removedHere: ReadonlySet<string>,
  ): Promise<readonly Prepared[]> {
    const documents = prepared.filter(isDocument);
    const marked = await removals.among(new Set(documents.flatMap(chainIds)));
    const isRemoved = (id: string): boolean => marked.has(id) || removedHere.has(id);
    // Any version removes its chain: of this slice too, before and after.
    const removed = new Set(
      documents.filter((document) => chainIds(document).some(isRemoved)).map(({ _id }) => _id),
    );
    const known = documents.filter(({ _id }) => removed.has(_id)).flatMap(chainIds);
    await removals.remove(new Set([...removedHere, ...known]));
    return removed.size === 0
      ? prepared
      : prepared.map((item) => (isDocument(item) && removed.has(item._id) ? REMOVED : item));
  }

  return async (slice) => {
    const storedAt = new Date(clock.now());
    const prepared = slice.map((envelope) =>
      envelope.record === null
        ? STORED
        : prepare(envelope, versionId, () => toTweetDocument(envelope.record as EnrichedTweet, storedAt)),
    );
    const removedHere = new Set(
      slice.flatMap(({ key, record }) => (record === null && key !== null ? [key] : [])),
    );

    const wanted = await dropRemoved(prepared, removedHere);
    const results = await writePrepared(posts, wanted);
    // Another replica may have removed one of them, by another version, since we looked.
    const kept = await dropRemoved(wanted, new Set());
    metrics.removed.inc(removedHere.size);

    return slice.map(({ record }, index) => {
      const result = isDocument(kept[index] as Prepared)
        ? (results[index] as SinkResult)
        : (kept[index] as SinkResult);
      if (result === STORED && record !== null) {
        // After the acknowledgement: how old a post is when it can be read.
        observeAge((record as EnrichedTweet).tweet.createdAt);
      }
      return result;
    });
  };
};

/** Every known id of a post's edit chain: that of the chain first. */
function chainIds(document: StoredDocument): readonly string[] {
  const { _id, id, editHistoryTweetIds } = document;
  const history = (editHistoryTweetIds ?? []) as readonly string[];
  return history.length === 1 && history[0] === id ? history : [_id, ...history, versionId(document)];
}

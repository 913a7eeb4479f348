import type { mongo } from 'mongoose';
import type { SinkMetrics } from '../metrics';
import type { Operations } from '../operations';
import { toEnrichedTweet } from '../write-models/read-tweet-document';
import { keysOf, type RemovalKey } from '../write-models/removal-keys';
import { toTweetDocument } from '../write-models/tweet-document';
import { exactly, type StoredDocument } from '../write-models/versioned';
import { withoutRemoved } from '../write-models/without-removed';
import type { Correction, Corrections } from './corrections';
import type { Marks } from './marks';
import { mustDelete } from './must-write';

/** Stored posts from which what is marked as removed is taken. */
export interface StoredPosts {
  /**
   * Takes what is marked as removed from all that the filter finds, the topics first: whoever dies in between finds
   * the documents again. @throws MONGO_UNAVAILABLE (retriable); doing it again is harmless
   */
  clean(filter: mongo.Filter<StoredDocument>): Promise<void>;
}

export interface StoredPostsDeps {
  readonly collection: mongo.Collection<StoredDocument>;
  readonly marks: Pick<Marks, 'among'>;
  readonly corrections: Corrections;
  readonly operations: Operations;
  readonly metrics: SinkMetrics;
}

/** Documents of some 10 kB, read whole. */
const AT_ONCE = 200;

/** A document and what is to become of it. */
interface Cut {
  readonly stored: StoredDocument;
  readonly without: StoredDocument;
}

export function createStoredPosts({
  collection,
  marks,
  corrections,
  operations,
  metrics,
}: StoredPostsDeps): StoredPosts {
  const name = collection.collectionName;

  async function cleanSome(ids: readonly string[]): Promise<void> {
    const documents = await operations.read(`reading ${name}`, () =>
      collection.find({ _id: { $in: [...ids] } }).toArray(),
    );
    const posts = documents.map((stored) => ({ stored, enriched: toEnrichedTweet(stored) }));
    const keys = new Set<RemovalKey>(posts.flatMap(({ enriched }) => [...keysOf(enriched.tweet)]));
    const removed = await marks.among(keys);
    const sent: Correction[] = [];
    const gone: string[] = [];
    const cuts: Cut[] = [];
    for (const { stored, enriched } of posts) {
      const left = withoutRemoved(enriched, removed);
      if (left === null) {
        sent.push({ removedPost: enriched.tweet.id });
        gone.push(stored._id);
      } else if (left !== enriched) {
        sent.push({ tweet: left.tweet });
        cuts.push({ stored, without: cutDocument(stored, toTweetDocument(left, stored.storedAt)) });
      }
    }
    await corrections.send(sent);
    await mustDelete(operations, collection, gone);
    const changed = await replace(cuts);
    metrics.removedDocuments.inc({ what: 'deleted' }, gone.length);
    metrics.removedDocuments.inc({ what: 'cut' }, cuts.length - changed.length);
    if (changed.length > 0) {
      // Others cut or replaced them meanwhile: what is there now is looked at again.
      await cleanSome(changed);
    }
  }

  /** Returns the ids of those that had changed; some may have been replaced, which then is found to be so. */
  async function replace(cuts: readonly Cut[]): Promise<readonly string[]> {
    if (cuts.length === 0) {
      return [];
    }
    const { documents, refusals } = await operations.write({
      doing: `cutting from ${name}`,
      items: cuts,
      command: (items) => ({
        update: name,
        updates: items.map(({ stored, without }) => ({
          q: { ...exactly(stored), timesCut: stored['timesCut'] ?? null },
          u: without,
        })),
      }),
    });
    // Better not stored than not cut: its correction comes back by the topics and is dead-lettered if it must be.
    await mustDelete(
      operations,
      collection,
      refusals.map(({ item }) => item.stored._id),
    );
    return documents + refusals.length === cuts.length ? [] : cuts.map(({ stored }) => stored._id);
  }

  return {
    async clean(filter) {
      const found = await operations.read(`looking up ${name}`, () =>
        collection.find(filter, { projection: { _id: 1 } }).toArray(),
      );
      for (let from = 0; from < found.length; from += AT_ONCE) {
        await cleanSome(found.slice(from, from + AT_ONCE).map(({ _id }) => _id));
      }
    },
  };
}

/** Under its own _id, with what its collection adds to it. */
function cutDocument(stored: StoredDocument, without: StoredDocument): StoredDocument {
  const { _id, chainId, isEdited } = stored;
  const timesCut = Number(stored['timesCut'] ?? 0) + 1;
  return { ...without, _id, ...(chainId !== undefined && { chainId }), isEdited, timesCut };
}

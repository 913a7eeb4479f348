import type { mongo } from 'mongoose';
import type { Database } from '../database';
import { STORED_PARTS, type StoredPart, type StoredPass } from '../models/sink-state';
import type { Operations } from '../operations';
import type { StoredDocument } from '../write-models/versioned';

/** Where a pass is: everything before it has been read. */
export type Position = Pick<StoredPass, 'part' | 'afterTime' | 'afterId'>;

/** Which posts are meant. */
export type Meant = Pick<StoredPass, 'since' | 'begunAt'>;

export interface Page {
  readonly documents: readonly StoredDocument[];
  /** Where the next page begins. */
  readonly next: Position;
}

/** Reads what is stored of posts, page by page. */
export interface StoredPosts {
  count(): Promise<number>;
  /** Null at the end. @throws PipelineError MONGO_UNAVAILABLE (retriable) */
  page(from: Position, limit: number): Promise<Page | null>;
}

type Filter = mongo.Filter<StoredDocument>;

interface Part {
  readonly collection: mongo.Collection<StoredDocument>;
  readonly filter: Filter;
  /** What its pages are in the order of: an index has it. */
  readonly order: 'createdAt' | '_id';
}

export const BEGINNING: Position = { part: STORED_PARTS[0], afterTime: null, afterId: null };

/**
 * Every page is a query of its own: a cursor would not outlive a change of the primary, and a pass may take days.
 * Posts of `tweets` come in the order of the index `time`, and among those of one instant in none, so what was read of the
 * last instant is remembered; a process that goes on from a position reads that instant again.
 */
export function createStoredPosts(
  { tweets, tweetVersions }: Pick<Database, 'tweets' | 'tweetVersions'>,
  operations: Pick<Operations, 'read'>,
  { since, begunAt }: Meant,
): StoredPosts {
  const dated = { $lte: begunAt, ...(since !== null && { $gte: since }) };
  const parts: Readonly<Record<StoredPart, Part>> = {
    undated: {
      collection: tweets,
      // Whoever asks for posts since a time does not mean those without one.
      filter: since === null ? { createdAt: null } : { _id: { $in: [] } },
      order: '_id',
    },
    dated: { collection: tweets, filter: { createdAt: dated }, order: 'createdAt' },
    versions: {
      collection: tweetVersions,
      filter: since === null ? {} : { createdAt: dated },
      order: '_id',
    },
  };
  let lastInstant = { at: NaN, ids: [] as string[] };

  /** What is after a position, in its part. */
  function filterAfter({ filter, order }: Part, { afterTime, afterId }: Position): Filter {
    if (order === '_id') {
      return afterId === null ? filter : { $and: [filter, { _id: { $gt: afterId } }] };
    }
    if (afterTime === null) {
      return filter;
    }
    const known = lastInstant.at === afterTime.getTime() ? lastInstant.ids : [];
    return { $and: [filter, { createdAt: { $gte: afterTime }, _id: { $nin: known } }] };
  }

  function positionAfter(part: StoredPart, documents: readonly StoredDocument[]): Position {
    const last = documents.at(-1) as StoredDocument;
    if (parts[part].order === '_id') {
      return { part, afterTime: null, afterId: last._id };
    }
    const afterTime = last['createdAt'] as Date;
    const at = afterTime.getTime();
    const ids = documents
      .filter(({ createdAt }) => (createdAt as Date).getTime() === at)
      .map(({ _id }) => _id);
    lastInstant = { at, ids: lastInstant.at === at ? [...lastInstant.ids, ...ids] : ids };
    return { part, afterTime, afterId: null };
  }

  return {
    async count() {
      const counts = await Promise.all(
        Object.values(parts).map(({ collection, filter }) =>
          operations.read('counting stored posts', () => collection.countDocuments(filter)),
        ),
      );
      return counts.reduce((sum, count) => sum + count, 0);
    },
    async page(from, limit) {
      let position = from;
      for (;;) {
        const { part } = position;
        const { collection, order } = parts[part];
        const after = filterAfter(parts[part], position);
        const documents = await operations.read(`reading ${collection.collectionName}`, () =>
          collection
            .find(after)
            .sort({ [order]: 1 })
            .limit(limit)
            .toArray(),
        );
        if (documents.length > 0) {
          return { documents, next: positionAfter(part, documents) };
        }
        const following = STORED_PARTS[STORED_PARTS.indexOf(part) + 1];
        if (following === undefined) {
          return null;
        }
        position = { part: following, afterTime: null, afterId: null };
      }
    },
  };
}

import type { mongo } from 'mongoose';
import type { Operations, Refusal } from '../operations';
import { exactly, VERSION_FIELDS, versionId, type StoredDocument } from '../write-models/versioned';
import type { Pair } from './compare';

/** The three operations on a collection of which a guarded write consists. */
export interface GuardedCollection {
  readonly name: string;
  /** Inserts what is not there yet. */
  insert(documents: readonly StoredDocument[]): Promise<Inserted>;
  /** Replaces each stored document that still is what was read. */
  replace(pairs: readonly Pair[]): Promise<Replaced>;
  /** Stored documents by _id: what their version consists of, or whole with every BSON type as it is. */
  read(
    documents: readonly StoredDocument[],
    extent: 'version' | 'whole',
  ): Promise<ReadonlyMap<string, StoredDocument>>;
}

export interface Inserted {
  readonly inserted: number;
  /** Those whose _id is there already. */
  readonly present: readonly StoredDocument[];
  readonly refusals: readonly Refusal<StoredDocument>[];
}

export interface Replaced {
  /** How many; MongoDB does not say which. */
  readonly replaced: number;
  readonly refusals: readonly Refusal<Pair>[];
}

export function createGuardedCollection(
  collection: mongo.Collection<StoredDocument>,
  operations: Operations,
): GuardedCollection {
  const name = collection.collectionName;
  return {
    name,
    async insert(documents) {
      if (documents.length === 0) {
        return { inserted: 0, present: [], refusals: [] };
      }
      const { documents: inserted, refusals } = await operations.write({
        doing: `inserting into ${name}`,
        items: documents,
        // The command, not insertMany (ADR 0005).
        command: (items) => ({ insert: name, documents: items }),
      });
      return {
        inserted,
        present: refusals.filter(({ isDuplicateId }) => isDuplicateId).map(({ item }) => item),
        refusals: refusals.filter(({ isDuplicateId }) => !isDuplicateId),
      };
    },
    async replace(pairs) {
      if (pairs.length === 0) {
        return { replaced: 0, refusals: [] };
      }
      const { documents: replaced, refusals } = await operations.write({
        doing: `replacing in ${name}`,
        items: pairs,
        command: (items) => ({ update: name, updates: items.map(toReplacement) }),
      });
      return { replaced, refusals };
    },
    async read(documents, extent) {
      if (documents.length === 0) {
        return new Map();
      }
      const filter = { _id: { $in: documents.map(({ _id }) => _id) } };
      const stored = await operations.read(`reading ${name}`, () =>
        collection.find(filter, EXTENTS[extent]).toArray(),
      );
      return new Map(stored.map((document) => [document._id, document]));
    },
  };
}

const EXTENTS = {
  version: { projection: Object.fromEntries([...VERSION_FIELDS, 'storedAt'].map((field) => [field, 1])) },
  // Written back elsewhere: a 64-bit integer must not become a 32-bit one.
  whole: { promoteValues: false, promoteLongs: false },
};

function toReplacement({ document, stored }: Pair): object {
  const isSameVersion = versionId(document) === versionId(stored);
  return {
    q: exactly(stored),
    u: isSameVersion ? { ...document, storedAt: stored.storedAt } : document,
  };
}

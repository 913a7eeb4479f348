import type { mongo } from 'mongoose';
import type { CollectionSettings } from './settings';

/** An index that is there as long as a setting asks for it; those that are always there are in the models. */
export interface OptionalIndex {
  readonly collection: string;
  readonly name: string;
  readonly key: Readonly<Record<string, 1 | 'text'>>;
  /** null: not wanted. */
  readonly options: mongo.IndexOptions | null;
}

/** Every index that settings decide about, wanted or not. */
export function optionalIndexes({ textIndex }: CollectionSettings): readonly OptionalIndex[] {
  return [
    {
      collection: 'tweets',
      name: 'text',
      key: { 'content.fullText': 'text' },
      options: textIndex ? TEXT : null,
    },
  ];
}

const TEXT: mongo.IndexOptions = {
  // Posts are in all languages: none is stemmed, and no word of any is left out.
  default_language: 'none',
  // MongoDB would take `language`, a field of ours, for a language's name, and refuse every post because it is none.
  language_override: 'textSearchLanguage',
};

/** Makes an index as it is wanted, or drops it. Idempotent, also beside other replicas that do the same. */
export async function settleIndex(db: mongo.Db, wanted: OptionalIndex): Promise<void> {
  const collection = db.collection(wanted.collection);
  if (wanted.options !== null) {
    await collection.createIndex(wanted.key, { ...wanted.options, name: wanted.name }, {});
  } else if (await collection.indexExists(wanted.name)) {
    await dropIndex(collection, wanted.name);
  }
}

const INDEX_NOT_FOUND = 27;

async function dropIndex(collection: mongo.Collection, name: string): Promise<void> {
  try {
    await collection.dropIndex(name);
  } catch (error) {
    // Another replica was faster.
    if ((error as { readonly code?: unknown }).code !== INDEX_NOT_FOUND) {
      throw error;
    }
  }
}

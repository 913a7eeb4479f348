import type { mongo } from 'mongoose';
import { isForbidden } from '../mongo-faults';
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
export function optionalIndexes({ textIndex, retention }: CollectionSettings): readonly OptionalIndex[] {
  const { posts, profiles, snapshots } = retention;
  return [
    {
      collection: 'tweets',
      name: 'text',
      key: { 'content.fullText': 'text' },
      options: textIndex ? TEXT : null,
    },
    expiry('tweets', 'storedAt', posts),
    expiry('tweet_versions', 'storedAt', posts),
    // A profile is replaced by what is observed later, and stays the same document.
    expiry('users', 'observedAt', profiles),
    expiry('user_snapshots', 'storedAt', snapshots),
  ];
}

const DAY_SECONDS = 86_400;

/** MongoDB deletes documents so many days after the date; the index serves nothing else. */
const expiry = (collection: string, field: string, days: number | null): OptionalIndex => ({
  collection,
  name: 'retention',
  key: { [field]: 1 },
  options: days === null ? null : { expireAfterSeconds: days * DAY_SECONDS },
});

const TEXT: mongo.IndexOptions = {
  // Posts are in all languages: none is stemmed, and no word of any is left out.
  default_language: 'none',
  // MongoDB would take `language`, a field of ours, for a language's name, and refuse every post because it is none.
  language_override: 'textSearchLanguage',
};

/** What became of an index. */
export type SettledIndex = 'created' | 'changed' | 'dropped' | 'unchanged';

/** Makes an index as it is wanted, or drops it. Idempotent, also beside other replicas that do the same. */
export async function settleIndex(db: mongo.Db, wanted: OptionalIndex): Promise<SettledIndex> {
  const { name, key, options } = wanted;
  const collection = db.collection(wanted.collection);
  const present = (await collection.indexes()).find((index) => index.name === name);
  if (options === null) {
    return present === undefined ? 'unchanged' : dropIndex(collection, name);
  }
  const { expireAfterSeconds } = options;
  if (present !== undefined && present['expireAfterSeconds'] !== expireAfterSeconds) {
    await changeExpiry(db, wanted);
    return 'changed';
  }
  // Of one that is there, MongoDB says whether it is another than the wanted.
  await collection.createIndex(key, { ...options, name }, {});
  return present === undefined ? 'created' : 'unchanged';
}

async function changeExpiry(db: mongo.Db, { collection, name, key, options }: OptionalIndex): Promise<void> {
  const expireAfterSeconds = options?.expireAfterSeconds;
  try {
    await db.command({ collMod: collection, index: { name, expireAfterSeconds } });
  } catch (error) {
    if (!isForbidden(error)) {
      throw error;
    }
    // `readWrite` may not change an index, but may make another.
    await dropIndex(db.collection(collection), name);
    await db.collection(collection).createIndex(key, { ...options, name }, {});
  }
}

const INDEX_NOT_FOUND = 27;

async function dropIndex(collection: mongo.Collection, name: string): Promise<SettledIndex> {
  try {
    await collection.dropIndex(name);
    return 'dropped';
  } catch (error) {
    // Another replica was faster.
    if ((error as { readonly code?: unknown }).code !== INDEX_NOT_FOUND) {
      throw error;
    }
    return 'unchanged';
  }
}

import type { mongo } from 'mongoose';
import type { DeadLetterSummary } from '../models/dead-letter';
import type { Operations } from '../operations';
import { postKey, userKey, type RemovalKey } from '../write-models/removal-keys';
import type { StoredDocument } from '../write-models/versioned';
import type { Corrections } from './corrections';
import type { Marks } from './marks';
import { mustDelete } from './must-write';

/** The dead letters that are known, in MongoDB and in their topics. */
export interface StoredLetters {
  /**
   * Stores letters, then takes those out again that name what is removed.
   * @returns ids of those that MongoDB refused
   * @throws MONGO_UNAVAILABLE (retriable)
   */
  store(letters: readonly DeadLetterSummary[]): Promise<ReadonlySet<string>>;
  /** These are in their topics no more. */
  gone(ids: readonly string[]): Promise<void>;
  /** Deletes every letter that names one of these, and takes it out of its topic. */
  forget(keys: readonly RemovalKey[]): Promise<void>;
}

export interface StoredLettersDeps {
  readonly deadLetters: mongo.Collection<DeadLetterSummary>;
  readonly tweets: mongo.Collection<StoredDocument>;
  readonly users: mongo.Collection<StoredDocument>;
  readonly corrections: Corrections;
  readonly operations: Operations;
  readonly marks: Pick<Marks, 'among'>;
}

/** A letter that holds something removed cannot be cut as a document is: what is wrong with it, nobody could tell any more. */
export function createStoredLetters(deps: StoredLettersDeps): StoredLetters {
  const { deadLetters, tweets, users, corrections, operations, marks } = deps;
  const name = deadLetters.collectionName;

  async function take(letters: readonly DeadLetterSummary[]): Promise<void> {
    if (letters.length > 0) {
      // The topics first: what MongoDB knows no more, nobody would find again.
      await corrections.send([
        ...letters.map(({ _id, topic }) => ({ removedLetter: _id, topic })),
        ...(await originals(letters, /tweets-(raw|enriched)$/, tweets)).map((removedPost) => ({
          removedPost,
        })),
        ...(await originals(letters, /profiles-raw$/, users)).map((removedUser) => ({ removedUser })),
      ]);
      await gone(letters.map(({ _id }) => _id));
    }
  }

  /**
   * Keys of the records that these are the letters of, which still lie in their topic: but for those that were stored
   * after all, whose records are cut as their documents are.
   */
  async function originals(
    letters: readonly DeadLetterSummary[],
    topic: RegExp,
    collection: mongo.Collection<StoredDocument>,
  ): Promise<readonly string[]> {
    const keys = new Set(
      letters.flatMap(({ origin, key }) => (topic.test(origin ?? '') && key ? [key] : [])),
    );
    if (keys.size === 0) {
      return [];
    }
    const stored = await operations.read(`looking up ${collection.collectionName}`, () =>
      collection.find({ _id: { $in: [...keys] } }, { projection: { _id: 1 } }).toArray(),
    );
    const found = new Set(stored.map(({ _id }) => _id));
    return [...keys].filter((key) => !found.has(key));
  }

  const gone = (ids: readonly string[]): Promise<void> => mustDelete(operations, deadLetters, ids);

  return {
    gone,
    async store(letters) {
      if (letters.length === 0) {
        return new Set();
      }
      const { refusals } = await operations.write({
        doing: `storing in ${name}`,
        items: letters,
        command: (items) => ({
          update: name,
          updates: items.map(({ _id, ...rest }) => ({ q: { _id }, u: { $set: rest }, upsert: true })),
        }),
      });
      // A removal marks before it looks for letters, and this looks for marks after it stored: one of them finds it.
      const keysOf = ({ names }: DeadLetterSummary): RemovalKey[] =>
        names.flatMap((id) => [postKey(id), userKey(id)]);
      const marked = await marks.among(new Set(letters.flatMap(keysOf)));
      await take(
        marked.isEmpty ? [] : letters.filter((letter) => keysOf(letter).some((key) => marked.isNamed(key))),
      );
      return new Set(refusals.map(({ item }) => item._id));
    },
    async forget(keys) {
      const ids = [...new Set(keys.map((key) => key.slice(key.indexOf('/') + 1)))];
      if (ids.length === 0) {
        return;
      }
      const found = await operations.read(`looking up ${name}`, () =>
        deadLetters.find({ names: { $in: ids } }).toArray(),
      );
      await take(found);
    },
  };
}

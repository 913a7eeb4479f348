import type { Db } from 'mongodb';
import type { Version } from './emissions';

interface TweetDocument {
  /** First id of the post's edit chain. */
  readonly _id: string;
  /** The version that is stored here. */
  readonly id?: string;
  readonly text?: string;
}

/** What MongoDB holds of the posts that were sent. */
export interface StoredPosts {
  /** Which of these versions are stored, as a post's newest or as an older one of it. */
  readonly findStored: (versions: readonly Version[]) => Promise<string[]>;
  /** Which of these versions belong to a post that was removed. */
  readonly findRemoved: (versions: readonly Version[]) => Promise<string[]>;
  /** Versions that are there more than once, or as a post of their own beside the post they are a version of. */
  readonly findDoubled: (versions: ReadonlyMap<string, Version>) => Promise<string[]>;
  /** Versions whose stored text is not this one, byte for byte. */
  readonly findDifferentTexts: (texts: ReadonlyMap<string, string>) => Promise<string[]>;
}

const CHUNK = 5_000;

const markOf = (id: string): string => `post/${id}`;

export function createStoredPosts(db: Db): StoredPosts {
  const tweets = db.collection<TweetDocument>('tweets');
  const older = db.collection<TweetDocument>('tweet_versions');
  const removals = db.collection<{ _id: string; state: string }>('removals');

  async function findStored(versions: readonly Version[]): Promise<string[]> {
    const chainIds = versions.map(({ chainId }) => chainId);
    const newest = await tweets.find({ _id: { $in: chainIds } }, { projection: { _id: 1, id: 1 } }).toArray();
    const newestOf = new Map(newest.map(({ _id, id }) => [_id, id ?? _id]));
    const stored = new Set(newestOf.values());
    // An older version is kept only beside a newer one, so that nobody need look for most of them.
    const superseded = versions.filter(
      ({ id, chainId }) => newestOf.has(chainId) && newestOf.get(chainId) !== id,
    );
    if (superseded.length > 0) {
      const kept = await older.find({ _id: { $in: superseded.map(({ id }) => id) } }, ID_ONLY).toArray();
      for (const { _id } of kept) {
        stored.add(_id);
      }
    }
    return versions.flatMap(({ id }) => (stored.has(id) ? [id] : []));
  }

  async function findRemoved(versions: readonly Version[]): Promise<string[]> {
    const ids = [...new Set(versions.flatMap(({ id, chainId }) => [id, chainId]))];
    const marks = { _id: { $in: ids.map(markOf) }, state: 'removed' };
    const marked = new Set((await removals.find(marks, ID_ONLY).toArray()).map(({ _id }) => _id));
    return versions.flatMap(({ id, chainId }) =>
      marked.has(markOf(id)) || marked.has(markOf(chainId)) ? [id] : [],
    );
  }

  async function findDoubled(versions: ReadonlyMap<string, Version>): Promise<string[]> {
    const seen = new Set<string>();
    const doubled = new Set<string>();
    const see = (id: string): void => void (seen.has(id) ? doubled.add(id) : seen.add(id));
    for await (const { _id, id } of tweets.find({}, { projection: { _id: 1, id: 1 } })) {
      see(id ?? _id);
      const chainId = versions.get(_id)?.chainId;
      if (chainId !== undefined && chainId !== _id) {
        doubled.add(_id);
      }
    }
    for await (const { _id } of older.find({}, ID_ONLY)) {
      see(_id);
    }
    return [...doubled];
  }

  async function findDifferentTexts(texts: ReadonlyMap<string, string>): Promise<string[]> {
    const differ: string[] = [];
    const compare = (id: string, text: string | undefined): void => {
      const expected = texts.get(id);
      if (expected === undefined) {
        return;
      }
      if (text === undefined || !Buffer.from(text).equals(Buffer.from(expected))) {
        differ.push(id);
      }
    };
    const projection = { _id: 1, id: 1, text: 1 };
    for await (const { _id, id, text } of tweets.find({}, { projection })) {
      compare(id ?? _id, text);
    }
    for await (const { _id, text } of older.find({}, { projection })) {
      compare(_id, text);
    }
    return differ;
  }

  return {
    findStored: (versions) => inChunks(versions, findStored),
    findRemoved: (versions) => inChunks(versions, findRemoved),
    findDoubled,
    findDifferentTexts,
  };
}

const ID_ONLY = { projection: { _id: 1 } } as const;

async function inChunks(
  versions: readonly Version[],
  find: (chunk: readonly Version[]) => Promise<readonly string[]>,
): Promise<string[]> {
  const found: string[] = [];
  for (let start = 0; start < versions.length; start += CHUNK) {
    found.push(...(await find(versions.slice(start, start + CHUNK))));
  }
  return found;
}

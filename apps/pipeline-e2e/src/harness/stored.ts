import type { Db } from 'mongodb';

/** A version of a post in MongoDB. */
export interface StoredVersion {
  /** The version's own id; that of its post is the first of its edit chain. */
  readonly id: string;
  readonly text: string;
}

/** The newest versions of posts, and their older ones. */
const COLLECTIONS = ['tweets', 'tweet_versions'] as const;

/** Every version that is stored. */
export async function storedVersions(db: Db): Promise<readonly StoredVersion[]> {
  const stored = COLLECTIONS.map((name) => db.collection<StoredVersion>(name).find().toArray());
  return (await Promise.all(stored)).flat();
}

/** How many versions are stored. */
export async function countVersions(db: Db): Promise<number> {
  const counts = await Promise.all(COLLECTIONS.map((name) => db.collection(name).estimatedDocumentCount()));
  return counts.reduce((sum, count) => sum + count, 0);
}

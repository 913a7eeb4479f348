import type { Database } from './database';

/** Part of everything that is stored, or counted although it is no longer stored. */
export interface Stretch {
  readonly ids: readonly string[];
  /** The last id of it; null when nothing is left. */
  readonly upTo: string | null;
}

/**
 * The next posts by their ids: of `tweets` and of those that are counted, so that what was removed meanwhile is met as
 * well. An index of ids answers it, wherever it is.
 */
export async function nextStretch(
  { tweets, posts }: Pick<Database, 'tweets' | 'posts'>,
  after: string | null,
  size: number,
): Promise<Stretch> {
  const filter = { _id: after === null ? { $gte: '' } : { $gt: after } };
  const options = { projection: { _id: 1 }, sort: { _id: 1 }, limit: size } as const;
  const [stored, counted] = await Promise.all(
    [tweets.find(filter, options), posts.find(filter, options)].map(async (cursor) =>
      (await cursor.toArray()).map(({ _id }) => _id),
    ),
  );
  const ids = [...new Set([...(stored ?? []), ...(counted ?? [])])].toSorted(byCodeUnits).slice(0, size);
  return { ids, upTo: ids.at(-1) ?? null };
}

/** As MongoDB orders ids, which are digits. */
const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : 1);

import type { Emission } from './emission';

/** The latest posts that were made, for search and lookups. */
export interface RecentPosts {
  add(emission: Emission): void;
  newestFirst(): readonly Emission[];
  /** Also an older version of one of them, however long ago it was made. */
  byId(id: string): Emission | undefined;
}

export function createRecentPosts(capacity: number): RecentPosts {
  const ring: Emission[] = [];
  let next = 0;
  return {
    add(emission) {
      ring[next % capacity] = emission;
      next += 1;
    },
    newestFirst() {
      const from = next % capacity;
      const inOrder = ring.length < capacity ? ring : [...ring.slice(from), ...ring.slice(0, from)];
      return inOrder.toReversed();
    },
    byId(id) {
      for (const { chain } of ring) {
        const found = chain.versions.find((version) => version.id === id);
        if (found !== undefined) {
          return found;
        }
      }
      return undefined;
    },
  };
}

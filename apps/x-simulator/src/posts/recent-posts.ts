import type { Emission } from './emission';

/** The latest posts that were made, for search and lookups. */
export interface RecentPosts {
  add(emission: Emission): void;
  newestFirst(): readonly Emission[];
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
    byId: (id) => ring.find((emission) => emission.id === id),
  };
}

import type { XIncludes } from '../wire';

const KEYS: Readonly<Record<keyof XIncludes, string>> = {
  users: 'id',
  tweets: 'id',
  media: 'media_key',
  places: 'id',
  polls: 'id',
};

/** The includes of a page: those of all its posts, each object once. */
export function mergeIncludes(all: readonly XIncludes[]): XIncludes {
  const merged: Record<string, object[]> = {};
  for (const [kind, key] of Object.entries(KEYS) as [keyof XIncludes, string][]) {
    const objects = all.flatMap((includes) => (includes[kind] ?? []) as unknown as Record<string, unknown>[]);
    const byKey = new Map(objects.map((object) => [object[key], object]));
    if (byKey.size > 0) {
      merged[kind] = [...byKey.values()];
    }
  }
  return merged;
}

import type { Profile, Tweet } from '@tdp/contracts';

/** A value that is no container, and where it is. */
export interface Leaf {
  readonly path: string;
  readonly value: unknown;
}

/** Every leaf below a value; empty objects and arrays have none. */
export function leavesOf(value: unknown, path = ''): readonly Leaf[] {
  if (typeof value !== 'object' || value === null) {
    return [{ path, value }];
  }
  return Object.entries(value).flatMap(([key, member]) =>
    leavesOf(member, path === '' ? key : `${path}.${key}`),
  );
}

/** Instants and numbers that X sends as text are found by what they mean. */
function spellings(value: unknown): readonly string[] {
  const text = String(value);
  const instant =
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? [String(Date.parse(value))] : [];
  return [text, ...instant];
}

/**
 * The leaves that X sent and that are neither in the records nor, at their own path, in unmapped. A null
 * says nothing and is not looked for.
 */
export function lostLeaves(
  line: unknown,
  tweets: readonly Tweet[],
  profiles: readonly Profile[],
): readonly Leaf[] {
  const left = new Map(
    tweets.flatMap(({ unmapped }) =>
      leavesOf(JSON.parse(unmapped ?? '{}')).map(({ path, value }) => [path, value] as const),
    ),
  );
  const records = tweets.map(({ unmapped: _, ...record }) => record);
  const known = new Set(leavesOf([records, profiles]).map(({ value }) => String(value)));
  return leavesOf(line).filter(
    ({ path, value }) =>
      value !== null && left.get(path) !== value && !spellings(value).some((text) => known.has(text)),
  );
}

import { ExactNumber, isJsonObject, type JsonObject } from './json';
import { keep, type Leftovers } from './leftovers';
import type { Reader } from './readers';

/** Objects that X sends once beside one or several posts, to be joined to whatever names their id. */
export interface Shelf<R> {
  /** The object with this id, read for the post whose leftovers these are; null when none can be read. */
  take(id: string, left: Leftovers): R | null;
  /** Everything with an id, and where X sent it. */
  takeAll(left: Leftovers): readonly Taken<R>[];
  /** The object with this id as X sent it. */
  rawOf(id: string): unknown;
  /** Nothing of this object is left over, although nobody took it. */
  settle(id: string): void;
  /** Leaves over whatever no post took. */
  leaveRest(left: Leftovers): void;
}

export interface Taken<R> {
  readonly id: string;
  readonly record: R;
  readonly path: readonly (string | number)[];
}

type Item<R> = {
  readonly name: string;
  readonly index: number;
  readonly raw: unknown;
  record: R | null;
  /** Whose record it is: each post gets the leftovers of what it took. */
  readFor: Leftovers | null;
  settled: boolean;
};

/** Most lines have no media, polls or places: nothing is made for what is not there. */
const EMPTY: Shelf<never> = {
  take: () => null,
  takeAll: () => [],
  rawOf: () => undefined,
  settle: () => undefined,
  leaveRest: () => undefined,
};

/** Puts up includes[names[0]], includes[names[1]] … (X renames some), ordered by their id member. */
export function createShelf<R>(
  includes: JsonObject,
  names: readonly string[],
  idMember: string,
  read: Reader<R>,
  left: Leftovers,
): Shelf<R> {
  const items: Item<R>[] = [];
  const byId = new Map<string, Item<R>>();
  for (const name of names) {
    const raws = includes[name];
    if (!Array.isArray(raws)) {
      keepMember(includes, name, left);
      continue;
    }
    for (let index = 0; index < raws.length; index += 1) {
      const raw: unknown = raws[index];
      const item: Item<R> = { name, index, raw, record: null, readFor: null, settled: false };
      items.push(item);
      const id = isJsonObject(raw) ? idOf(raw[idMember], left) : undefined;
      // A second object with the same id stays on the shelf and is left over as it is.
      if (id !== undefined && !byId.has(id)) {
        byId.set(id, item);
      }
    }
  }

  if (items.length === 0) {
    return EMPTY;
  }

  function recordOf(item: Item<R>, forPost: Leftovers): R | null {
    if (item.readFor !== forPost) {
      forPost.path.push('includes', item.name, item.index);
      item.record = read(item.raw, forPost) ?? null;
      item.readFor = forPost;
      item.settled ||= item.record !== null;
      forPost.path.length -= 3;
    }
    return item.record;
  }

  return {
    take(id, forPost) {
      const item = byId.get(id);
      return item === undefined ? null : recordOf(item, forPost);
    },
    takeAll: (forPost) =>
      [...byId].flatMap(([id, item]) => {
        const record = recordOf(item, forPost);
        return record === null ? [] : [{ id, record, path: ['includes', item.name, item.index] }];
      }),
    rawOf: (id) => byId.get(id)?.raw,
    settle(id) {
      const item = byId.get(id);
      if (item !== undefined) {
        item.settled = true;
      }
    },
    leaveRest(rest) {
      for (const { name, index, raw, settled } of items) {
        if (!settled) {
          rest.path.push('includes', name);
          keep(rest, index, raw);
          rest.path.length -= 2;
        }
      }
    },
  };
}

function keepMember(includes: JsonObject, name: string, left: Leftovers): void {
  if (includes[name] !== undefined && includes[name] !== null) {
    left.path.push('includes');
    keep(left, name, includes[name]);
    left.path.pop();
  }
}

function idOf(value: unknown, left: Leftovers): string | undefined {
  if (typeof value === 'number') {
    left.inexact ||= !Number.isSafeInteger(value);
    return String(value);
  }
  return value instanceof ExactNumber ? value.source : typeof value === 'string' ? value : undefined;
}

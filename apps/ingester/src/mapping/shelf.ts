import { ExactNumber, isJsonObject, type JsonObject } from './json';
import { keep, type Leftovers } from './leftovers';
import type { Reader } from './read';

/** Objects that X sends once beside a post, to be joined to whatever names their id. */
export interface Shelf<R> {
  /** The object with this id, read when first asked for; null when X sent none that can be read. */
  take(id: string): R | null;
  /** Everything with an id, and where X sent it. */
  takeAll(): readonly {
    readonly id: string;
    readonly record: R;
    readonly path: readonly (string | number)[];
  }[];
  /** Leaves over whatever nobody took. */
  leaveRest(): void;
}

interface Item<R> {
  readonly name: string;
  readonly index: number;
  readonly raw: unknown;
  record: R | null | undefined;
}

/** Most lines have no media, polls or places: nothing is made for what is not there. */
const EMPTY: Shelf<never> = { take: () => null, takeAll: () => [], leaveRest: () => undefined };

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
      const item: Item<R> = { name, index, raw: raws[index], record: undefined };
      items.push(item);
      const id = isJsonObject(item.raw) ? idOf(item.raw[idMember], left) : undefined;
      // A second object with the same id stays on the shelf and is left over as it is.
      if (id !== undefined && !byId.has(id)) {
        byId.set(id, item);
      }
    }
  }

  if (items.length === 0) {
    return EMPTY;
  }

  function recordOf(item: Item<R>): R | null {
    if (item.record === undefined) {
      left.path.push('includes', item.name, item.index);
      item.record = read(item.raw, left) ?? null;
      left.path.length -= 3;
    }
    return item.record;
  }

  return {
    take(id) {
      const item = byId.get(id);
      return item === undefined ? null : recordOf(item);
    },
    takeAll: () =>
      [...byId].flatMap(([id, item]) => {
        const record = recordOf(item);
        return record === null ? [] : [{ id, record, path: ['includes', item.name, item.index] }];
      }),
    leaveRest() {
      for (const { name, index, raw, record } of items) {
        if (record === undefined || record === null) {
          left.path.push('includes', name);
          keep(left, index, raw);
          left.path.length -= 2;
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

import { ExactNumber, mayBeInexact, type JsonObject } from './json';

/**
 * Collects what a mapping has no field for, each value at its original path. Where only some
 * elements of an array are left over, an object with their indexes as keys stands for it.
 */
export type Leftovers = {
  /** Where the reader is: member names and array indexes. */
  readonly path: (string | number)[];
  tree: JsonObject | null;
  /** A number was met whose digits the parser may have lost: parse again, exactly. */
  inexact: boolean;
  /** A value was met that is nested too deeply to be written as JSON again. */
  tooDeep: boolean;
};

const MAX_DEPTH = 200;

export const createLeftovers = (): Leftovers => ({ path: [], tree: null, inexact: false, tooDeep: false });

/** No prototype: a member named __proto__ stays a member. */
const createNode = (): JsonObject => Object.create(null) as JsonObject;

/** Keeps a member of the object being read; replaces what was kept below it. Empty ones say nothing. */
export function keep(left: Leftovers, key: string | number, value: unknown): void {
  if (isEmpty(value)) {
    return;
  }
  inspect(left, value, left.path.length);
  let node = (left.tree ??= createNode());
  for (const step of left.path) {
    node = (node[step] ??= createNode()) as JsonObject;
  }
  node[key] = value;
}

/** What was kept below a path; undefined when nothing was. */
export function keptAt(left: Leftovers, path: readonly (string | number)[]): unknown {
  let node: unknown = left.tree;
  for (const step of path) {
    if (node === null || node === undefined) {
      return undefined;
    }
    node = (node as JsonObject)[step];
  }
  return node ?? undefined;
}

/** An object without members, a list without elements: X sends `properties: {}` with every place. */
function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) {
    return false;
  }
  for (const _name in value) {
    return false;
  }
  return true;
}

function inspect(left: Leftovers, value: unknown, depth: number): void {
  if (typeof value === 'number') {
    left.inexact ||= mayBeInexact(value);
  } else if (typeof value === 'object' && value !== null) {
    if (depth > MAX_DEPTH) {
      left.tooDeep = true;
      return;
    }
    for (const member of Object.values(value)) {
      inspect(left, member, depth + 1);
    }
  }
}

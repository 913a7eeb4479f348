import { parseInstant } from './instant';
import { ExactNumber, isJsonObject, type JsonObject } from './json';
import { keep, type Leftovers } from './leftovers';

/*
 * The device behind every mapping: a table says which member of X's object goes to which field
 * of ours; whatever is not in the table, or not of the field's type, stays with the leftovers.
 * So nothing can be forgotten, and a member is read once.
 */

/** Reads a value; undefined when it is not of this type, and then all of it is left over. */
export type Reader<T> = (value: unknown, left: Leftovers) => T | undefined;

type Mutable<R> = { -readonly [K in keyof R]: R[K] };

/** Puts a member's value into a record; false when it does not fit. */
export type Field<R> = (record: Mutable<R>, value: unknown, left: Leftovers) => boolean;

export type Fields<R> = ReadonlyMap<string, Field<R>>;

/** The absent list. */
export const NONE: readonly never[] = Object.freeze([]);

/** A table of X's member names. */
export function fields<R>(table: Readonly<Record<string, Field<R>>>): Fields<R> {
  return new Map(Object.entries(table));
}

/** Reads a member into the field of this name. */
export function to<R, K extends keyof R>(name: K, read: Reader<NonNullable<R[K]>>): Field<R> {
  return (record, value, left) => {
    const result = read(value, left);
    if (result === undefined) {
      return false;
    }
    record[name] = result;
    return true;
  };
}

/**
 * A field that X sends under two names while it renames tweets to posts. If a line has both,
 * the first wins and the second is left over.
 */
export function renamed<R, K extends keyof R>(name: K, read: Reader<NonNullable<R[K]>>): Field<R> {
  const field = to<R, K>(name, read);
  return (record, value, left) => {
    const current: unknown = record[name];
    const isUnset = current === null || (Array.isArray(current) && current.length === 0);
    return isUnset && field(record, value, left);
  };
}

/** Reads the members of a nested object into the same record. */
export function flattened<R>(inner: Fields<R>): Field<R> {
  return (record, value, left) => {
    if (!isJsonObject(value)) {
      return false;
    }
    readInto(record, inner, value, left);
    return true;
  };
}

/** Reads an object's members into a record, as the table says. JSON null means absent. */
export function readInto<R>(record: Mutable<R>, table: Fields<R>, source: JsonObject, left: Leftovers): void {
  for (const key in source) {
    const value = source[key];
    const field = table.get(key);
    if (field === undefined) {
      keep(left, key, value);
    } else if (value !== null) {
      left.path.push(key);
      const taken = field(record, value, left);
      left.path.pop();
      if (!taken) {
        keep(left, key, value);
      }
    }
  }
}

/** Reads an object into a record that starts as a copy of the empty one. */
export function object<R extends object>(
  empty: R,
  table: Fields<R>,
  isComplete: (record: R) => boolean = () => true,
): Reader<R> {
  return (value, left) => {
    if (!isJsonObject(value)) {
      return undefined;
    }
    const record: Mutable<R> = { ...empty };
    readInto(record, table, value, left);
    return isComplete(record) ? record : undefined;
  };
}

/** Reads an array; elements that do not fit are left over, the others keep their order. */
export function list<T>(read: Reader<T>): Reader<readonly T[]> {
  return (value, left) => {
    if (!Array.isArray(value)) {
      return undefined;
    }
    const results: T[] = [];
    for (let index = 0; index < value.length; index += 1) {
      const element: unknown = value[index];
      left.path.push(index);
      const result = read(element, left);
      left.path.pop();
      if (result === undefined) {
        keep(left, index, element);
      } else {
        results.push(result);
      }
    }
    return results;
  };
}

/** Text without lone surrogates: UTF-8 cannot hold one. The original is left over. */
export const string: Reader<string> = (value, left) => {
  if (typeof value !== 'string') {
    return undefined;
  }
  return value.isWellFormed() ? value : keepOriginal(left, value, value.toWellFormed());
};

export const boolean: Reader<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);

export const double: Reader<number> = (value) =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** A whole number; X sends some as strings (edits_remaining). */
function integer(min: number, max: number): Reader<number> {
  return (value) => {
    const number = typeof value === 'string' && String(Number(value)) === value ? Number(value) : value;
    return typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max
      ? number
      : undefined;
  };
}

export const int32 = integer(-(2 ** 31), 2 ** 31 - 1);
/** Beyond 2^53 a double loses digits: such a number is left over. */
export const int64 = integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);

/** An id: a string, or, where X once sent a number, exactly its digits. */
export const id: Reader<string> = (value, left) => {
  if (typeof value === 'number') {
    left.inexact ||= !Number.isSafeInteger(value);
    return Number.isInteger(value) ? String(value) : undefined;
  }
  if (value instanceof ExactNumber) {
    return /^\d+$/.test(value.source) ? value.source : undefined;
  }
  return string(value, left);
};

/** Epoch ms of an RFC 3339 instant; precision beyond milliseconds is left over. */
export const instant: Reader<number> = (value, left) => {
  const parsed = typeof value === 'string' ? parseInstant(value) : null;
  if (parsed === null) {
    return undefined;
  }
  return parsed.exact ? parsed.ms : keepOriginal(left, value, parsed.ms);
};

/** Keeps the value being read, although a usable form of it was found. */
function keepOriginal<T>(left: Leftovers, original: unknown, usable: T): T {
  const key = left.path.pop();
  if (key !== undefined) {
    keep(left, key, original);
    left.path.push(key);
  }
  return usable;
}

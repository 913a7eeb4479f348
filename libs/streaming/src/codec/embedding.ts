import type { Type } from 'avsc';
import type { AvroSchema } from '@tdp/contracts';
import { typeOf } from './record-types';

/**
 * How to write a record whose first field is a record that was read and not changed: Avro writes
 * the fields of a record one after the other, so the field's bytes can be copied as they came.
 */
export interface Embedding {
  /** The first field. */
  readonly field: string;
  /** The record without it. */
  readonly rest: Type;
}

interface Field {
  readonly name: string;
  readonly type: unknown;
}

/** Null where the outer record does not begin with the inner one, in this very version. */
export function findEmbedding(outer: AvroSchema, inner: AvroSchema): Embedding | null {
  const [first, ...others] = outer['fields'] as readonly Field[];
  if (first === undefined || !isSameRecord(first.type, inner)) {
    return null;
  }
  try {
    return { field: first.name, rest: typeOf({ ...outer, fields: others }) };
  } catch {
    // The others refer to what the first field defines, and so cannot be written without it.
    return null;
  }
}

function isSameRecord(type: unknown, inner: AvroSchema): boolean {
  const isRecord = typeof type === 'object' && type !== null && 'fields' in type;
  return isRecord && typeOf({ ...type }).equals(typeOf(inner));
}

import { mongo } from 'mongoose';
import type { AvroSchema } from '@tdp/contracts';

/** Turns a decoded value into what the driver stores; compiled once from the value's schema. */
export type ToBson = (value: unknown) => unknown;

type Schema = string | readonly Schema[] | AvroSchema;
type Plain = Record<string, unknown>;

/**
 * Compiles a converter from an Avro schema, so that a field has one BSON type in every
 * document, whatever its value: long is Long, double is Double, timestamp-millis is Date,
 * int is int32. The driver alone would store 3 as int32, 3.5 as double and 3e9 as double,
 * and typed readers (Trino, Tableau, BI tools) fail on a field of mixed types.
 */
export function compileToBson(schema: Schema): ToBson {
  return compile(schema, new Map());
}

const identity: ToBson = (value) => value;

function compile(schema: Schema, named: Map<string, ToBson>): ToBson {
  if (typeof schema === 'string') {
    return compilePrimitive(schema, named);
  }
  if (Array.isArray(schema)) {
    const branch = (schema as readonly Schema[]).find((candidate) => candidate !== 'null');
    const convert = branch === undefined ? identity : compile(branch, named);
    return convert === identity ? identity : (value) => (value === null ? null : convert(value));
  }
  const { type, logicalType, items } = schema as { type: Schema; logicalType?: string; items?: Schema };
  if (logicalType === 'timestamp-millis') {
    return (value) => new Date(value as number);
  }
  if (type === 'array') {
    const convert = compile(items as Schema, named);
    return convert === identity ? identity : (value) => (value as unknown[]).map(convert);
  }
  return type === 'record' ? compileRecord(schema as AvroSchema, named) : compile(type, named);
}

function compilePrimitive(name: string, named: Map<string, ToBson>): ToBson {
  switch (name) {
    case 'long':
      return (value) => mongo.Long.fromNumber(value as number);
    case 'double':
      return (value) => new mongo.Double(value as number);
    case 'int':
    case 'string':
    case 'boolean':
    case 'null':
      return identity;
    default: {
      const convert = named.get(name);
      if (convert === undefined) {
        throw new Error(`the schema mentions ${name} before it defines it`);
      }
      return convert;
    }
  }
}

function compileRecord(schema: AvroSchema, named: Map<string, ToBson>): ToBson {
  const fields: { name: string; convert: ToBson }[] = [];
  const convertRecord: ToBson = (value) => {
    const source = value as Plain;
    const target: Plain = {};
    for (const { name, convert } of fields) {
      target[name] = convert(source[name]);
    }
    return target;
  };
  const { name, namespace } = schema as { name: string; namespace?: string };
  named.set(name, convertRecord);
  named.set(`${namespace ?? ''}.${name}`, convertRecord);
  for (const field of schema['fields'] as readonly { name: string; type: Schema }[]) {
    fields.push({ name: field.name, convert: compile(field.type, named) });
  }
  // Nothing to convert, nothing to copy: half of a post's nested records are text only.
  if (fields.every(({ convert }) => convert === identity)) {
    named.set(name, identity);
    named.set(`${namespace ?? ''}.${name}`, identity);
    return identity;
  }
  return convertRecord;
}

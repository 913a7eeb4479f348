import type { AvroSchema } from '@tdp/contracts';
import type { StoredDocument } from './versioned';

type Schema = string | readonly Schema[] | AvroSchema;

interface Field {
  readonly name: string;
  readonly type: Schema;
  readonly default?: unknown;
}

/** The record whose fields stand in a document beside those of the record that holds it; see compileDocument. */
export interface ReadShape {
  readonly subject: string;
}

/** Makes the record of a stored document. */
export type ReadDocument<T> = (document: StoredDocument) => T;

/**
 * The inverse of compileDocument, for documents read with the driver's own promotion of values: what was made of the
 * record is taken off again, and a field that an older release did not store yet has its schema's default. Not for the
 * hot path, hence no generated code.
 */
export function compileReader<T>(schema: AvroSchema, { subject }: ReadShape): ReadDocument<T> {
  const records = new Map<string, AvroSchema>();
  define(schema);
  const own = fieldsOf(schema).filter(({ name }) => name !== subject);
  const subjectField = fieldsOf(schema).find(({ name }) => name === subject);
  if (subjectField === undefined) {
    throw new Error(`the schema has no field ${subject}`);
  }
  const subjectSchema = subjectField.type as AvroSchema;
  return (document) =>
    ({
      [subject]: readFields(fieldsOf(subjectSchema), document),
      ...readFields(own, document),
    }) as T;

  /** Later mentions of a record are by its name. */
  function define(part: Schema): void {
    if (typeof part === 'string') {
      return;
    }
    if (Array.isArray(part)) {
      (part as readonly Schema[]).forEach(define);
      return;
    }
    const { type, name, items } = part as { type: Schema; name?: string; items?: Schema };
    if (type === 'record') {
      records.set(String(name), part as AvroSchema);
      fieldsOf(part as AvroSchema).forEach((field) => define(field.type));
    } else {
      define(type === 'array' ? (items as Schema) : type);
    }
  }

  function readFields(fields: readonly Field[], from: object): object {
    const stored = from as Readonly<Record<string, unknown>>;
    return Object.fromEntries(
      fields.map((field) => [
        field.name,
        stored[field.name] === undefined ? field.default : read(field.type, stored[field.name]),
      ]),
    );
  }

  function read(type: Schema, value: unknown): unknown {
    if (value === null) {
      return null;
    }
    if (typeof type === 'string') {
      return readNamed(type, value);
    }
    if (Array.isArray(type)) {
      return read((type as readonly Schema[]).find((branch) => branch !== 'null') ?? 'null', value);
    }
    const { type: kind, logicalType, items } = type as { type: Schema; logicalType?: string; items?: Schema };
    if (logicalType === 'timestamp-millis') {
      return (value as Date).getTime();
    }
    if (kind === 'array') {
      return (value as readonly unknown[]).map((item) => read(items as Schema, item));
    }
    return kind === 'record' ? readFields(fieldsOf(type as AvroSchema), value as object) : read(kind, value);
  }

  function readNamed(name: string, value: unknown): unknown {
    if (['string', 'boolean', 'null'].includes(name)) {
      return value;
    }
    if (['int', 'long', 'double'].includes(name)) {
      return Number(value);
    }
    const record = records.get(name.split('.').at(-1) ?? name);
    if (record === undefined) {
      throw new Error(`the schema mentions ${name}, which it does not define`);
    }
    return readFields(fieldsOf(record), value as object);
  }
}

const fieldsOf = (schema: AvroSchema): readonly Field[] => schema['fields'] as readonly Field[];

import type { AvroSchema } from '@tdp/contracts';
import { fieldsOf, isUnion, recordsOf, type DocumentField, type FieldType } from './document-schema';
import type { StoredDocument } from './versioned';

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
  const records = recordsOf(fieldsOf(schema));
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

  function readFields(fields: readonly DocumentField[], from: object): object {
    const stored = from as Readonly<Record<string, unknown>>;
    return Object.fromEntries(
      fields.map((field) => [
        field.name,
        stored[field.name] === undefined ? field.default : read(field.type, stored[field.name]),
      ]),
    );
  }

  function read(type: FieldType, value: unknown): unknown {
    if (value === null) {
      return null;
    }
    if (typeof type === 'string') {
      return readNamed(type, value);
    }
    if (isUnion(type)) {
      return read(type.find((branch) => branch !== 'null') ?? 'null', value);
    }
    const {
      type: kind,
      logicalType,
      items,
    } = type as { type: FieldType; logicalType?: string; items?: FieldType };
    if (logicalType === 'timestamp-millis') {
      return (value as Date).getTime();
    }
    if (kind === 'array') {
      return (value as readonly unknown[]).map((item) => read(items as FieldType, item));
    }
    return kind === 'record' ? readFields(fieldsOf(type), value as object) : read(kind, value);
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

import type { AvroSchema } from '@tdp/contracts';

/** A type as Avro writes it: a name, a record, an array, or the branches of a nullable one. */
export type FieldType = string | readonly FieldType[] | AvroSchema;

/** A field of a document or of a record inside it. */
export interface DocumentField {
  readonly name: string;
  readonly type: FieldType;
  /** What it means. */
  readonly doc?: string;
  /** A field with one may be absent: a release that did not know it yet stored the document. */
  readonly default?: unknown;
}

export interface DocumentShape {
  /** The field that holds the record whose fields come first in the document; its id is the _id, unless one is added. */
  readonly subject?: string;
  /** Fields that do not come from the record, given with each call. An added _id is the document's first field. */
  readonly added: readonly DocumentField[];
}

/** What the documents of a collection consist of. */
export interface DocumentSchema {
  readonly fields: readonly DocumentField[];
  /** Every record in them, by name: Avro defines one where it is mentioned first. */
  readonly records: ReadonlyMap<string, AvroSchema>;
}

export const INSTANT = { type: 'long', logicalType: 'timestamp-millis' };

/** The fields of the documents that compileDocument makes of a record, in their order. */
export function describeDocument(schema: AvroSchema, { subject, added }: DocumentShape): DocumentSchema {
  const own = fieldsOf(schema);
  const isIdAdded = added.some(({ name }) => name === '_id');
  const inner = own.find(({ name }) => name === subject);
  const subjectFields = inner === undefined ? [] : fieldsOf(inner.type as AvroSchema);
  const fields = [
    ...added.filter(({ name }) => name === '_id'),
    ...subjectFields.map((field) => (field.name === 'id' && !isIdAdded ? { ...field, name: '_id' } : field)),
    ...own.filter(({ name }) => name !== subject),
    ...added.filter(({ name }) => name !== '_id'),
  ];
  // The subject itself may be inside the subject, by its name.
  return { fields, records: recordsOf([...own, ...added]) };
}

/** A description by its fields alone, of documents that are made of no record. */
export const describeFields = (fields: readonly DocumentField[]): DocumentSchema => ({
  fields,
  records: recordsOf(fields),
});

/** Every record that fields define, by name. */
export function recordsOf(fields: readonly DocumentField[]): DocumentSchema['records'] {
  const records = new Map<string, AvroSchema>();
  fields.forEach(({ type }) => define(type, records));
  return records;
}

/** Later mentions of a record are by its name. */
function define(type: FieldType, records: Map<string, AvroSchema>): void {
  if (typeof type === 'string') {
    return;
  }
  if (isUnion(type)) {
    type.forEach((branch) => define(branch, records));
    return;
  }
  const { type: kind, name, items } = type as { type: FieldType; name?: string; items?: FieldType };
  if (kind === 'record') {
    records.set(String(name), type);
    fieldsOf(type).forEach((field) => define(field.type, records));
  } else if (kind === 'array') {
    define(items as FieldType, records);
  }
}

export const isUnion = (type: FieldType): type is readonly FieldType[] => Array.isArray(type);

export const fieldsOf = (record: AvroSchema): readonly DocumentField[] =>
  record['fields'] as readonly DocumentField[];

/** What a field may hold besides null, and whether it may be null. */
export interface ReadType {
  readonly isNullable: boolean;
  /** One of BSON's, by its alias. */
  readonly bsonType: 'string' | 'bool' | 'int' | 'long' | 'double' | 'date' | 'array' | 'object';
  /** Of an array. */
  readonly items?: FieldType;
  /** Of an object. */
  readonly record?: AvroSchema;
}

const BSON_TYPES: Readonly<Record<string, ReadType['bsonType']>> = {
  string: 'string',
  boolean: 'bool',
  int: 'int',
  long: 'long',
  double: 'double',
};

/** A field's type as MongoDB stores it; the counterpart of what compileDocument converts. */
export function readType(type: FieldType, records: DocumentSchema['records']): ReadType {
  if (isUnion(type)) {
    const branch = type.find((candidate) => candidate !== 'null') ?? 'null';
    return { ...readType(branch, records), isNullable: type.includes('null') };
  }
  if (typeof type === 'string') {
    const bsonType = BSON_TYPES[type];
    const record = records.get(type.split('.').at(-1) ?? type);
    if (bsonType === undefined && record === undefined) {
      throw new Error(`the schema mentions ${type}, which it does not define`);
    }
    return bsonType === undefined
      ? { isNullable: false, bsonType: 'object', record: record as AvroSchema }
      : { isNullable: false, bsonType };
  }
  const {
    type: kind,
    logicalType,
    items,
  } = type as { type: FieldType; logicalType?: string; items?: FieldType };
  if (logicalType === 'timestamp-millis') {
    return { isNullable: false, bsonType: 'date' };
  }
  if (kind === 'array') {
    return { isNullable: false, bsonType: 'array', items: items as FieldType };
  }
  return kind === 'record'
    ? { isNullable: false, bsonType: 'object', record: type }
    : readType(kind, records);
}

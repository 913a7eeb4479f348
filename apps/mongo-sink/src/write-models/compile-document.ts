import { mongo } from 'mongoose';
import type { AvroSchema } from '@tdp/contracts';
import { fieldsOf, isUnion, type DocumentShape, type FieldType } from './document-schema';

/** Makes the document of a decoded record. */
export type ToDocument<T, A> = (record: T, added: A) => mongo.Document;

/**
 * Compiles, from an Avro schema, what turns a decoded record into a document: the fields of its
 * subject and its own side by side, each with one BSON type whatever its value. long is Long,
 * double is Double, timestamp-millis is Date, int is int32: the driver alone would store 3 as
 * int32, 3.5 as double and 3e9 as double, and typed readers (Trino, Tableau) fail on a field of
 * mixed types.
 *
 * The result is generated code, as avsc's own: one object literal a record. Objects built
 * field by field become hash tables, which takes three times as long here and slows the
 * serialization that follows (ADR 0006).
 */
export function compileDocument<T, A>(
  schema: AvroSchema,
  { subject, added }: DocumentShape,
): ToDocument<T, A> {
  const source = createSource();
  const own = fieldsOf(schema);
  const addedNames = added.map(({ name }) => name);
  const isIdAdded = addedNames.includes('_id');
  const members: readonly Member[] = [
    ...(isIdAdded ? [{ name: '_id', value: 'added._id' }] : []),
    ...subjectMembers(),
    ...own
      .filter(({ name }) => name !== subject)
      .map(({ name, type }) => ({ name, value: source.convert(type, `record.${name}`) })),
    ...addedNames.filter((name) => name !== '_id').map((name) => ({ name, value: `added.${name}` })),
  ];
  refuseDuplicates(members);
  const literal = members.map(({ name, value }) => `${name}: ${value}`).join(', ');
  return source.evaluate(`(record, added) => ({ ${literal} })`) as ToDocument<T, A>;

  function subjectMembers(): readonly Member[] {
    if (subject === undefined) {
      return [];
    }
    const subjectField = own.find(({ name }) => name === subject);
    if (subjectField === undefined) {
      throw new Error(`the schema has no field ${subject}`);
    }
    // Defined first: what follows may refer to it by name.
    source.convert(subjectField.type, 'unused');
    return fieldsOf(subjectField.type as AvroSchema).map(({ name, type }) => ({
      name: name === 'id' && !isIdAdded ? '_id' : name,
      value: source.convert(type, `record.${subject}.${name}`),
    }));
  }
}

interface Member {
  readonly name: string;
  readonly value: string;
}

/** Of two members of one name the later would silently replace the earlier in every document. */
function refuseDuplicates(members: readonly Member[]): void {
  const values = new Map<string, string>();
  for (const { name, value } of members) {
    const earlier = values.get(name);
    if (earlier !== undefined) {
      throw new Error(
        `two values would be the field ${name} of a document: ${earlier} and ${value}; give one of them another name`,
      );
    }
    values.set(name, value);
  }
}

/** The code of a schema's conversions; names in it are Avro names, and so JavaScript names too. */
function createSource() {
  const functions = new Map<string, string>();
  /** Names of records: whether there is anything in them to convert. */
  const records = new Map<string, boolean>();

  /** The expression that converts a value; the value itself where nothing is to be converted. */
  function convert(schema: FieldType, value: string): string {
    if (typeof schema === 'string') {
      return convertNamed(schema, value);
    }
    if (isUnion(schema)) {
      const branch = schema.find((candidate) => candidate !== 'null') ?? 'null';
      const converted = convert(branch, value);
      return converted === value ? value : `${value} === null ? null : ${converted}`;
    }
    const { type, logicalType, items } = schema as {
      type: FieldType;
      logicalType?: string;
      items?: FieldType;
    };
    if (logicalType === 'timestamp-millis') {
      return `new Date(${value})`;
    }
    if (type === 'array') {
      const converted = convert(items as FieldType, 'item');
      return converted === 'item' ? value : `${value}.map((item) => ${converted})`;
    }
    return type === 'record' ? convertRecord(schema, value) : convert(type, value);
  }

  function convertNamed(name: string, value: string): string {
    switch (name) {
      case 'long':
        return `Long.fromNumber(${value})`;
      case 'double':
        return `new Double(${value})`;
      case 'int':
      case 'string':
      case 'boolean':
      case 'null':
        return value;
      default: {
        const converts = records.get(name.split('.').at(-1) ?? name);
        if (converts === undefined) {
          throw new Error(`the schema mentions ${name} before it defines it`);
        }
        return converts ? `${name.split('.').at(-1)}(${value})` : value;
      }
    }
  }

  function convertRecord(schema: AvroSchema, value: string): string {
    const { name } = schema as { name: string };
    // Until its fields are known it may hold anything: a record may contain itself.
    records.set(name, true);
    const members = fieldsOf(schema).map((field) => ({
      name: field.name,
      converted: convert(field.type, `record.${field.name}`),
    }));
    const converts = members.some((member) => member.converted !== `record.${member.name}`);
    records.set(name, converts);
    if (converts) {
      const literal = members.map((member) => `${member.name}: ${member.converted}`).join(', ');
      functions.set(name, `function ${name}(record) { return { ${literal} }; }`);
    }
    return converts ? `${name}(${value})` : value;
  }

  return {
    convert,
    evaluate(expression: string): unknown {
      // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- from our own schemas only
      return new Function('Long', 'Double', `${[...functions.values()].join('\n')}\nreturn ${expression};`)(
        mongo.Long,
        mongo.Double,
      );
    },
  };
}

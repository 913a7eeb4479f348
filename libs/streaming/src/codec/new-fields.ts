import type { Type } from 'avsc';

interface RecordSchema {
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly type: unknown }[];
}

/**
 * Fields of a writer's records, at any depth, that the reader's record of the same name lacks, as
 * `Record.field`: what Avro's resolution leaves out without a word.
 */
export function findNewFields(writer: Type, reader: Type): readonly string[] {
  const known = recordsOf(reader.schema());
  return [...recordsOf(writer.schema())].flatMap(([record, fields]) => {
    const ours = known.get(record);
    // A record that the reader does not have at all is reached by a field that it does not have.
    return ours === undefined
      ? []
      : [...fields].filter((name) => !ours.has(name)).map((name) => `${record}.${name}`);
  });
}

/** The names of the fields of every record that a schema defines, by the record's name without namespace. */
function recordsOf(
  schema: unknown,
  found = new Map<string, ReadonlySet<string>>(),
): ReadonlyMap<string, ReadonlySet<string>> {
  if (Array.isArray(schema)) {
    schema.forEach((branch) => recordsOf(branch, found));
  } else if (typeof schema === 'object' && schema !== null) {
    if (isRecord(schema)) {
      found.set(schema.name.split('.').at(-1) ?? schema.name, new Set(schema.fields.map(({ name }) => name)));
      schema.fields.forEach(({ type }) => recordsOf(type, found));
    } else {
      // Of an array, a map, or a type in another's clothes; later mentions of a record are only its name.
      const { type, items, values } = schema as Readonly<Record<string, unknown>>;
      [type, items, values].forEach((inner) => recordsOf(inner, found));
    }
  }
  return found;
}

const isRecord = (schema: object): schema is RecordSchema => 'fields' in schema;

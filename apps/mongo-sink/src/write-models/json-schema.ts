import {
  fieldsOf,
  readType,
  type DocumentField,
  type DocumentSchema,
  type FieldType,
} from './document-schema';

/** A schema in the dialect of MongoDB's $jsonSchema. */
export interface JsonSchema {
  readonly title?: string;
  readonly bsonType: string | readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
}

/**
 * `whole`: every field, and what is inside it. `core`: what must be present and every date, by their own types: what the
 * server can look at with each write without becoming slower (ADR 0027).
 */
export type JsonSchemaExtent = 'whole' | 'core';

/**
 * What documents of this description fit. Fields that have a default may be absent, and others than these present: the
 * documents of the release before this one and of the one after it fit as well, or a rolling upgrade would fill the
 * server's log. A record inside itself is followed once: MongoDB's dialect has no references.
 */
export function toJsonSchema(
  { fields, records }: DocumentSchema,
  title: string,
  extent: JsonSchemaExtent,
): JsonSchema {
  const isCore = (field: DocumentField): boolean =>
    !('default' in field) || readType(field.type, records).bsonType === 'date';
  const members = extent === 'whole' ? fields : fields.filter(isCore);
  return { title, ...objectOf(members, new Set()), bsonType: 'object' };

  function objectOf(
    members: readonly DocumentField[],
    inside: ReadonlySet<string>,
  ): Omit<JsonSchema, 'bsonType'> {
    const required = members.filter((field) => !('default' in field)).map(({ name }) => name);
    return {
      // An empty list is refused.
      ...(required.length > 0 && { required }),
      properties: Object.fromEntries(members.map(({ name, type }) => [name, valueOf(type, inside)])),
    };
  }

  function valueOf(type: FieldType, inside: ReadonlySet<string>): JsonSchema {
    const { bsonType, isNullable, items, record } = readType(type, records);
    const own = { bsonType: isNullable ? [bsonType, 'null'] : bsonType };
    if (extent === 'core') {
      return own;
    }
    if (items !== undefined) {
      return { ...own, items: valueOf(items, inside) };
    }
    const name = String(record?.['name']);
    return record === undefined || inside.has(name)
      ? own
      : { ...own, ...objectOf(fieldsOf(record), new Set([...inside, name])) };
  }
}

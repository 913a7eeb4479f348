import type { AvroSchema } from '@tdp/contracts';

interface Field {
  readonly name: string;
  readonly type: unknown;
}

/** Fields that a next version of a record brings, by the record's name: one in a post, one deep inside it. */
const NEW_FIELDS: Readonly<Record<string, readonly Field[]>> = {
  Tweet: [{ name: 'hologram', type: ['null', 'string'] }],
  PublicMetrics: [{ name: 'shareCount', type: ['null', 'long'] }],
  EnrichedTweet: [
    {
      name: 'echo',
      type: ['null', { type: 'record', name: 'EchoEnrichment', fields: [{ name: 'people', type: 'long' }] }],
    },
  ],
};

/** What the next version of a schema may look like: new nullable fields at more than one depth. */
export function nextVersion(schema: AvroSchema): AvroSchema {
  return grow(schema) as AvroSchema;
}

function grow(schema: unknown): unknown {
  if (Array.isArray(schema)) {
    return schema.map(grow);
  }
  if (typeof schema !== 'object' || schema === null) {
    return schema;
  }
  const { name, fields, items, type } = schema as Readonly<Record<string, unknown>>;
  if (!Array.isArray(fields)) {
    return { ...schema, ...(items !== undefined && { items: grow(items) }), type: grow(type) };
  }
  const own = (fields as readonly Field[]).map((field) => ({ ...field, type: grow(field.type) }));
  const added = (NEW_FIELDS[String(name)] ?? []).map((field) => ({ ...field, default: null }));
  return { ...schema, fields: [...own, ...added] };
}

import type { AvroSchema } from '@tdp/contracts';
import type { CollectionDescription } from '../write-models/collections';
import { fieldsOf, readType, type DocumentField, type DocumentSchema } from '../write-models/document-schema';
import { inlineCode, renderTable, toMarkdown } from './markdown';

/** An index as its model declares it. */
export interface DictionaryIndex {
  readonly name: string;
  readonly keys: readonly string[];
}

export interface DictionaryOptions {
  readonly collections: readonly CollectionDescription[];
  /** By collection. */
  readonly indexes: ReadonlyMap<string, readonly DictionaryIndex[]>;
}

type Records = DocumentSchema['records'];
type Row = readonly [field: string, type: string, isNullable: string, meaning: string];

const HEAD: Row = ['field', 'BSON type', 'null', 'meaning'];

/** docs/data-dictionary.md: every field of every collection. @throws Error when a field has no meaning */
export function renderDictionary({ collections, indexes }: DictionaryOptions): string {
  const records: Records = new Map(collections.flatMap(({ schema }) => [...schema.records]));
  const shared = sharedRecords(collections, records);
  const parts = [
    INTRODUCTION,
    ...collections.map((collection) => renderCollection(collection)),
    `## Records inside documents\n\nWhat is in more than one place, or inside itself, is described here once.`,
    ...[...shared].toSorted().map((name) => renderRecord(records.get(name) as AvroSchema)),
  ];
  return `${parts.join('\n\n')}\n`;

  function renderCollection({ name, doc, schema, like }: CollectionDescription): string {
    const base = collections.find((other) => other.name === like);
    const fields = schema.fields.filter((field) => base?.schema.fields.includes(field) !== true);
    const index = (indexes.get(name) ?? []).map(
      ({ name: of, keys }) => `${inlineCode(of)} (${keys.join(', ')})`,
    );
    return [
      `## ${inlineCode(name)}`,
      toMarkdown(doc),
      ...(like === undefined ? [] : [`The fields of ${inlineCode(like)}, but for these:`]),
      renderTable(HEAD, rowsOf(fields, '')),
      ...(index.length === 0 ? [] : [`Indexes: ${index.join(', ')}.`]),
    ].join('\n\n');
  }

  function renderRecord(record: AvroSchema): string {
    const name = String(record['name']);
    const fields = fieldsOf(record);
    const collection = hostOf(record, collections, records);
    const heading = [`### ${name}`, toMarkdown(record['doc'] as string)];
    if (collection === undefined) {
      return [...heading, renderTable(HEAD, rowsOf(fields, ''))].join('\n\n');
    }
    const [first, last] = [fields.at(0)?.name ?? '', fields.at(-1)?.name ?? ''].map(inlineCode);
    const there = collection.schema.fields.some(({ name: own }) => own === 'id')
      ? ''
      : ` (there ${inlineCode('_id')})`;
    const told = `The fields of ${inlineCode(collection.name)} from ${first}${there} to ${last}.`;
    return [...heading, told].join('\n\n');
  }

  function rowsOf(fields: readonly DocumentField[], prefix: string): readonly Row[] {
    return fields.flatMap((field) => {
      const type = readType(field.type, records);
      const path = `${prefix}${field.name}`;
      const item = type.items === undefined ? undefined : readType(type.items, records);
      const record = type.record ?? item?.record;
      const inner = item === undefined ? '' : ` of ${typeName(item.bsonType, record)}`;
      const meaning = field.doc ?? record?.['doc'];
      if (typeof meaning !== 'string' || meaning === '') {
        throw new Error(`nobody says what ${path} means: give it a doc in its schema`);
      }
      const row: Row = [
        inlineCode(path),
        item === undefined ? typeName(type.bsonType, record) : `array${inner}`,
        type.isNullable ? 'yes' : '',
        toMarkdown(meaning),
      ];
      return record === undefined || shared.has(String(record['name']))
        ? [row]
        : [row, ...rowsOf(fieldsOf(record), `${path}${item === undefined ? '' : '[]'}.`)];
    });
  }

  function typeName(bsonType: string, record: AvroSchema | undefined): string {
    const name = String(record?.['name']);
    return record !== undefined && shared.has(name) ? `[${name}](#${name.toLowerCase()})` : bsonType;
  }
}

const INTRODUCTION = `# Data dictionary

Every field of every collection, generated from the contracts and the models by \`npm run dictionary:generate\`: do not edit
it. How enrichments are computed is in [enrichment.md](enrichment.md).

A field has the one BSON type that stands here in all documents, or null where "yes" says so: unknown is null, never a zero
or an empty list that nobody counted. Every field is present; only documents of an earlier release lack what it did not
know. \`a.b\` is a field of an object, \`a[].b\` one of each object in an array. Dates are UTC, to the millisecond.`;

/** The collection of which the record's fields stand in the documents themselves. */
function hostOf(
  record: AvroSchema,
  collections: readonly CollectionDescription[],
  records: Records,
): CollectionDescription | undefined {
  const isAmong = (field: DocumentField, { schema }: CollectionDescription): boolean => {
    const wanted = readType(field.type, records).bsonType;
    return schema.fields.some(
      ({ name, type }) =>
        (name === field.name || (name === '_id' && field.name === 'id')) &&
        readType(type, records).bsonType === wanted,
    );
  };
  // A record of two or three fields is among others by chance.
  return fieldsOf(record).length < 10
    ? undefined
    : collections.find((collection) => fieldsOf(record).every((field) => isAmong(field, collection)));
}

/** Records that more than one field holds, and those that are documents elsewhere. */
function sharedRecords(collections: readonly CollectionDescription[], records: Records): ReadonlySet<string> {
  const mentions = new Map<string, number>();
  const visit = (fields: readonly DocumentField[]): void => {
    for (const field of fields) {
      const { items, record = items === undefined ? undefined : readType(items, records).record } = readType(
        field.type,
        records,
      );
      if (record !== undefined) {
        const name = String(record['name']);
        const isHosted = hostOf(record, collections, records) !== undefined;
        const count = (mentions.get(name) ?? 0) + (isHosted ? 2 : 1);
        mentions.set(name, count);
        if (count === 1) {
          visit(fieldsOf(record));
        }
      }
    }
  };
  collections.filter(({ like }) => like === undefined).forEach(({ schema }) => visit(schema.fields));
  return new Set([...mentions].flatMap(([name, count]) => (count > 1 ? [name] : [])));
}

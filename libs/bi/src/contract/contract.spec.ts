import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readDataDictionary } from '../testing';
import { TABLES } from './contract';
import { POSITION } from './part-tables';
import type { Column, ColumnType, Table } from './table';

const DOCS = path.resolve(__dirname, '../../../../docs');
const FILES = ['data-dictionary.md', 'rollup-dictionary.md'];
const dictionary = readDataDictionary(
  FILES.map((file) => readFileSync(path.join(DOCS, file), 'utf8')).join('\n'),
);
const columns = TABLES.flatMap((table) => table.columns.map((column) => ({ table, column })));
const named = columns.map((each) => ({ ...each, what: `${each.table.name}.${each.column.name}` }));

/** What the collections hold that a column of this type can be made of. */
const FROM: Readonly<Record<ColumnType, readonly string[]>> = {
  string: ['string'],
  long: ['int', 'long'],
  double: ['double'],
  boolean: ['bool'],
  timestamp: ['date'],
  date: ['date'],
};

/** Whether a field may be unknown: itself, or what it is inside of; of an item that exists its array exists. */
function mayBeUnknown({ collection, unwind }: Table, field: string): boolean {
  const parts = field.split('.');
  return parts.some((_, index) => {
    const parent = parts.slice(0, index + 1).join('.');
    const isKnown = unwind !== null && (unwind === parent || unwind.startsWith(`${parent}.`));
    return !isKnown && dictionary.fieldAt(collection, parent)?.isNullable === true;
  });
}

describe('the contract', () => {
  it.each(named)('$what comes from fields that the collection has', ({ table, column }) => {
    for (const field of column.source.paths) {
      expect([field, dictionary.fieldAt(table.collection, field)]).toEqual([field, expect.anything()]);
    }
  });

  it.each(named.filter(({ column }) => column.source.expression === undefined))(
    '$what has the type of its field, and is null where that may be',
    ({ table, column }) => {
      const [field = ''] = column.source.paths;
      expect(FROM[column.type]).toContain(dictionary.fieldAt(table.collection, field)?.type);
      expect(column.isNullable).toBe(mayBeUnknown(table, field));
    },
  );

  it('would notice a field that is gone or has another type', () => {
    expect(dictionary.fieldAt('tweets', 'geo.latitud')).toBeUndefined();
    expect(dictionary.fieldAt('tweets', 'author.publicMetrics.followersCount')?.type).toBe('long');
    expect(dictionary.fieldAt('tweets', 'author.id')?.type).toBe('string');
    expect(dictionary.fieldAt('tweets', 'tags.hashtags')?.type).toBe('array of object');
    expect(dictionary.fieldAt('users', '_id')?.isNullable).toBe(false);
  });

  it('chooses documents by fields that the collection has', () => {
    for (const { collection, match = {} } of TABLES) {
      for (const field of Object.keys(match)) {
        expect([field, dictionary.fieldAt(collection, field)]).toEqual([field, expect.anything()]);
      }
    }
  });

  it('has no array: the items of one are rows of a table of their own', () => {
    for (const { unwind, collection } of TABLES) {
      const type = unwind === null ? 'array' : dictionary.fieldAt(collection, unwind)?.type;
      expect(type).toMatch(/^array/);
    }
  });

  it.each(TABLES)('$name tells its rows apart, names each column once, in snake_case', (table) => {
    const names = table.columns.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name))).toEqual([]);
    expect(names).toEqual(expect.arrayContaining([...table.key]));
    const isRequired = (name: string) => table.columns.find((column) => column.name === name)?.isNullable;
    expect(table.key.map(isRequired)).toEqual(table.key.map(() => false));
    expect(table.key.includes(POSITION)).toBe(table.unwind !== null);
  });

  it.each(named)('$what has a meaning, and what a measure needs', ({ column }) => {
    const { role, aggregation, type, description }: Column = column;
    expect(description).toMatch(/^.+\.$/s);
    expect(aggregation !== null).toBe(role === 'measure');
    expect(role === 'dimension' || ['long', 'double'].includes(type)).toBe(true);
    // A double holds no id of X.
    expect(/(^|_)id$/.test(column.name) ? type : 'string').toBe('string');
  });
});

import { CONTRACT_VERSION, type Column, type Table } from '@tdp/bi';
import { PipelineError } from '@tdp/service';
import type { Row } from '../export/pseudonyms';

const isLong = (value: unknown): boolean =>
  typeof value === 'number' || (typeof value === 'object' && value !== null && 'toBigInt' in value);

const FITS: Readonly<Record<Column['type'], (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  long: isLong,
  double: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  timestamp: (value) => value instanceof Date,
  date: (value) => value instanceof Date,
};

const ADVICE = 'correct the documents, or change the contract in libs/bi';

/**
 * Rows as they are, as long as they are what the contract says.
 * @throws PipelineError RECORD_INVALID naming the column, the row and the contract's version; also when no row has a column
 */
export async function* checked(
  rows: AsyncIterable<Row>,
  { name: table, key, columns }: Pick<Table, 'name' | 'key' | 'columns'>,
): AsyncIterable<Row> {
  const fail = (column: Column, problem: string): PipelineError => {
    const wanted = `${column.type}${column.isNullable ? ' or null' : ''}`;
    return new PipelineError(
      'RECORD_INVALID',
      `reading ${table}: ${column.name} ${problem}; version ${CONTRACT_VERSION} of the contract says ${wanted}: ${ADVICE}`,
    );
  };
  const unseen = new Set(columns);
  let isEmpty = true;
  for await (const row of rows) {
    isEmpty = false;
    for (const column of columns) {
      const value = row[column.name];
      const isKnown = value !== null && value !== undefined;
      if (isKnown ? !FITS[column.type](value) : !column.isNullable) {
        const where = key.map((part) => `${part} ${String(row[part])}`).join(', ');
        throw fail(column, `is ${isKnown ? typeOf(value) : 'unknown'} in the row of ${where}`);
      }
    }
    // A field that a document lacks is null; one that all of them lack is gone.
    for (const column of unseen) {
      if (row[column.name] !== undefined) {
        unseen.delete(column);
      }
    }
    yield row;
  }
  const [gone] = unseen;
  if (gone !== undefined && !isEmpty) {
    throw fail(gone, `is in no row, ${gone.source.paths.join(' and ')} in no document`);
  }
}

const typeOf = (value: unknown): string =>
  value instanceof Date
    ? 'an instant'
    : Array.isArray(value)
      ? 'an array'
      : `a value of type ${typeof value}`;

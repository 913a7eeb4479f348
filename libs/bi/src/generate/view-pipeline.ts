import { POSITION } from '../contract/part-tables';
import type { Column, ColumnType, Expression, ExpressionObject, Table } from '../contract/table';

/** A MongoDB view: what it reads, and how. */
export interface View {
  readonly name: string;
  readonly collection: string;
  readonly pipeline: readonly ExpressionObject[];
}

/** The BSON type that a column has in every row, unless it is null. */
export const BSON_TYPES: Readonly<Record<ColumnType, string>> = {
  string: 'string',
  long: 'long',
  double: 'double',
  boolean: 'bool',
  timestamp: 'date',
  date: 'date',
};

/** The view that a table is read by. */
export function viewOf(table: Table): View {
  const { name, collection, match, unwind, stages = [], columns } = table;
  const values = Object.fromEntries(columns.map((column) => [column.name, valueOf(column)]));
  return {
    name,
    collection,
    pipeline: [
      ...(match === undefined ? [] : [{ $match: match }]),
      ...(unwind === null ? [] : [{ $unwind: { path: `$${unwind}`, includeArrayIndex: POSITION } }]),
      ...stages,
      { $project: { _id: 0, ...values } },
    ],
  };
}

function valueOf({ type, source }: Column): Expression {
  const [path = ''] = source.paths;
  const value = source.expression ?? `$${path}`;
  if (type === 'long') {
    return { $toLong: value };
  }
  if (type === 'double') {
    return { $toDouble: value };
  }
  // A field that is only renamed is one that the server filters by its index, and every document has it; of an
  // object that may be null its fields are missing, where a row must have them.
  const isInside = source.expression === undefined && path.includes('.');
  return isInside ? { $ifNull: [value, null] } : value;
}

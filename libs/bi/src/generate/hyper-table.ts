import type { ColumnType, Table } from '../contract/table';
import { quoted } from './sql';

/** How Hyper's SQL writes a type, and what its catalog calls it. */
const HYPER_TYPES: Readonly<Record<ColumnType, { readonly sql: string; readonly catalog: string }>> = {
  string: { sql: 'TEXT', catalog: 'TEXT' },
  long: { sql: 'BIGINT', catalog: 'BIG_INT' },
  double: { sql: 'DOUBLE PRECISION', catalog: 'DOUBLE' },
  boolean: { sql: 'BOOLEAN', catalog: 'BOOL' },
  timestamp: { sql: 'TIMESTAMP WITH TIME ZONE', catalog: 'TIMESTAMP_TZ' },
  date: { sql: 'DATE', catalog: 'DATE' },
};

/** A column as Hyper's catalog tells it. */
export interface HyperColumn {
  readonly name: string;
  /** TEXT, BIG_INT, DOUBLE, BOOL, TIMESTAMP_TZ or DATE. */
  readonly type: string;
  readonly isNullable: boolean;
}

/** The columns that a table of the contract has in an extract. */
export const hyperColumnsOf = ({ columns }: Table): readonly HyperColumn[] =>
  columns.map(({ name, type, isNullable }) => ({ name, type: HYPER_TYPES[type].catalog, isNullable }));

/** The statement that makes it, of these kinds: a temporary one lives as long as its connection. */
export function createHyperTable(
  { name, columns }: Pick<Table, 'name' | 'columns'>,
  kind: 'TABLE' | 'TEMPORARY TABLE' = 'TABLE',
): string {
  const lines = columns.map(
    (column) =>
      `${quoted(column.name)} ${HYPER_TYPES[column.type].sql}${column.isNullable ? '' : ' NOT NULL'}`,
  );
  return `CREATE ${kind} ${quoted(name)} (${lines.join(', ')})`;
}

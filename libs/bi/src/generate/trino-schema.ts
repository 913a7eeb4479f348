import type { ColumnType, Table } from '../contract/table';

const TRINO_TYPES: Readonly<Record<ColumnType, string>> = {
  string: 'varchar',
  long: 'bigint',
  double: 'double',
  boolean: 'boolean',
  // Without a zone, tools take an instant for local time.
  timestamp: 'timestamp(3) with time zone',
  date: 'date',
};

/** A document of the collection in which Trino's MongoDB connector looks up a table's columns. */
export interface TrinoSchema {
  readonly table: string;
  readonly comment: string;
  readonly fields: readonly TrinoField[];
}

export interface TrinoField {
  readonly name: string;
  readonly type: string;
  readonly hidden: boolean;
  readonly comment: string;
}

/** What Trino is told about a table; without it, it would guess from the first document. */
export function trinoSchemaOf({ name, description, columns }: Table): TrinoSchema {
  return {
    table: name,
    comment: description,
    fields: columns.map((column) => ({
      name: column.name,
      type: TRINO_TYPES[column.type],
      hidden: false,
      comment: column.description,
    })),
  };
}

import type { Column, ColumnType, Table } from '@tdp/bi';
import { Long, type Db, type Document } from 'mongodb';

/** What engines write differently. */
export interface Dialect {
  /** What text is called. */
  readonly text: string;
  /** An instant as ISO 8601 to the millisecond, in UTC. */
  readonly iso: (sql: string) => string;
}

export const TRINO: Dialect = { text: 'varchar', iso: (sql) => `to_iso8601(${sql})` };
export const HYPER: Dialect = {
  text: 'text',
  iso: (sql) => `to_char(${sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
};

/** How a column is summed up, so that two engines can be compared: as texts, which lose no digit. */
interface Measurement {
  readonly name: string;
  readonly sql: (column: string, dialect: Dialect) => string;
  /** For $group. */
  readonly accumulator: (field: string) => Document;
  /** Of what $group gives: as SQL gives it. */
  readonly toText: (value: unknown) => string | null;
}

const isKnown = (field: string): Document => ({ $cond: [{ $eq: [field, null] }, 0, 1] });
const textOf = (value: unknown): string | null =>
  value === null || value === undefined ? null : (value as { toString(): string }).toString();
const isoOf = (value: unknown): string | null =>
  value instanceof Date ? value.toISOString() : textOf(value);
const dayOf = (value: unknown): string | null => isoOf(value)?.slice(0, 10) ?? null;
/** MongoDB's $sum of nothing is 0, SQL's is null. */
const sumOf = (value: unknown): string | null => textOf(value instanceof Long ? value.toString() : value);

const known: Measurement = {
  name: 'known',
  sql: (column, { text }) => `CAST(count(${column}) AS ${text})`,
  accumulator: (field) => ({ $sum: isKnown(field) }),
  toText: (value) => textOf(value ?? 0),
};
type Format = (sql: string, dialect: Dialect) => string;
const extreme = (name: 'min' | 'max', format: Format, toText: Measurement['toText']): Measurement => ({
  name,
  sql: (column, dialect) => format(`${name}(${column})`, dialect),
  accumulator: (field) => ({ [`$${name}`]: field }),
  toText,
});
const extremes = (format: Format, toText: Measurement['toText']): readonly Measurement[] => [
  extreme('min', format, toText),
  extreme('max', format, toText),
];
const distinct: Measurement = {
  name: 'distinct',
  sql: (column, { text }) => `CAST(count(DISTINCT ${column}) AS ${text})`,
  accumulator: (field) => ({ $addToSet: field }),
  toText: (value) => String(((value ?? []) as unknown[]).filter((each) => each !== null).length),
};
const sum: Measurement = {
  name: 'sum',
  sql: (column, { text }) => `CAST(coalesce(sum(${column}), 0) AS ${text})`,
  accumulator: (field) => ({ $sum: field }),
  toText: (value) => sumOf(value ?? 0),
};
const plain: Format = (sql, { text }) => `CAST(${sql} AS ${text})`;
const rounded = (value: unknown): string | null => (typeof value === 'number' ? value.toFixed(6) : null);
/** Sums of doubles depend on their order in the last digits. */
const toSixDigits: Format = (sql, { text }) => `CAST(CAST(${sql} AS decimal(38, 6)) AS ${text})`;
const iso: Format = (sql, dialect) => dialect.iso(sql);

const MEASUREMENTS: Readonly<Record<ColumnType, readonly Measurement[]>> = {
  string: [known, distinct, ...extremes((sql) => sql, textOf)],
  long: [known, sum, ...extremes(plain, textOf)],
  double: [
    known,
    {
      ...sum,
      sql: (column, dialect) => toSixDigits(`coalesce(sum(${column}), 0)`, dialect),
      toText: (value) => rounded(value ?? 0),
    },
    ...extremes(toSixDigits, rounded),
  ],
  boolean: [known, distinct],
  timestamp: [known, distinct, ...extremes(iso, isoOf)],
  date: [known, distinct, ...extremes(plain, dayOf)],
};

const measured = ({ columns }: Table): { key: string; column: Column; measurement: Measurement }[] =>
  columns.flatMap((column) =>
    MEASUREMENTS[column.type].map((measurement) => ({
      key: `${column.name}__${measurement.name}`,
      column,
      measurement,
    })),
  );

/** One question whose row sums up every column of a table. */
export function summaryQuery(table: Table, dialect: Dialect): string {
  const values = measured(table).map(({ column, measurement }) =>
    measurement.sql(`"${column.name}"`, dialect),
  );
  return `SELECT CAST(count(*) AS ${dialect.text}), ${values.join(', ')} FROM ${table.name}`;
}

/** The names of that row's values. */
export const summaryKeys = (table: Table): readonly string[] => [
  'rows',
  ...measured(table).map(({ key }) => key),
];

/** The same by MongoDB's own aggregation. */
export async function summaryOf(database: Db, table: Table): Promise<readonly (string | null)[]> {
  const group = Object.fromEntries(
    measured(table).map(({ key, column, measurement }) => [key, measurement.accumulator(`$${column.name}`)]),
  );
  const [found = {}] = await database
    .collection(table.name)
    .aggregate([{ $group: { _id: null, rows: { $sum: 1 }, ...group } }], {
      promoteLongs: false,
    })
    .toArray();
  return [
    String(found['rows'] ?? 0),
    ...measured(table).map(({ key, measurement }) => measurement.toText(found[key])),
  ];
}

import type { Column, ColumnType, Table } from '@tdp/bi';
import { Long, type Db, type Document } from 'mongodb';

/** How a column is summed up, so that two engines can be compared: as texts, which lose no digit. */
interface Measurement {
  readonly name: string;
  readonly sql: (column: string) => string;
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
  sql: (column) => `CAST(count(${column}) AS varchar)`,
  accumulator: (field) => ({ $sum: isKnown(field) }),
  toText: (value) => textOf(value ?? 0),
};
const extreme = (
  name: 'min' | 'max',
  format: (sql: string) => string,
  toText: Measurement['toText'],
): Measurement => ({
  name,
  sql: (column) => format(`${name}(${column})`),
  accumulator: (field) => ({ [`$${name}`]: field }),
  toText,
});
const extremes = (format: (sql: string) => string, toText: Measurement['toText']): readonly Measurement[] => [
  extreme('min', format, toText),
  extreme('max', format, toText),
];
const distinct: Measurement = {
  name: 'distinct',
  sql: (column) => `CAST(count(DISTINCT ${column}) AS varchar)`,
  accumulator: (field) => ({ $addToSet: field }),
  toText: (value) => String(((value ?? []) as unknown[]).filter((each) => each !== null).length),
};
const sum: Measurement = {
  name: 'sum',
  sql: (column) => `CAST(coalesce(sum(${column}), 0) AS varchar)`,
  accumulator: (field) => ({ $sum: field }),
  toText: (value) => sumOf(value ?? 0),
};
const plain = (sql: string): string => `CAST(${sql} AS varchar)`;
const rounded = (value: unknown): string | null => (typeof value === 'number' ? value.toFixed(6) : null);
/** Sums of doubles depend on their order in the last digits. */
const toSixDigits = (sql: string): string => `CAST(CAST(${sql} AS decimal(38, 6)) AS varchar)`;
const iso = (sql: string): string => `to_iso8601(${sql})`;

const MEASUREMENTS: Readonly<Record<ColumnType, readonly Measurement[]>> = {
  string: [known, distinct, ...extremes((sql) => sql, textOf)],
  long: [known, sum, ...extremes(plain, textOf)],
  double: [
    known,
    {
      ...sum,
      sql: (column) => toSixDigits(`coalesce(sum(${column}), 0)`),
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
export function summaryQuery(table: Table): string {
  const values = measured(table).map(({ column, measurement }) => measurement.sql(`"${column.name}"`));
  return `SELECT CAST(count(*) AS varchar), ${values.join(', ')} FROM ${table.name}`;
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

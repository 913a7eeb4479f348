import { groupingsOf, isGrouped, type Chart, type Condition, type Value } from '@tdp/bi';
import type { Db, Document } from 'mongodb';

export type Answer = readonly (readonly unknown[])[];

/** What a chart must show, by MongoDB's own aggregation over the view: no SQL has a part in it. */
export async function answerByMongo(database: Db, chart: Chart): Promise<Answer> {
  const groups = groupingsOf(chart);
  const keys = Object.fromEntries(
    groups.map(({ column, grain }) => [
      column,
      grain === null ? `$${column}` : { $dateTrunc: { date: `$${column}`, unit: grain } },
    ]),
  );
  const match = { $match: { $and: [{}, ...chart.where.map(matchOf)] } };
  const rows = await database
    .collection(chart.table)
    .aggregate([
      match,
      ...(chart.values.length === 0 ? [{ $project: { _id: keys } }] : [groupOf(chart, keys)]),
    ])
    .toArray();
  // Without groups SQL counts nothing as one row of 0.
  const found = rows.length === 0 && chart.values.length > 0 && !isGrouped(chart) ? [{}] : rows;
  return found
    .map((row: Document) => [
      ...groups.map(({ column }) => ((row['_id'] as Document | undefined)?.[column] as unknown) ?? null),
      ...chart.values.map((value) => finish(value, row[value.name])),
    ])
    .filter((row) => chart.atLeast === null || Number(row[groups.length]) >= chart.atLeast);
}

function matchOf({ column, is, value }: Condition): Document {
  switch (is) {
    case 'known':
      return { [column]: { $ne: null } };
    case 'unknown':
      return { [column]: null };
    case 'equal':
      return { [column]: value };
    case 'not equal':
      return { [column]: { $nin: [value, null] } };
  }
}

function groupOf(chart: Chart, keys: Document): Document {
  const accumulators = chart.values.map((value) => [value.name, accumulatorOf(value)]);
  return { $group: { _id: keys, ...Object.fromEntries(accumulators) } };
}

function accumulatorOf({ aggregate, column }: Value): Document {
  const field = `$${column}`;
  const known = { $cond: [{ $eq: [field, null] }, 0, 1] };
  switch (aggregate) {
    case 'rows':
      return { $sum: 1 };
    case 'known':
      return { $sum: known };
    case 'distinct':
      return { $addToSet: field };
    case 'sum':
      // The sum of nothing known is null in SQL.
      return { $push: field };
    case 'average':
      return { $avg: field };
    case 'maximum':
      return { $max: field };
    case 'minimum':
      return { $min: field };
  }
}

function finish({ aggregate }: Value, found: unknown): unknown {
  if (aggregate === 'rows' || aggregate === 'known') {
    return found ?? 0;
  }
  if (aggregate === 'distinct' || aggregate === 'sum') {
    const known = ((found ?? []) as unknown[]).filter((each) => each !== null);
    if (aggregate === 'distinct') {
      return known.length;
    }
    return known.length === 0 ? null : known.reduce<number>((sum, each) => sum + Number(each), 0);
  }
  return found ?? null;
}

/** Two engines' rows as one can compare them: instants as ISO texts, fractions to nine digits. */
export const comparable = (answer: Answer): readonly string[] =>
  answer.map((row) => JSON.stringify(row.map(plain)));

const SQL_INSTANT = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?) UTC$/;

function plain(value: unknown): unknown {
  if (value instanceof Date) {
    return value.toISOString();
  }
  if (typeof value === 'string') {
    const instant = SQL_INSTANT.exec(value);
    return instant === null ? value : new Date(`${instant[1]}T${instant[2]}Z`).toISOString();
  }
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(9)) : value;
}

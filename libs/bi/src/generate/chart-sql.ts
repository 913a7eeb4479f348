import type { Chart, Condition, Grouping, Value } from '../dashboards/dashboard';
import { literal, quoted } from './sql';

/** Names of the columns of a chart's answer: its groupings, the series, its values. */
export const chartColumns = (chart: Chart): readonly string[] => [
  ...groupingsOf(chart).map(({ column }) => column),
  ...chart.values.map(({ name }) => name),
];

/** Everything a chart groups by. */
export const groupingsOf = ({ groupings, series }: Chart): readonly Grouping[] =>
  series === null ? groupings : [...groupings, series];

/** A chart's question in the SQL that Trino, Hyper and DuckDB have in common; instants by the session's zone, UTC. */
export function chartSql(chart: Chart): string {
  const groups = groupingsOf(chart);
  const columns = [
    ...groups.map((grouping) => `${sqlOf(grouping)} AS ${quoted(grouping.column)}`),
    ...chart.values.map((value) => `${aggregateOf(value)} AS ${quoted(value.name)}`),
  ];
  const having = havingOf(chart);
  return [
    `SELECT ${columns.join(', ')}`,
    `FROM ${quoted(chart.table)}`,
    ...(chart.where.length === 0 ? [] : [`WHERE ${chart.where.map(conditionOf).join(' AND ')}`]),
    ...(isGrouped(chart) ? [`GROUP BY ${groups.map((_, index) => index + 1).join(', ')}`] : []),
    ...(having === null ? [] : [`HAVING ${having}`]),
    ...(groups.length === 0 ? [] : [`ORDER BY ${orderOf(chart)}`]),
    ...(chart.limit === null ? [] : [`LIMIT ${chart.limit}`]),
  ].join('\n');
}

/** Of which groups a chart consists; null when of all. */
export const havingOf = ({ values: [first], atLeast }: Chart): string | null =>
  first === undefined || atLeast === null ? null : `${aggregateOf(first)} >= ${atLeast}`;

/** A chart without values shows rows as they are. */
export const isGrouped = (chart: Chart): boolean => chart.values.length > 0 && groupingsOf(chart).length > 0;

function sqlOf({ column, grain }: Grouping): string {
  return grain === null ? quoted(column) : `date_trunc('${grain}', ${quoted(column)})`;
}

/** A value in SQL. */
export function aggregateOf({ aggregate, column }: Pick<Value, 'aggregate' | 'column'>): string {
  const name = column === null ? '*' : quoted(column);
  switch (aggregate) {
    case 'rows':
    case 'known':
      return `count(${name})`;
    case 'distinct':
      return `count(DISTINCT ${name})`;
    case 'sum':
      return `sum(${name})`;
    case 'average':
      return `avg(${name})`;
    case 'maximum':
      return `max(${name})`;
    case 'minimum':
      return `min(${name})`;
  }
}

/** A row without the column is in neither half of an equality, as SQL has it. */
function conditionOf({ column, is, value = '' }: Condition): string {
  const compared = typeof value === 'string' ? literal(value) : String(value);
  switch (is) {
    case 'known':
      return `${quoted(column)} IS NOT NULL`;
    case 'unknown':
      return `${quoted(column)} IS NULL`;
    case 'equal':
      return `${quoted(column)} = ${compared}`;
    case 'not equal':
      return `${quoted(column)} <> ${compared}`;
  }
}

/** Equals are told apart by what they are grouped by, so that the same rows are shown each time. */
function orderOf(chart: Chart): string {
  const names = chartColumns(chart);
  const others = groupingsOf(chart)
    .map(({ column }) => column)
    .filter((name) => name !== chart.order.by);
  const direction = chart.order.direction === 'ascending' ? 'ASC' : 'DESC';
  const position = (name: string): number => names.indexOf(name) + 1;
  return [
    `${position(chart.order.by)} ${direction} NULLS LAST`,
    ...others.map((name) => `${position(name)} ASC NULLS LAST`),
  ].join(', ');
}

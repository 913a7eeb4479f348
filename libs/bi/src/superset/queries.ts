import type { Chart, Condition, Value } from '../dashboards/dashboard';
import { aggregateOf, groupingsOf, havingOf } from '../generate/chart-sql';

/** Rows of a chart that has no limit of its own. */
export const MOST_ROWS = 10_000;

/** A value as Superset's own form has it. */
export const metricOf = (value: Value): object => metric(value.name, value.title, aggregateOf(value));

export const metric = (name: string, label: string, sql: string): object => ({
  expressionType: 'SQL',
  sqlExpression: sql,
  label,
  hasCustomLabel: true,
  optionName: `metric_${name}`,
});

const OPERATORS = {
  known: ['IS NOT NULL', 'IS_NOT_NULL'],
  unknown: ['IS NULL', 'IS_NULL'],
  equal: ['==', 'EQUALS'],
  'not equal': ['!=', 'NOT_EQUALS'],
} as const;

/** What a chart leaves out, and by which time it can be filtered, as Superset's form has it. */
export function adhocFilters(chart: Chart, timeColumn: string | null): readonly object[] {
  const having = havingOf(chart);
  return [
    ...(timeColumn === null
      ? []
      : [{ ...simple(timeColumn, 'TEMPORAL_RANGE', 'No filter'), filterOptionName: 'filter_time' }]),
    ...chart.where.map((condition, index) => ({
      ...simple(condition.column, OPERATORS[condition.is][0], condition.value ?? null),
      operatorId: OPERATORS[condition.is][1],
      filterOptionName: `filter_${index}`,
    })),
    ...(having === null
      ? []
      : [
          {
            clause: 'HAVING',
            expressionType: 'SQL',
            sqlExpression: having,
            filterOptionName: 'filter_at_least',
          },
        ]),
  ];
}

const simple = (subject: string, operator: string, comparator: unknown): object => ({
  clause: 'WHERE',
  expressionType: 'SIMPLE',
  subject,
  operator,
  comparator,
});

/** A chart's question in the form that /api/v1/chart/data takes; its answer has the chart's columns by their titles. */
export function queryContextOf(chart: Chart, timeColumn: string | null, form: object): object {
  const groups = groupingsOf(chart);
  const having = havingOf(chart);
  const isRaw = chart.values.length === 0;
  const ordered = chart.values.find(({ name }) => name === chart.order.by);
  const isAscending = chart.order.direction === 'ascending';
  const orderBy = ordered === undefined ? chart.order.by : metricOf(ordered);
  return {
    datasource: { id: 0, type: 'table' },
    force: false,
    queries: [
      {
        columns: groups.map(({ column, grain, title }) =>
          grain === null
            ? column
            : {
                timeGrain: GRAINS[grain],
                columnType: 'BASE_AXIS',
                sqlExpression: column,
                label: title,
                expressionType: 'SQL',
              },
        ),
        ...(isRaw ? {} : { metrics: chart.values.map(metricOf) }),
        filters: [
          ...(timeColumn === null ? [] : [{ col: timeColumn, op: 'TEMPORAL_RANGE', val: 'No filter' }]),
          ...chart.where.map(filterOf),
        ],
        extras: having === null ? {} : { having },
        // A time is in its own order; without groups there is nothing to order.
        orderby: groups.length === 0 || groups[0]?.grain !== null ? [] : [[orderBy, isAscending]],
        row_limit: chart.limit ?? MOST_ROWS,
      },
    ],
    form_data: form,
    result_format: 'json',
    result_type: 'full',
  };
}

export const GRAINS = { hour: 'PT1H', day: 'P1D' } as const;

function filterOf({ column, is, value }: Condition): object {
  return { col: column, op: OPERATORS[is][0], ...(value === undefined ? {} : { val: value }) };
}

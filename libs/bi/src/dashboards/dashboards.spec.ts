import { TABLES } from '../contract/contract';
import { chartColumns, chartSql, groupingsOf } from '../generate/chart-sql';
import { DASHBOARDS } from './subjects';

const charts = DASHBOARDS.flatMap((dashboard) => dashboard.charts);
const columnsOf = (table: string) =>
  new Map(TABLES.find(({ name }) => name === table)?.columns.map((column) => [column.name, column]));

describe('each chart', () => {
  it.each(charts)('$name reads columns that its table has', (chart) => {
    const columns = columnsOf(chart.table);
    const used = [...groupingsOf(chart), ...chart.values, ...chart.where].flatMap(
      ({ column }) => column ?? [],
    );
    expect(used.filter((name) => !columns.has(name))).toEqual([]);
  });

  it.each(charts)('$name truncates times, adds up measures, and orders by what it shows', (chart) => {
    const columns = columnsOf(chart.table);
    for (const { column, grain } of groupingsOf(chart)) {
      expect(grain === null || columns.get(column)?.type === 'timestamp').toBe(true);
    }
    for (const { aggregate, column } of chart.values) {
      const isMeasured = ['sum', 'average'].includes(aggregate);
      expect(!isMeasured || columns.get(column ?? '')?.role === 'measure').toBe(true);
      expect(column === null).toBe(aggregate === 'rows');
    }
    const names = chartColumns(chart);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(0);
    expect(chart.mark === 'number' || names.includes(chart.order.by)).toBe(true);
    expect(chart.description).toMatch(/[.?]$/);
  });
});

it('names each chart and dashboard once, and each filter acts on a chart', () => {
  const names = [...DASHBOARDS, ...charts].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^[a-z]+(-[a-z]+)*$/.test(name))).toEqual([]);
  for (const { charts: own, filters } of DASHBOARDS) {
    const has = (column: string) => own.some(({ table }) => columnsOf(table).has(column));
    expect(filters.filter((column) => !has(column))).toEqual([]);
  }
});

it('asks in SQL that tells equals apart and quotes what it compares', () => {
  const copies = charts.find(({ name }) => name === 'copies')!;
  expect(chartSql({ ...copies, where: [{ column: 'kind', is: 'equal', value: "it's" }] })).toBe(
    [
      'SELECT "text_hash" AS "text_hash", count(*) AS "copies", count(DISTINCT "author_id") AS "authors", ' +
        'min("text") AS "example", min("created_at") AS "first_at", max("created_at") AS "last_at"',
      'FROM "bi_tweets"',
      `WHERE "kind" = 'it''s'`,
      'GROUP BY 1',
      'HAVING count(*) >= 2',
      'ORDER BY 2 DESC NULLS LAST, 1 ASC NULLS LAST',
      'LIMIT 50',
    ].join('\n'),
  );
});

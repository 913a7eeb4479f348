import { chartSql, DASHBOARDS, groupingsOf } from '@tdp/bi';
import { answerByMongo, comparable } from '../test-support/chart-answers';
import { fillKnown, fillMany } from '../test-support/known-data';
import { openTestDatabase, type TestDatabase } from '../test-support/test-database';
import { startBi, type RunningTrino } from '../test-support/trino';

const CHARTS = DASHBOARDS.flatMap(({ charts }) => charts);

let test: TestDatabase;
let trino: RunningTrino;

beforeAll(async () => {
  test = await openTestDatabase();
  trino = await startBi(test.uri);
});
afterAll(async () => {
  try {
    expect(await trino.stop()).toBe(0);
  } finally {
    await test.close();
  }
});

/** All rows, in whatever order. */
const everyRow = async (chart: (typeof CHARTS)[number]) => {
  const rows = await trino.ask(chartSql({ ...chart, limit: null }));
  expect(comparable(rows).toSorted()).toEqual(
    comparable(await answerByMongo(test.database, chart)).toSorted(),
  );
  return rows;
};

it.each(CHARTS)('$name of empty collections is empty, or 0', everyRow);

describe('of known posts', () => {
  beforeAll(async () => {
    await fillKnown(test.database);
    await fillMany(test.database, 400);
  });

  it.each(CHARTS)('$name has the rows that MongoDB finds', async (chart) => {
    const rows = await everyRow(chart);
    expect(rows.length).toBeGreaterThan(0);
  });

  it.each(CHARTS.filter(({ limit }) => limit !== null))(
    '$name shows the first of them, in one order',
    async (chart) => {
      const sql = chartSql(chart);
      const rows = await trino.ask(sql);
      expect(rows).toEqual((await trino.ask(chartSql({ ...chart, limit: null }))).slice(0, chart.limit!));
      expect(await trino.ask(sql)).toEqual(rows);
      const place = [
        ...groupingsOf(chart).map(({ column }) => column),
        ...chart.values.map(({ name }) => name),
      ];
      const ordered = rows.map((row) => row[place.indexOf(chart.order.by)]).filter((value) => value !== null);
      const ascending = ordered.toSorted((a, b) => (a! < b! ? -1 : a! > b! ? 1 : 0));
      expect(ordered).toEqual(chart.order.direction === 'ascending' ? ascending : ascending.toReversed());
    },
  );
});

import type { Chart, Dashboard } from '../dashboards/dashboard';
import { uuidOf } from './identity';

/** Columns of the page's grid. */
const WIDTH = 12;
const HALF = 6;
const NUMBER = 6;
/** Of eight pixels. */
const HEIGHT = 46;
const NUMBER_HEIGHT = 18;
const TABLE_HEIGHT = 58;
const WORDS_HEIGHT = 10;

interface Row {
  readonly charts: readonly { readonly chart: Chart; readonly width: number }[];
  readonly height: number;
}

/** A page: the question, then its charts side by side, tables over its whole width. */
export function positionOf(dashboard: Dashboard): object {
  const rows = rowsOf(dashboard.charts);
  const numberOf = (chart: Chart) => dashboard.charts.indexOf(chart) + 1;
  const parents = ['ROOT_ID', 'GRID_ID'];
  const ids = rows.map((_, index) => `ROW-${dashboard.name}-${index}`);
  const words = `MARKDOWN-${dashboard.name}`;
  const wordsRow = `ROW-${dashboard.name}-words`;
  const parts = rows.flatMap(({ charts, height }, index) => {
    const id = ids[index] ?? '';
    return [
      row(
        id,
        parents,
        charts.map(({ chart }) => `CHART-${chart.name}`),
      ),
      ...charts.map(({ chart, width }) => ({
        type: 'CHART',
        id: `CHART-${chart.name}`,
        children: [],
        parents: [...parents, id],
        meta: {
          // Superset puts its own in its place, by the UUID.
          chartId: numberOf(chart),
          uuid: uuidOf('chart', chart.name),
          sliceName: chart.title,
          width,
          height,
        },
      })),
    ];
  });
  const all = [
    { type: 'ROOT', id: 'ROOT_ID', children: ['GRID_ID'] },
    { type: 'GRID', id: 'GRID_ID', children: [wordsRow, ...ids], parents: ['ROOT_ID'] },
    { type: 'HEADER', id: 'HEADER_ID', meta: { text: dashboard.title } },
    row(wordsRow, parents, [words]),
    {
      type: 'MARKDOWN',
      id: words,
      children: [],
      parents: [...parents, wordsRow],
      meta: { code: wordsOf(dashboard), width: WIDTH, height: WORDS_HEIGHT },
    },
    ...parts,
  ];
  return { DASHBOARD_VERSION_KEY: 'v2', ...Object.fromEntries(all.map((part) => [part.id, part])) };
}

const row = (id: string, parents: readonly string[], children: readonly string[]) => ({
  type: 'ROW',
  id,
  children,
  parents,
  meta: { background: 'BACKGROUND_TRANSPARENT' },
});

const wordsOf = ({ question }: Dashboard): string =>
  `### ${question}\n\nClick a bar or a row to choose it; right-click for the rows behind it. Times are UTC.`;

function rowsOf(charts: readonly Chart[]): readonly Row[] {
  const numbers = charts.filter(({ mark }) => mark === 'number');
  const tables = charts.filter(({ mark }) => mark === 'table');
  const drawn = charts.filter(({ mark }) => !['number', 'table'].includes(mark));
  const pairs = Array.from({ length: Math.ceil(drawn.length / 2) }, (_, index) =>
    drawn.slice(2 * index, 2 * index + 2),
  );
  return [
    ...(numbers.length === 0
      ? []
      : [{ charts: numbers.map((chart) => ({ chart, width: NUMBER })), height: NUMBER_HEIGHT }]),
    ...pairs.map((pair) => ({
      charts: pair.map((chart) => ({ chart, width: pair.length === 1 ? WIDTH : HALF })),
      height: HEIGHT,
    })),
    ...tables.map((chart) => ({ charts: [{ chart, width: WIDTH }], height: TABLE_HEIGHT })),
  ];
}

import { TABLES } from '../contract/contract';
import { DASHBOARDS } from '../dashboards/subjects';
import { chartColumns } from '../generate/chart-sql';
import { slugOf, supersetAssets } from './assets';
import { uuidOf } from './identity';

const OPTIONS = {
  trinoUri: 'trino://superset@127.0.0.1:8090/mongodb/twitter',
  schema: 'twitter',
  timeRange: 'Last day',
  refreshSeconds: 30,
};

interface Asset {
  readonly uuid: string;
  readonly dataset_uuid: string;
  readonly viz_type: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly query_context: string;
  readonly columns: readonly { readonly column_name: string; readonly expression: string | null }[];
  readonly metrics: readonly { readonly metric_name: string; readonly expression: string }[];
  readonly position: Readonly<Record<string, Part>>;
  readonly metadata: {
    readonly refresh_frequency: number;
    readonly native_filter_configuration: readonly {
      readonly targets: readonly { readonly column?: { readonly name: string } }[];
      readonly scope: { readonly excluded: readonly number[] };
      readonly defaultDataMask: { readonly extraFormData: object };
    }[];
  };
}
interface Part {
  readonly type: string;
  readonly children: readonly string[];
  readonly meta: { readonly chartId: number; readonly uuid: string; readonly width: number };
}

const assets = supersetAssets(OPTIONS) as Readonly<Record<string, Asset>>;
const asset = (file: string): Asset => assets[file]!;
const charts = DASHBOARDS.flatMap((dashboard) => dashboard.charts);

/** SQL's names for what the contract calls by a word. */
const SQL = { sum: 'sum', average: 'avg', minimum: 'min', maximum: 'max' };

describe('what Superset is told', () => {
  it('has a file for each table, chart and dashboard, with a UUID of its own that is always the same', () => {
    const files = [
      ...TABLES.map(({ name }) => `datasets/trino/${name}.yaml`),
      ...charts.map(({ name }) => `charts/${name}.yaml`),
      ...DASHBOARDS.map(({ name }) => `dashboards/${name}.yaml`),
      ...['metadata.yaml', 'databases/trino.yaml'],
    ];
    expect(Object.keys(assets).toSorted()).toEqual(files.toSorted());
    const uuids = Object.values(assets).flatMap(({ uuid }) => uuid ?? []);
    expect(new Set(uuids).size).toBe(uuids.length);
    expect(supersetAssets(OPTIONS)).toEqual(assets);
    expect(uuidOf('chart', 'volume')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it.each(TABLES)(
    '$name has each column of the contract, and its measures as they are summed up',
    (table) => {
      const { columns, metrics } = asset(`datasets/trino/${table.name}.yaml`);
      const stored = columns.filter(({ expression }) => expression === null);
      expect(stored.map(({ column_name }) => column_name)).toEqual(table.columns.map(({ name }) => name));
      const measures = table.columns.filter(({ role }) => role === 'measure');
      expect(metrics).toHaveLength(measures.length + 1);
      for (const { name, aggregation } of measures) {
        const { expression } = metrics.find(
          ({ metric_name }) => metric_name === `${aggregation}_of_${name}`,
        )!;
        expect(expression).toBe(`${SQL[aggregation!]}("${name}")`);
      }
    },
  );

  it.each(charts)('$name is asked by its own columns, in what is drawn and in what programs ask', (chart) => {
    const { params, query_context, dataset_uuid } = asset(`charts/${chart.name}.yaml`);
    expect(dataset_uuid).toBe(uuidOf('dataset', chart.table));
    const [query] = (
      JSON.parse(query_context) as {
        queries: { columns: unknown[]; metrics?: unknown[]; row_limit: number }[];
      }
    ).queries;
    expect([...query!.columns, ...(query!.metrics ?? [])]).toHaveLength(chartColumns(chart).length);
    expect(query!.row_limit).toBe(chart.limit ?? 10_000);
    const drawn = JSON.stringify(params);
    for (const { column } of chart.where) {
      expect(drawn).toContain(`"subject":"${column}"`);
    }
    expect(chart.atLeast === null).toBe(!drawn.includes('"clause":"HAVING"'));
  });

  it('draws markup only where it made it itself', () => {
    const rendering = charts.filter(
      ({ name }) => asset(`charts/${name}.yaml`).params['allow_render_html'] === true,
    );
    expect(rendering.length).toBeGreaterThan(0);
    for (const { name } of rendering) {
      const { params } = asset(`charts/${name}.yaml`);
      expect(params['all_columns']).toContain('post');
      expect(params['all_columns']).not.toContain('text');
    }
    const { expression } = asset('datasets/trino/bi_tweets.yaml').columns.find(
      ({ column_name }) => column_name === 'post',
    )!;
    expect(expression).toContain(
      `replace(replace(replace(coalesce("text", "tweet_id"), '&', '&amp;'), '<', '&lt;'), '>', '&gt;')`,
    );
  });
});

describe('a page', () => {
  it.each(DASHBOARDS)('$name has each chart once, in rows that are as wide as the page', (dashboard) => {
    const { position } = asset(`dashboards/${dashboard.name}.yaml`);
    const parts = Object.values(position).filter(({ type }) => type === 'CHART');
    expect(parts.map(({ meta }) => meta.uuid).toSorted()).toEqual(
      dashboard.charts.map(({ name }) => uuidOf('chart', name)).toSorted(),
    );
    for (const { children } of Object.values(position).filter(({ type }) => type === 'ROW')) {
      expect(children.reduce((sum, id) => sum + position[id]!.meta.width, 0)).toBe(12);
    }
    for (const id of position['GRID_ID']!.children) {
      expect(position[id]!.type).toBe('ROW');
    }
    expect(slugOf(dashboard.name)).toMatch(/^[a-z-]+$/);
  });

  it.each(DASHBOARDS)(
    '$name refreshes itself; each filter acts on the charts that have its column',
    (dashboard) => {
      const { metadata } = asset(`dashboards/${dashboard.name}.yaml`);
      expect(metadata.refresh_frequency).toBe(30);
      dashboard.filters.forEach((column, index) => {
        const { scope } = metadata.native_filter_configuration[index]!;
        const without = dashboard.charts.filter(
          ({ table }) =>
            !TABLES.find(({ name }) => name === table)!.columns.some(({ name }) => name === column),
        );
        expect(scope.excluded).toEqual(without.map((chart) => dashboard.charts.indexOf(chart) + 1));
      });
    },
  );

  it('opens on the time that it is told, or on everything', () => {
    const whenOf = (all: typeof assets) =>
      all['dashboards/happening.yaml']!.metadata.native_filter_configuration[0]!.defaultDataMask
        .extraFormData;
    expect(whenOf(assets)).toEqual({ time_range: 'Last day' });
    expect(whenOf(supersetAssets({ ...OPTIONS, timeRange: null }) as typeof assets)).toEqual({});
  });
});

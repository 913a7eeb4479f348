import { TABLES } from '../contract/contract';
import { DASHBOARDS } from '../dashboards/subjects';
import { chartOf } from './charts';
import { datasetOf } from './datasets';
import { nativeFilters } from './filters';
import { uuidOf } from './identity';
import { positionOf } from './layout';

export interface SupersetOptions {
  /** SQLAlchemy's address of Trino, with catalog and schema: `trino://user@host:port/mongodb/schema`. */
  readonly trinoUri: string;
  /** The database, as SQL has its name. */
  readonly schema: string;
  /** What pages show when they are opened, in Superset's words ("Last day"); null: everything. */
  readonly timeRange: string | null;
  /** Between two refreshes of an open page; 0: it stays as it is. */
  readonly refreshSeconds: number;
}

/** What a page's address ends with: /superset/dashboard/SLUG/ */
export const slugOf = (dashboard: string): string => `x-${dashboard}`;

/**
 * All that Superset is told, by the path of each file in one of its own exports (`type: assets`, version 1.0.0). The same
 * names have the same UUIDs, so that a second import changes what is there.
 */
export function supersetAssets(options: SupersetOptions): Readonly<Record<string, object>> {
  const { schema } = options;
  const charts = DASHBOARDS.flatMap((dashboard) => dashboard.charts);
  const tableOf = (name: string) => {
    const found = TABLES.find((table) => table.name === name);
    if (found === undefined) {
      throw new Error(`no table ${name} in the contract`);
    }
    return found;
  };
  return {
    'metadata.yaml': { version: '1.0.0', type: 'assets', timestamp: '2026-01-01T00:00:00+00:00' },
    'databases/trino.yaml': databaseOf(options),
    ...named('datasets/trino', TABLES, (table) => datasetOf(table, schema)),
    ...named('charts', charts, (chart) => chartOf(chart, tableOf(chart.table))),
    ...named('dashboards', DASHBOARDS, (dashboard) => ({
      dashboard_title: dashboard.title,
      description: dashboard.question,
      slug: slugOf(dashboard.name),
      css: '',
      published: true,
      certified_by: 'the contract of the tables',
      certification_details: 'docs/dashboards.md',
      uuid: uuidOf('dashboard', dashboard.name),
      version: '1.0.0',
      position: positionOf(dashboard),
      metadata: {
        refresh_frequency: options.refreshSeconds,
        timed_refresh_immune_slices: [],
        expanded_slices: {},
        label_colors: {},
        color_scheme: 'supersetColors',
        cross_filters_enabled: true,
        chart_configuration: {},
        global_chart_configuration: { scope: { rootPath: ['ROOT_ID'], excluded: [] }, chartsInScope: [] },
        native_filter_configuration: nativeFilters(dashboard, TABLES, options.timeRange),
      },
    })),
  };
}

function named<Each extends { readonly name: string }>(
  folder: string,
  all: readonly Each[],
  make: (each: Each) => object,
): Record<string, object> {
  return Object.fromEntries(all.map((each) => [`${folder}/${each.name}.yaml`, make(each)]));
}

const databaseOf = ({ trinoUri }: SupersetOptions): object => ({
  database_name: 'Trino',
  sqlalchemy_uri: trinoUri,
  cache_timeout: null,
  expose_in_sqllab: true,
  allow_run_async: false,
  allow_ctas: false,
  allow_cvas: false,
  allow_dml: false,
  allow_csv_upload: false,
  // A filter's instants have no zone: they are the session's.
  extra: { engine_params: { connect_args: { timezone: 'UTC' } }, metadata_params: {} },
  uuid: uuidOf('database', 'trino'),
  version: '1.0.0',
});

import { CONTRACT_VERSION } from '../contract/contract';
import type { Column, Table } from '../contract/table';
import { aggregateOf } from '../generate/chart-sql';
import { trinoSchemaOf } from '../generate/trino-schema';
import { uuidOf } from './identity';

/** A text that is safe to be drawn as HTML, as a link to the post. */
export const POST_LINK = 'post';
/** Where something is, as one value: one dot on a map for each. */
export const POSITION_TEXT = 'latitude_longitude';

const certified = {
  certification: {
    certified_by: 'the contract of the tables',
    details: `Version ${CONTRACT_VERSION}, docs/bi-dictionary.md`,
  },
};

/** A column's name as people write: `like_count`, Like count. */
export const titleOf = (name: string): string =>
  name.slice(0, 1).toUpperCase() + name.slice(1).replaceAll('_', ' ');

/** The time by which a table's rows are chosen, unless one asks for another. */
export const timeColumnOf = ({ columns }: Pick<Table, 'columns'>): string | null =>
  columns.find(({ type }) => type === 'timestamp' || type === 'date')?.name ?? null;

/** A table of the contract as Superset is told of it, in the shape of its own exports (version 1.0.0). */
export function datasetOf(table: Table, schema: string): object {
  const types = new Map(trinoSchemaOf(table).fields.map(({ name, type }) => [name, type.toUpperCase()]));
  return {
    table_name: table.name,
    main_dttm_col: timeColumnOf(table),
    description: table.description,
    schema,
    catalog: 'mongodb',
    sql: null,
    params: null,
    extra: certified,
    filter_select_enabled: true,
    columns: [
      ...table.columns.map((column) => columnOf(column, types.get(column.name) ?? '')),
      ...calculatedOf(table),
    ],
    metrics: metricsOf(table),
    uuid: uuidOf('dataset', table.name),
    database_uuid: uuidOf('database', 'trino'),
    version: '1.0.0',
  };
}

function columnOf({ name, type, role, description }: Column, trinoType: string): object {
  return {
    column_name: name,
    verbose_name: titleOf(name),
    is_dttm: type === 'timestamp' || type === 'date',
    is_active: true,
    type: trinoType,
    groupby: role === 'dimension',
    filterable: true,
    expression: null,
    description,
    extra: certified,
  };
}

/** What the contract has not, because it is about how something is shown. */
function calculatedOf({ columns }: Table): readonly object[] {
  const has = (name: string): boolean => columns.some((column) => column.name === name);
  const calculated = (name: string, expression: string, description: string): object => ({
    column_name: name,
    verbose_name: titleOf(name),
    is_dttm: false,
    is_active: true,
    type: 'VARCHAR',
    groupby: true,
    filterable: false,
    expression,
    description,
  });
  const address = has('url') ? '"url"' : `'https://x.com/i/status/' || "tweet_id"`;
  const shown = has('text') ? escaped(`coalesce("text", "tweet_id")`) : '"tweet_id"';
  return [
    ...(has('tweet_id')
      ? [
          calculated(
            POST_LINK,
            `'<a href="' || ${address} || '" target="_blank" rel="noreferrer">' || ${shown} || '</a>'`,
            'The post, as a link to it on X.',
          ),
        ]
      : []),
    ...(has('lat') && has('lon')
      ? [calculated(POSITION_TEXT, `format('%s, %s', "lat", "lon")`, 'Degrees, latitude first.')]
      : []),
  ];
}

/** A post can hold what a browser takes for markup. */
function escaped(sql: string): string {
  const replacements = [
    ['&', '&amp;'],
    ['<', '&lt;'],
    ['>', '&gt;'],
  ] as const;
  return replacements.reduce((inner, [from, to]) => `replace(${inner}, '${from}', '${to}')`, sql);
}

function metricsOf({ columns, description }: Table): readonly object[] {
  const metric = (name: string, title: string, expression: string, about: string): object => ({
    metric_name: name,
    verbose_name: title,
    metric_type: null,
    expression,
    description: about,
    d3format: null,
    extra: certified,
  });
  return [
    metric('rows', 'Rows', 'count(*)', description),
    ...columns.flatMap(({ name, aggregation, description: about }) =>
      aggregation === null
        ? []
        : [
            metric(
              `${aggregation}_of_${name}`,
              `${aggregation} of ${name}`,
              aggregateOf({ aggregate: aggregation, column: name }),
              about,
            ),
          ],
    ),
  ];
}

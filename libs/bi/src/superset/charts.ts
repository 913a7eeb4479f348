import type { Table } from '../contract/table';
import type { Chart, Value } from '../dashboards/dashboard';
import { POSITION_TEXT, POST_LINK, timeColumnOf } from './datasets';
import { uuidOf } from './identity';
import { adhocFilters, GRAINS, metric, metricOf, MOST_ROWS, queryContextOf } from './queries';

type Form = Readonly<Record<string, unknown>>;

/** A chart as Superset is told of it, in the shape of its own exports. */
export function chartOf(chart: Chart, table: Table): object {
  const timeColumn = timeColumnOf(table);
  const form: Form = {
    ...drawn(chart, table),
    adhoc_filters: adhocFilters(chart, timeColumn),
    row_limit: chart.limit ?? MOST_ROWS,
    color_scheme: 'supersetColors',
  };
  return {
    slice_name: chart.title,
    description: chart.description,
    certified_by: 'the contract of the tables',
    certification_details: 'docs/dashboards.md',
    viz_type: form['viz_type'],
    params: form,
    query_context: JSON.stringify(queryContextOf(chart, timeColumn, form)),
    cache_timeout: null,
    uuid: uuidOf('chart', chart.name),
    version: '1.0.0',
    dataset_uuid: uuidOf('dataset', chart.table),
  };
}

function drawn(chart: Chart, table: Table): Form {
  switch (chart.mark) {
    case 'number':
      return number(chart);
    case 'lines':
    case 'stacked bars':
      return overTime(chart);
    case 'bars':
      return bars(chart, table);
    case 'points':
      return points(chart, table);
    case 'table':
      return chart.values.length === 0 ? rows(chart) : groups(chart);
  }
}

const number = ({ values }: Chart): Form => ({
  viz_type: 'big_number_total',
  metric: values.map(metricOf)[0],
  y_axis_format: ',d',
  header_font_size: 0.4,
});

const axes = ({ values, groupings: [axis] }: Chart): Form => ({
  x_axis: axis?.column,
  metrics: values.map(metricOf),
  rich_tooltip: true,
  truncate_metric: true,
  show_legend: true,
  legendType: 'scroll',
  legendOrientation: 'top',
  y_axis_format: 'SMART_NUMBER',
});

const overTime = (chart: Chart): Form => ({
  ...axes(chart),
  viz_type: chart.mark === 'lines' ? 'echarts_timeseries_line' : 'echarts_timeseries_bar',
  time_grain_sqla: GRAINS[chart.groupings[0]?.grain ?? 'hour'],
  groupby: chart.series === null ? [] : [chart.series.column],
  x_axis_time_format: 'smart_date',
  tooltipTimeFormat: '%Y-%m-%d %H:%M',
  x_axis_title: chart.groupings[0]?.title,
  x_axis_title_margin: 30,
  ...(chart.mark === 'lines' ? { markerEnabled: true, markerSize: 4 } : { stack: 'Stack' }),
});

/** Values of two units have no axis in common. */
const isCount = ({ aggregate }: Value): boolean => ['rows', 'known', 'distinct'].includes(aggregate);

function bars(chart: Chart, table: Table): Form {
  const { groupings, values, limit } = chart;
  const roleOf = (name: string) => table.columns.find((column) => column.name === name)?.geoRole;
  if (groupings.some(({ column }) => roleOf(column) === 'country_code')) {
    return countries(chart);
  }
  if (!values.every(isCount) || groupings.length > 1) {
    return groups(chart);
  }
  return {
    ...axes(chart),
    viz_type: 'echarts_timeseries_bar',
    orientation: 'horizontal',
    groupby: [],
    x_axis_sort: values[0]?.title,
    // The first is at the bottom of a lying chart.
    x_axis_sort_asc: true,
    xAxisForceCategorical: true,
    show_value: (limit ?? 0) <= MOST_LABELS,
  };
}

const MOST_LABELS = 20;

/** A map that is in the page itself: no tiles are fetched. */
const countries = ({ values, groupings }: Chart): Form => ({
  viz_type: 'world_map',
  entity: groupings[0]?.column,
  country_fieldtype: 'cca2',
  metric: values.map(metricOf)[0],
  ...(values.length > 1 && { secondary_metric: values.map(metricOf)[1] }),
  show_bubbles: true,
  max_bubble_size: '25',
  color_by: 'metric',
  linear_color_scheme: 'blue_white_yellow',
  sort_by_metric: true,
});

/** Degrees are both axes, without a map below. */
function points({ series, values }: Chart, table: Table): Form {
  const degrees = (geoRole: 'latitude' | 'longitude', title: string) => {
    const name = table.columns.find((column) => column.geoRole === geoRole)?.name ?? '';
    return metric(geoRole, title, `max("${name}")`);
  };
  return {
    viz_type: 'bubble_v2',
    entity: POSITION_TEXT,
    x: degrees('longitude', 'Longitude'),
    y: degrees('latitude', 'Latitude'),
    size: values.map(metricOf)[0],
    ...(series !== null && { series: series.column }),
    max_bubble_size: '25',
    opacity: 0.6,
    show_legend: true,
    xAxisFormat: '.1f',
    y_axis_format: '.1f',
    x_axis_label: 'Longitude',
    y_axis_label: 'Latitude',
    x_axis_title_margin: 30,
    y_axis_title_margin: 40,
  };
}

const PAGE_ROWS = 10;
const table: Form = {
  viz_type: 'table',
  server_page_length: PAGE_ROWS,
  page_length: PAGE_ROWS,
  table_timestamp_format: '%Y-%m-%d %H:%M:%S',
  include_search: false,
};

/** Of a post its text, as a link, instead of its text and its address. */
function rows({ groupings, order }: Chart): Form {
  const names = groupings.map(({ column }) => column);
  const arePosts = names.includes('text') && names.includes('url');
  const shown = names.filter((name) => !arePosts || name !== 'url');
  return {
    ...table,
    query_mode: 'raw',
    all_columns: shown.map((name) => (arePosts && name === 'text' ? POST_LINK : name)),
    order_by_cols: [JSON.stringify([order.by, order.direction === 'ascending'])],
    allow_render_html: arePosts,
    show_cell_bars: false,
  };
}

const groups = ({ groupings, values, order }: Chart): Form => ({
  ...table,
  query_mode: 'aggregate',
  groupby: groupings.map(({ column }) => column),
  metrics: values.map(metricOf),
  timeseries_limit_metric: values.filter(({ name }) => name === order.by).map(metricOf)[0] ?? null,
  order_desc: order.direction === 'descending',
  allow_render_html: false,
  show_cell_bars: true,
});

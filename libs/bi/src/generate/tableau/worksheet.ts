import type { Chart, Dashboard, Mark } from '../../dashboards/dashboard';
import { groupingsOf } from '../chart-sql';
import { limitedField, shownField } from './conditions';
import { atLeast, chooser, first, onlyTrue, timeChooser } from './filters';
import { uuidOf } from './ids';
import { fieldsOf, type Fields, type Instance } from './instances';
import type { Model } from './model';
import { element, type Element } from './xml';

/** A sheet, and what a dashboard needs of it. */
export interface Sheet {
  readonly chart: Chart;
  readonly model: Model;
  readonly element: Element;
  /** Fields that it computes. */
  readonly computed: readonly Element[];
  /** Full names of the fields that can be chosen by on the dashboard. */
  readonly choosers: readonly string[];
  /** The full name of a column, as a sheet refers to it. */
  readonly reference: (column: string) => string;
}

const MARKS: Readonly<Record<Mark, string>> = {
  ...{ lines: 'Line', 'stacked bars': 'Bar', bars: 'Bar', points: 'Circle', number: 'Text', table: 'Text' },
};

interface Drawn {
  readonly rows: string;
  readonly cols: string;
  readonly encodings: readonly Element[];
  readonly used: readonly Instance[];
}

/** The sheet of a chart; `groups` numbers the filters of its dashboard. */
export function worksheetOf(
  chart: Chart,
  dashboard: Dashboard,
  models: readonly Model[],
  groups: ReadonlyMap<string, number>,
): Sheet {
  const model = models.find(({ tables }) => tables.some(({ name }) => name === chart.table));
  const table = model?.tables.find(({ name }) => name === chart.table);
  if (model === undefined || table === undefined) {
    throw new Error(`${chart.name}: no data source has ${chart.table}`);
  }
  const fields = fieldsOf(model, chart.table);
  const full = ({ name }: Instance): string => `[${model.name}].${name}`;
  const drawn = draw(chart, fields, full);
  const choosers = chosenBy(dashboard, model).map((column) => ({
    column,
    ...chooserOf(column, model, full, groups),
  }));
  const restricted = restrict(chart, fields, full, table.key[0] ?? '');
  const order = orderOf(chart, fields, full);
  const used = [
    ...drawn.used,
    ...choosers.map(({ instance }) => instance),
    ...restricted.used,
    ...order.used,
  ];
  const filters = [...choosers.map(({ filter }) => filter), ...restricted.filters];
  const slices = [
    ...choosers.map(({ instance }) => instance),
    ...restricted.used.filter(({ name }) => name.startsWith('[none:')),
  ];
  const view = element('view', {}, [
    element('datasources', {}, [element('datasource', { caption: model.caption, name: model.name })]),
    element('datasource-dependencies', { datasource: model.name }, dependenciesOf(used)),
    ...filters,
    ...order.sorts,
    ...(slices.length === 0
      ? []
      : [
          element(
            'slices',
            {},
            unique(slices.map(full)).map((name) => element('column', {}, [name])),
          ),
        ]),
    element('aggregation', { value: true }),
  ]);
  const pane = element('pane', { 'selection-relaxation-option': 'selection-relaxation-allow' }, [
    element('view', {}, [element('breakdown', { value: 'auto' })]),
    element('mark', { class: MARKS[chart.mark] }),
    ...(drawn.encodings.length === 0 ? [] : [element('encodings', {}, drawn.encodings)]),
  ]);
  return {
    chart,
    model,
    computed: unique(used.map(({ field }) => field)).filter(isComputed),
    choosers: choosers.map(({ instance }) => full(instance)),
    reference: (column) => full(fields.group({ column, grain: null }, 'discrete')),
    element: element('worksheet', { name: chart.name }, [
      element('layout-options', {}, [
        element('title', {}, [formatted(chart.title)]),
        element('caption', {}, [formatted(chart.description)]),
      ]),
      element('table', {}, [
        view,
        element('style'),
        element('panes', {}, [pane]),
        element('rows', {}, drawn.rows === '' ? [] : [drawn.rows]),
        element('cols', {}, drawn.cols === '' ? [] : [drawn.cols]),
      ]),
      element('simple-id', { uuid: uuidOf(`worksheet ${chart.name}`) }),
    ]),
  };
}

export const formatted = (text: string): Element =>
  element('formatted-text', {}, [element('run', {}, [text])]);
const unique = <T>(items: readonly T[]): readonly T[] => [...new Set(items)];
const isComputed = ({ children }: Element): boolean =>
  children.some((child) => typeof child !== 'string' && child.name === 'calculation');

/** Fields first, then the instances of them, each once. */
function dependenciesOf(used: readonly Instance[]): readonly Element[] {
  const once = (elements: readonly Element[]): readonly Element[] => [
    ...new Map(elements.map((each) => [each.attributes['name'], each])).values(),
  ];
  return [...once(used.map(({ field }) => field)), ...once(used.map((each) => each.element))];
}

function draw(chart: Chart, fields: Fields, full: (instance: Instance) => string): Drawn {
  const shape = chart.mark === 'table' ? 'discrete' : 'continuous';
  const values = chart.values.map((value) => fields.value(value, shape));
  const axis = chart.groupings.map((grouping) =>
    fields.group(
      grouping,
      chart.mark === 'points' || (grouping.grain !== null && chart.mark !== 'table')
        ? 'continuous'
        : 'discrete',
    ),
  );
  const series = chart.series === null ? null : fields.group(chart.series, 'discrete');
  const color = series === null ? [] : [element('color', { column: full(series) })];
  const used = [...axis, ...values, ...(series === null ? [] : [series])];
  const nested = (instances: readonly Instance[]): string =>
    instances.length > 1 ? `(${instances.map(full).join(' / ')})` : instances.map(full).join('');
  const beside = (instances: readonly Instance[]): string =>
    instances.length > 1 ? `(${instances.map(full).join(' + ')})` : instances.map(full).join('');
  switch (chart.mark) {
    case 'lines':
    case 'stacked bars':
      return { used, encodings: color, rows: beside(values), cols: nested(axis) };
    case 'bars':
      return { used, encodings: color, rows: nested(axis), cols: beside(values) };
    case 'points': {
      // Latitude is the first grouping: the rows of a map.
      const [lat, lon] = axis;
      const size = values.map((value) => element('size', { column: full(value) }));
      return {
        used,
        encodings: [...color, ...size],
        rows: lat === undefined ? '' : full(lat),
        cols: lon === undefined ? '' : full(lon),
      };
    }
    case 'number':
      return {
        used,
        encodings: values.map((value) => element('text', { column: full(value) })),
        rows: '',
        cols: '',
      };
    case 'table':
      return { used, encodings: [], rows: nested([...axis, ...values]), cols: '' };
  }
}

/** Columns of the dashboard's filters that the data source has. */
const chosenBy = ({ filters }: Dashboard, { tables }: Model): readonly string[] =>
  filters.filter((column) => tables[0]?.columns.some(({ name }) => name === column));

function chooserOf(
  column: string,
  model: Model,
  full: (instance: Instance) => string,
  groups: ReadonlyMap<string, number>,
): { readonly instance: Instance; readonly filter: Element } {
  const table = model.tables[0];
  const fields = fieldsOf(model, table?.name ?? '');
  const isTime = table?.columns.find(({ name }) => name === column)?.type === 'timestamp';
  const instance = fields.group({ column, grain: null }, isTime ? 'continuous' : 'discrete');
  const group = groups.get(column) ?? 0;
  return {
    instance,
    filter: isTime ? timeChooser(full(instance), group) : chooser(full(instance), instance.name, group),
  };
}

function restrict(
  chart: Chart,
  fields: Fields,
  full: (instance: Instance) => string,
  key: string,
): { readonly used: readonly Instance[]; readonly filters: readonly Element[] } {
  const shown = shownField(chart, fields);
  const [value] = chart.values;
  const used = shown === null ? [] : [shown];
  const filters = shown === null ? [] : [onlyTrue(full(shown), shown.name)];
  if (chart.atLeast !== null && value !== undefined) {
    const counted = fields.value(value, 'continuous');
    used.push(counted);
    filters.push(atLeast(full(counted), chart.atLeast));
  }
  // Of points Tableau shows all that there are.
  if (chart.limit !== null && chart.mark !== 'points') {
    const limited = limitedField(chart, key, fields);
    const by = chart.values.find(({ name }) => name === chart.order.by);
    const expression = by === undefined ? `MAX(${fields.reference(chart.order.by)})` : fields.formula(by);
    const direction = chart.order.direction === 'ascending' ? 'ASC' : 'DESC';
    used.push(limited);
    filters.push(first(full(limited), limited.name, { count: chart.limit, expression, direction }));
  }
  return { used, filters };
}

/** What stands first is ordered by the value, or by itself; an axis of time needs no order. */
function orderOf(
  chart: Chart,
  fields: Fields,
  full: (instance: Instance) => string,
): { readonly used: readonly Instance[]; readonly sorts: readonly Element[] } {
  const [grouping] = groupingsOf(chart);
  if (grouping === undefined || grouping.grain !== null || chart.mark === 'points') {
    return { used: [], sorts: [] };
  }
  const by = chart.values.find(({ name }) => name === chart.order.by);
  const using = fields.value(by ?? { aggregate: 'maximum', column: chart.order.by }, 'continuous');
  const ordered = fields.group(grouping, 'discrete');
  const direction = chart.order.direction === 'ascending' ? 'ASC' : 'DESC';
  return {
    used: [ordered, using],
    sorts: [element('computed-sort', { column: full(ordered), direction, using: full(using) })],
  };
}
